import { createRandom, type Measure } from '@spectrosim/models';
import type { Pairs } from './pairs.js';

/** Resamples of the groups. */
const REPLICATES = 1000;

/** The interval's share of the replicates. */
export const INTERVAL = '95% bootstrap over groups';

/**
 * A measure of pairs with a 95% percentile interval by resampling groups (Efron & Tibshirani 1993), the unit that a new
 * sample brings; pairs share spectra and are far from independent.
 *
 * A group drawn m times counts its own pairs m times, and pairs with a group drawn n times m·n times. Replicates without
 * both kinds of pair say nothing and are left out.
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
  const names = [...new Set(groups)];
  const indexOf = new Map(names.map((name, i) => [name, i]));
  const group = groups.map((name) => indexOf.get(name) as number);
  const random = createRandom(seed, 'bootstrap');
  const weights = new Float64Array(pairs.same.length).fill(1);
  const value = measure(weights);
  const replicates: number[] = [];
  for (let r = 0; r < REPLICATES; r++) {
    const drawn = new Float64Array(names.length);
    for (let i = 0; i < names.length; i++) {
      const pick = random.integer(names.length);
      drawn[pick] = (drawn[pick] as number) + 1;
    }
    for (let p = 0; p < weights.length; p++) {
      const first = drawn[group[pairs.a[p] as number] as number] as number;
      weights[p] = pairs.same[p] === 1 ? first : first * (drawn[group[pairs.b[p] as number] as number] as number);
    }
    const replicate = measure(weights);
    if (!Number.isNaN(replicate)) {
      replicates.push(replicate);
    }
  }
  replicates.sort((x, y) => x - y);
  const quantile = (share: number) => replicates[Math.round(share * (replicates.length - 1))] ?? value;
  return { value, lo: quantile(0.025), hi: quantile(0.975) };
}
