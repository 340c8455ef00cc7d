import { FEWEST_GROUPS, tooFewGroups } from '@spectrosim/models';
import type { BaselineEvaluation, SystemSummary } from '@spectrosim/training';
import { table, wrapped } from '../output.js';

import { COLUMNS, change, intervalOf, meanOf } from './evaluation-text.js';

/** Standings to the floor in a column. */
const STANDINGS = { beats: 'beats it', tie: 'tie', loses: 'loses' } as const;

/** Cross-validated baselines in a table, the floor on top. */
export function baselinesText(results: readonly BaselineEvaluation[], about: string): string {
  const [first] = results as [BaselineEvaluation];
  const { protocol, partitions, groups, positivePairs, negativePairs, interval, preprocessings, components } = first;
  const several = partitions > 1 ? `, ${partitions} partitions` : '';
  const rows = (name: string, system: SystemSummary, standing: string) => [
    [name, ...COLUMNS.map(([key]) => meanOf(system[key], partitions)), standing],
    ['', ...COLUMNS.map(([key]) => intervalOf(system[key])), ''],
  ];
  const few = groups < FEWEST_GROUPS;
  const [fewest, most] = [Math.min(...components), Math.max(...components)];
  return [
    `${protocol}${several}: ${about}; ${positivePairs} same-source and ${negativePairs} different-source pairs a partition`,
    table([
      ['', ...COLUMNS.map(([, head]) => head), few ? '' : 'to the floor'],
      ...rows('floor, no training', first.floor, ''),
      ...results.flatMap(({ title, model, difference }) =>
        rows(title, model, difference.cllr.standing === null ? '' : STANDINGS[difference.cllr.standing]),
      ),
    ]),
    `  ${partitions > 1 ? 'mean ± sd over partitions; ' : ''}below: ${interval}; to the floor: by Cllr, on the same resampled groups`,
    ...(few ? [`  ${tooFewGroups(groups)}`] : []),
    wrapped('  ', first.hardPairs),
    wrapped('  Difference vectors: ', `|a − b| of spectra preprocessed by ${counted(preprocessings)}.`),
    `  Principal components: ${fewest === most ? most : `${fewest} to ${most}`} at most.`,
    ...first.warnings.map((warning) => wrapped('  Note: ', warning)),
  ].join('\n');
}

/** Baselines under a protocol that leaks, beside the same by group. */
export function baselinesLeakText(
  leaking: readonly BaselineEvaluation[],
  honest: readonly BaselineEvaluation[],
): string {
  const rows = leaking.flatMap(({ title, model, partitions }, i) => {
    const fair = honest[i] as BaselineEvaluation;
    return [
      [title, ...COLUMNS.map(([key]) => meanOf(model[key], partitions))],
      ['  inflated by', ...COLUMNS.map(([key]) => change(model[key].mean - fair.model[key].mean))],
    ];
  });
  const [first] = leaking as [BaselineEvaluation];
  return [
    `The same baselines under a protocol that leaks: ${first.protocol}`,
    table([['', ...COLUMNS.map(([, head]) => head)], ...rows]),
    wrapped('  ', first.leak ?? ''),
    '  Nothing in this table may be reported as how well unseen groups are told apart.',
  ].join('\n');
}

/** `snv 3×, sqrt 2×`; a name alone where there is no other. */
function counted(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  const times = (name: string) => names.filter((other) => other === name).length;
  return distinct.length === 1
    ? (distinct[0] as string)
    : distinct
        .sort((a, b) => times(b) - times(a))
        .map((name) => `${name} (${times(name)}×)`)
        .join('; ');
}
