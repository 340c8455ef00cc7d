import { CONTRASTIVE, HELD_OUT, LABEL_FREE_ROWS, type LabelFree, TRAINING_FREE } from '../parts/label-free.js';
import { difference, listed, markdownTable, spread } from './cells.js';

const NAMES: Readonly<Record<(typeof LABEL_FREE_ROWS)[number], string>> = {
  best: 'cosine, best with hindsight',
  cosine: 'cosine, chosen without labels',
  whitening: 'total-covariance whitening',
  contrastive: 'contrastive',
  contrastiveWhitening: 'contrastive + whitening',
};

/** Contrastive rows that are clearly above every training-free one on a set. */
export function progressOn({ differences }: LabelFree): readonly (typeof CONTRASTIVE)[number][] {
  return CONTRASTIVE.filter((row) => TRAINING_FREE.every((other) => differences[row][other]?.standing === 'beats'));
}

/** The study without labels, with a verdict that follows from its numbers. */
export function labelFreeSection(labelFree: ReadonlyMap<string, LabelFree>): string {
  const sets = [...labelFree];
  const seeds = sets[0]?.[1].seeds ?? 0;
  const progress = sets.flatMap(([set, result]) => progressOn(result).map((row) => `${NAMES[row]} on ${set}`));
  const measures = (which: 'auc' | 'eer') =>
    markdownTable([
      [which === 'auc' ? 'AUC' : 'EER', ...sets.map(([set]) => set)],
      ...LABEL_FREE_ROWS.map((row) => [NAMES[row], ...sets.map(([, { rows }]) => spread(rows[row][which]))]),
    ]);
  return [
    '## Without labels',
    '',
    `What can be had when nobody knows which training spectra belong together. ${Math.round(100 * HELD_OUT)}% of the groups are held out, another split a seed (${seeds} seeds; a simulated set is another one each time); mean ± standard deviation over seeds.`,
    '',
    '- **cosine, best with hindsight**: of all preprocessings, with and without centring, the one of the highest AUC on the tested pairs themselves. Generous: it takes the labels of the test.',
    '- **cosine, chosen without labels**: the one whose similarities of *training* spectra have the highest neighbour contrast: how far a spectrum’s nearest neighbour stands out from all others, in standard deviations, counted where the two are each other’s nearest (`training/label-free/neighbour-contrast.ts`). All rows below use this preprocessing.',
    '- **total-covariance whitening**: cosine of spectra whitened by the covariance of all training spectra, shrunk as Ledoit and Wolf (2004) have it.',
    '- **contrastive**: the residual encoder, trained by NT-Xent on noisy views of each spectrum; it starts as the preprocessed spectrum itself, so that the difference from the cosine is what training did. **+ whitening** whitens its embedding.',
    '',
    measures('auc'),
    '',
    measures('eer'),
    '',
    'AUC of the contrastive rows less that of each training-free row, on the same resampled groups (95% interval):',
    '',
    markdownTable([
      ['', ...sets.map(([set]) => set)],
      ...CONTRASTIVE.flatMap((row) =>
        TRAINING_FREE.map((other) => [
          `${NAMES[row]} − ${NAMES[other]}`,
          ...sets.map(([, { differences }]) => {
            const found = differences[row][other];
            return found === undefined ? '–' : difference(found);
          }),
        ]),
      ),
    ]),
    '',
    progress.length === 0
      ? '**No progress**: on no set is a contrastive row clearly above every training-free one. Contrastive training without labels brings nothing here that whitening or the right preprocessing does not.'
      : `**Progress**, a contrastive row clearly above every training-free one: ${listed(progress)}. On all other sets: none.`,
    '',
    `Chosen without labels: ${sets.map(([set, { chosen, best }]) => `${set}: ${counted(chosen)} (with hindsight: ${best})`).join('; ')}.`,
  ].join('\n');
}

function counted(names: readonly string[]): string {
  return [...new Set(names)].map((name) => `${name} ${names.filter((one) => one === name).length}×`).join(', ');
}
