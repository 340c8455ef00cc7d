import { spreadOf } from '../measured.js';
import type { Evaluated } from '../parts/evaluate.js';
import { markdownTable, number, spread } from './cells.js';

/** The ladder's own. */
const SHIPS = { size: '5', rule: 'one standard error' };

/** What other sizes of the ensemble and another rule of choice would have cost. */
export function rulesSection(
  real: ReadonlyMap<string, Evaluated>,
  simulated: ReadonlyMap<string, readonly Evaluated[]>,
): string {
  const [some] = [...real.values(), ...[...simulated.values()].flat()];
  const sets = [...real.keys(), ...simulated.keys()];
  const rows = (some?.rules ?? []).map(({ size, rule }) => {
    const at = ({ rules }: Evaluated) => rules.find((one) => one.size === size && one.rule === rule);
    const costs = [
      ...[...real.values()].map((one) => at(one) ?? { mean: Number.NaN, sd: 0 }),
      ...[...simulated.values()].map((seeds) => spreadOf(seeds.map((one) => at(one)?.mean ?? null))),
    ];
    return { size, rule, costs, mean: spreadOf(costs.map(({ mean }) => mean)).mean };
  });
  const lowest = rows.length === 0 ? undefined : rows.reduce((best, one) => (one.mean < best.mean ? one : best));
  const ours = rows.find(({ size, rule }) => size === SHIPS.size && rule === SHIPS.rule);
  return [
    '## Why five preprocessings and one standard error',
    '',
    'Two rules of the ladder are choices: how many distinct preprocessings an ensemble puts together, and that a difference counts from one standard error up. What other choices would have shipped on the same ladders, rungs up to the ensemble; Cllr of held-out pairs, mean ± standard deviation over partitions (real) or seeds (simulated), lower is better. *lowest* takes what has the lowest inner Cllr, however small the difference.',
    '',
    markdownTable([
      ['ensemble of', 'rule', ...sets, 'mean'],
      ...rows.map(({ size, rule, costs, mean }) => {
        const mark = size === SHIPS.size && rule === SHIPS.rule ? '**' : '';
        return [
          `${mark}${size === '1' ? '1 (none)' : size}${mark}`,
          rule === 'lowest Cllr' ? 'lowest' : rule,
          ...costs.map(spread),
          `${mark}${number(mean)}${mark}`,
        ];
      }),
    ]),
    '',
    lowest === undefined || ours === undefined
      ? ''
      : lowest === ours
        ? 'The ladder’s own (bold) has the lowest mean.'
        : `The lowest mean, ${number(lowest.mean)}, is that of an ensemble of ${lowest.size} by ${lowest.rule}; the ladder’s own (bold) is ${number(ours.mean)}. The rules are not tuned to this table: they were settled before it.`,
  ].join('\n');
}
