import {
  COMPARED,
  CONTRASTIVE,
  HELD_OUT,
  LABEL_FREE_ROWS,
  type LabelFree,
  TRAINING_FREE,
} from '../parts/label-free.js';
import { difference, listed, markdownTable, over, spread } from './cells.js';

const NAMES: Readonly<Record<(typeof LABEL_FREE_ROWS)[number], string>> = {
  best: 'cosine, best with hindsight',
  cosine: 'cosine, chosen without labels',
  whitening: 'total-covariance whitening',
  contrastive: 'contrastive',
  contrastiveWhitening: 'contrastive + whitening',
};

/** Contrastive rows that are clearly above both training-free rows that can be had without labels. */
export function progressOn({ differences }: LabelFree): readonly (typeof CONTRASTIVE)[number][] {
  return CONTRASTIVE.filter((row) => COMPARED.every((other) => differences[row][other]?.standing === 'beats'));
}

/** What the numbers come to: which rows count, on which sets, and whether they are above the cosine of hindsight too. */
function verdict(sets: readonly (readonly [string, LabelFree])[]): string {
  if (sets.length === 0) {
    return 'No set was run: nothing is said of progress.';
  }
  const unsaid = sets.filter(([, { differences }]) =>
    CONTRASTIVE.every((row) => COMPARED.some((other) => (differences[row][other]?.standing ?? null) === null)),
  );
  const said = sets.filter((one) => !unsaid.includes(one));
  const found = said.filter(([, result]) => progressOn(result).length > 0);
  const none = said.filter((one) => !found.includes(one));
  const rows = found.flatMap(([set, result]) =>
    progressOn(result).map((row) => {
      const above = result.differences[row].best?.standing === 'beats';
      return `${NAMES[row]} on ${set} (${above ? 'clearly above' : 'not clearly above'} ${NAMES.best})`;
    }),
  );
  const namesOf = (some: typeof sets) => listed(some.map(([set]) => set));
  return [
    ...(rows.length > 0 ? [`**Progress**: ${listed(rows)}.`] : []),
    ...(rows.length > 0 && none.length > 0 ? [`No progress on ${namesOf(none)}.`] : []),
    ...(rows.length === 0 && none.length > 0
      ? [`**No progress**: no contrastive row is clearly above both on ${namesOf(none)}.`]
      : []),
    ...(unsaid.length > 0 ? [`Too few groups to say on ${namesOf(unsaid)}.`] : []),
  ].join(' ');
}

/** The study without labels, with a verdict that follows from its numbers. */
export function labelFreeSection(labelFree: ReadonlyMap<string, LabelFree>): string {
  const sets = [...labelFree];
  const seeds = sets[0]?.[1].seeds ?? 0;
  const measures = (which: 'auc' | 'eer') =>
    markdownTable([
      [which === 'auc' ? 'AUC' : 'EER', ...sets.map(([set]) => set)],
      ...LABEL_FREE_ROWS.map((row) => [
        NAMES[row],
        ...sets.map(([, { rows, seeds: count }]) => spread(over(count, rows[row][which]))),
      ]),
    ]);
  return [
    '## Without labels',
    '',
    `What can be had when nobody knows which training spectra belong together. ${Math.round(100 * HELD_OUT)}% of the groups are held out, another split a seed (${seeds} seed${seeds === 1 ? '' : 's'}; a simulated set is another one each time); mean ± standard deviation over seeds.`,
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
    `What counts as progress is a contrastive row clearly above both training-free rows that can be had without labels: ${listed(COMPARED.map((row) => NAMES[row]))}. The cosine that is best with hindsight takes the labels of the test: it is shown as a bound, and not demanded.`,
    '',
    verdict(sets),
    ...(sets.length === 0
      ? []
      : [
          '',
          `Chosen without labels: ${sets.map(([set, { chosen, best }]) => `${set}: ${counted(chosen)} (with hindsight: ${best})`).join('; ')}.`,
        ]),
  ].join('\n');
}

function counted(names: readonly string[]): string {
  return [...new Set(names)].map((name) => `${name} ${names.filter((one) => one === name).length}×`).join(', ');
}
