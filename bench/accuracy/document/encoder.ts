import type { Evaluated } from '../parts/evaluate.js';
import { difference, listed, markdownTable, number, over, spread } from './cells.js';

/** The best back-end on an encoder's embedding beside the best on the same preprocessed spectra. */
export function encoderSection(sets: ReadonlyMap<string, Evaluated>): string {
  const compared = [...sets].flatMap(([set, { encoder, partitions }]) =>
    encoder === null ? [] : [[set, encoder, partitions] as const],
  );
  const left = [...sets].flatMap(([set, { encoder, encoderFolds }]) =>
    encoder === null ? [`${set} (${whyNot(encoderFolds)})`] : [],
  );
  const unsaid = compared.filter(([, { auc, cllr }]) => auc.standing === null && cllr.standing === null);
  const below = compared.filter(([, { auc, cllr }]) => auc.standing === 'loses' || cllr.standing === 'loses');
  return [
    '## Encoder and back-end',
    '',
    'In each fold the rung `encoder` trains an encoder (SupCon, noise from residuals of replicates) on the preprocessing of the best single linear back-end, and tries every back-end on its embedding. Here the best of those stands beside that best linear back-end, on the same pairs. *Inner* is the Cllr by which the ladder chooses, inside the training side; all else is of held-out samples.',
    '',
    ...(compared.length === 0
      ? ['No set of this run can be compared.']
      : [
          markdownTable([
            ['', '', 'inner Cllr', 'AUC', 'EER', 'balanced accuracy', 'Cllr'],
            ...compared.flatMap(([set, sides, partitions]) =>
              (['linear', 'encoder'] as const).map((side) => {
                const { inner, auc, eer, balancedAccuracy, cllr } = sides[side];
                return [
                  side === 'linear' ? set : '',
                  side === 'linear' ? 'linear back-end' : 'encoder + back-end',
                  number(inner),
                  ...[auc, eer, balancedAccuracy, cllr].map((one) => spread(over(partitions, one))),
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
          verdict(below.map(named), compared.length - unsaid.length),
          ...(unsaid.length === 0 ? [] : ['', `Too few groups to say: ${listed(unsaid.map(named))}.`]),
        ]),
    ...(left.length === 0 ? [] : ['', `**Not compared**: ${listed(left)}.`]),
  ].join('\n');
}

const named = ([set]: readonly [string, ...unknown[]]) => set;

/** Of so many sets of which something can be said. */
function verdict(below: readonly string[], said: number): string {
  if (below.length > 0) {
    return `**Clearly below the linear back-end** on the same inputs: ${listed(below)}.`;
  }
  return said === 0
    ? 'Nothing can be said of any set.'
    : `On ${said === 1 ? 'the one set compared the encoder with a back-end is not' : `none of the ${said} sets compared is the encoder with a back-end`} clearly below the linear back-end on the same inputs, by AUC or by Cllr.`;
}

function whyNot({ both, of }: Evaluated['encoderFolds']): string {
  return both === 0
    ? 'no fold’s ladder tried an encoder and a linear back-end'
    : `${of - both} of ${of} folds’ ladders did not try both an encoder and a linear back-end`;
}
