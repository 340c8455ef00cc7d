import type { Evaluated } from '../parts/evaluate.js';
import { difference, listed, markdownTable, number, spread } from './cells.js';

/** The best back-end on an encoder's embedding beside the best on the same preprocessed spectra. */
export function encoderSection(sets: ReadonlyMap<string, Evaluated>): string {
  const compared = [...sets].flatMap(([set, { encoder }]) => (encoder === null ? [] : [[set, encoder] as const]));
  const below = compared.filter(([, { auc, cllr }]) => auc.standing === 'loses' || cllr.standing === 'loses');
  return [
    '## Encoder and back-end',
    '',
    'In each fold the rung `encoder` trains an encoder (SupCon, noise from residuals of replicates) on the preprocessing of the best single linear back-end, and tries every back-end on its embedding. Here the best of those stands beside that best linear back-end, on the same pairs. *Inner* is the Cllr by which the ladder chooses, inside the training side; all else is of held-out samples.',
    '',
    ...(compared.length === 0
      ? ['No ladder climbed that rung in this run.']
      : [
          markdownTable([
            ['', '', 'inner Cllr', 'AUC', 'EER', 'balanced accuracy', 'Cllr'],
            ...compared.flatMap(([set, sides]) =>
              (['linear', 'encoder'] as const).map((side) => {
                const { inner, auc, eer, balancedAccuracy, cllr } = sides[side];
                return [
                  side === 'linear' ? set : '',
                  side === 'linear' ? 'linear back-end' : 'encoder + back-end',
                  number(inner),
                  ...[auc, eer, balancedAccuracy, cllr].map(spread),
                ];
              }),
            ),
          ]),
          '',
          markdownTable([
            ['encoder − linear', 'AUC', 'Cllr'],
            ...compared.map(([set, { auc, cllr }]) => [set, difference(auc), difference(cllr)]),
          ]),
          '',
          below.length === 0
            ? 'On no set is the encoder with a back-end clearly below the linear back-end on the same inputs, by AUC or by Cllr.'
            : `**Below the linear back-end** on the same inputs: ${listed(below.map(([set]) => set))}.`,
        ]),
  ].join('\n');
}
