import { createRandom, type Measure } from '@spectrosim/models';
import { type Pairs, pairsAt } from './pairs.js';

/** Resamples of the groups. */
export const REPLICATES = 1000;

/** The interval's share of the replicates. */
export const INTERVAL = '95% bootstrap over groups';

/** Draws of as many groups as there are, with replacement: how often each was drawn, groups in order of first appearance. */
export function drawGroups(groups: readonly string[], seed: number): Int32Array[] {
  const count = new Set(groups).size;
  const random = createRandom(seed, 'bootstrap');
  return Array.from({ length: REPLICATES }, () => {
    const drawn = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      const pick = random.integer(count);
      drawn[pick] = (drawn[pick] as number) + 1;
    }
    return drawn;
  });
}

/** The number of each spectrum's group `[N]`, groups in order of first appearance. */
export function groupNumbers(groups: readonly string[]): Int32Array {
  const numberOf = new Map([...new Set(groups)].map((name, i) => [name, i]));
  return Int32Array.from(groups, (name) => numberOf.get(name) as number);
}

/**
 * How often each pair counts when groups were drawn so often: a pair within a group drawn m times m times, a pair of two
 * groups m·n times. Each copy of a group is thus a group of its own; pairs of two copies of one are left out.
 *
 * @param numbers {@link groupNumbers}
 * @param weights where to write `[P]`
 */
export function weighPairs({ a, b, same }: Pairs, numbers: Int32Array, drawn: Int32Array, weights: Float64Array): void {
  for (let p = 0; p < weights.length; p++) {
    const first = drawn[numbers[a[p] as number] as number] as number;
    weights[p] = same[p] === 1 ? first : first * (drawn[numbers[b[p] as number] as number] as number);
  }
}

/** Pairs of groups for pairs of spectra, which are far more. */
export interface GroupPairs {
  /** One pair of spectra for each pair of groups `[C]`. */
  readonly pairs: Pairs;
  /** The pair of groups of each pair of spectra `[P]`. */
  readonly cellOf: Int32Array;
}

/** Which pairs of spectra are of the same two groups and thus always weigh alike. */
export function groupPairs({ a, b, same }: Pairs, numbers: Int32Array): GroupPairs {
  const count = numbers.reduce((most, number) => Math.max(most, number + 1), 0);
  const cells = new Map<number, number>();
  const first: number[] = [];
  const cellOf = Int32Array.from(same, (_, p) => {
    const [one, other] = [numbers[a[p] as number] as number, numbers[b[p] as number] as number];
    const key = Math.min(one, other) * count + Math.max(one, other);
    const cell = cells.get(key) ?? first.push(p) - 1;
    cells.set(key, cell);
    return cell;
  });
  return { pairs: pairsAt({ a, b, same }, first), cellOf };
}

/**
 * The 95% percentile interval of replicates (Efron & Tibshirani 1993). Those that are `NaN`, without both kinds of pair, say
 * nothing and are left out.
 *
 * @param value the measure itself, to be the interval when nothing is left
 */
export function percentileInterval(replicates: ArrayLike<number>, value: number): { lo: number; hi: number } {
  const sorted = Float64Array.from(replicates)
    .filter((replicate) => !Number.isNaN(replicate))
    .sort();
  const quantile = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? value;
  return { lo: quantile(0.025), hi: quantile(0.975) };
}

/**
 * A measure of pairs with its interval by resampling groups, the unit that a new sample brings; pairs share spectra and
 * are far from independent.
 *
 * @param groups the group of each spectrum `[N]`
 * @param measure a measure of the pairs weighted `[P]`
 */
export function groupBootstrap(
  pairs: Pairs,
  groups: readonly string[],
  seed: number,
  measure: (weights: Float64Array) => number,
): Measure {
  const numbers = groupNumbers(groups);
  const weights = new Float64Array(pairs.same.length).fill(1);
  const value = measure(weights);
  const replicates = drawGroups(groups, seed).map((drawn) => {
    weighPairs(pairs, numbers, drawn, weights);
    return measure(weights);
  });
  return { mean: value, sd: 0, ...percentileInterval(replicates, value) };
}
