import { spreadOf } from '../measured.js';
import type { Evaluated } from '../parts/evaluate.js';
import { listed, markdownTable, number, over, spread } from './cells.js';

/** The ladder's own. */
const SHIPS = { size: '5', rule: 'one standard error' };

/** What a rule costs on a set whose ladders did not score it. */
const NOT_SCORED = { mean: Number.NaN, sd: Number.NaN };

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
      ...[...real.values()].map((one) => over(one.partitions, at(one) ?? NOT_SCORED)),
      ...[...simulated.values()].map((seeds) =>
        over(seeds.length, spreadOf(seeds.map((one) => (at(one) ?? NOT_SCORED).mean))),
      ),
    ];
    return { size, rule, costs, mean: spreadOf(costs.map(({ mean }) => mean)).mean };
  });
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
    conclusion(rows),
    '',
    'Both rules were chosen with the real sets in view, so that their numbers flatter them a little: [what it gives](back-ends.md#what-it-gives).',
  ].join('\n');
}

/** A choice of both rules, with its mean cost. */
interface Rule {
  readonly size: string;
  readonly rule: string;
  readonly mean: number;
}

/** What the means come to, told apart by the digits that are printed. */
function conclusion(rows: readonly Rule[]): string {
  // A choice that was not scored on every set has no mean.
  const known = rows.filter(({ mean }) => !Number.isNaN(mean));
  const ours = known.find(({ size, rule }) => size === SHIPS.size && rule === SHIPS.rule);
  if (ours === undefined) {
    return 'The ladder’s own choice was not scored on every set of this run: nothing is said of the means.';
  }
  const lowest = number(Math.min(...known.map(({ mean }) => mean)));
  const best = known.filter(({ mean }) => number(mean) === lowest);
  const others = listed(best.filter((one) => one !== ours).map(({ size, rule }) => described(size, rule)));
  if (!best.includes(ours)) {
    return `The lowest mean, ${lowest}, is that of ${others}; the ladder’s own (bold) is ${number(ours.mean)}.`;
  }
  return others === ''
    ? `The ladder’s own (bold) has the lowest mean, ${lowest}.`
    : `The ladder’s own (bold) has the lowest mean, ${lowest}, as ${others} ${best.length === 2 ? 'has' : 'have'}.`;
}

function described(size: string, rule: string): string {
  const by = rule === 'lowest Cllr' ? 'the lowest inner Cllr' : rule;
  return `${size === '1' ? 'no ensemble' : `an ensemble of ${size}`} by ${by}`;
}
