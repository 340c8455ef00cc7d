import { createRandom } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../calibration/normal-quantile.js';
import { groupBootstrap } from '../bootstrap.js';
import { allPairs } from '../pairs.js';
import { reliability } from './reliability.js';

const logit = (p: number) => Math.log(p / (1 - p));

describe('reliability', () => {
  it('of a hand-made case: each kind weighs ½ altogether', () => {
    // Groups a, a, b: the pairs aa, ab, ab.
    const groups = ['a', 'a', 'b'];
    const pairs = allPairs(groups);
    const bins = reliability([logit(0.85), logit(0.85), logit(0.05)], pairs, groups, 1);
    expect(bins).toHaveLength(2);
    expect(bins[0]).toMatchObject({ observed: 0, same: 0, different: 1 });
    expect(bins[0]?.stated).toBeCloseTo(0.05, 12);
    // All of the same-source pairs against half of the others.
    expect(bins[1]?.observed).toBeCloseTo(1 / (1 + 0.5), 12);
    expect(bins[1]).toMatchObject({ same: 1, different: 1 });
    expect(bins[1]?.stated).toBeCloseTo(0.85, 12);
  });

  // Scores of N(±d²/2, d²) are their own log-likelihood ratios. Quantiles instead of draws, so that nothing is left to chance.
  const groups = Array.from({ length: 120 }, (_, i) => `g${Math.floor(i / 4)}`);
  const pairs = allPairs(groups);
  const totals = [0, 1].map((kind) => pairs.same.filter((one) => one === kind).length);
  const seen = [0, 0];
  const order = createRandom(3, 'reliability').permutation(pairs.same.length);
  const llrs = new Float64Array(order.length);
  for (const p of order) {
    const kind = pairs.same[p] as 0 | 1;
    llrs[p] = 2 * (2 * kind - 1) + 2 * normalQuantile(((seen[kind] as number) + 0.5) / (totals[kind] as number));
    seen[kind] = (seen[kind] as number) + 1;
  }

  it('lies on the diagonal for ratios that are true (closed form: normal scores)', () => {
    for (const { stated, observed, lo, hi, same, different } of reliability(llrs, pairs, groups, 1)) {
      if (same >= 10) {
        expect(Math.abs(observed - stated)).toBeLessThan(0.05);
      }
      expect(lo).toBeLessThanOrEqual(observed + 1e-9);
      expect(hi).toBeGreaterThanOrEqual(observed - 1e-9);
      expect(same + different).toBeGreaterThan(0);
    }
  });

  it('shows ratios that are twice too bold below the diagonal at the top, and above it at the bottom', () => {
    const bins = reliability(
      llrs.map((llr) => 2 * llr),
      pairs,
      groups,
      1,
    );
    const [first, last] = [bins[1], bins.at(-2)] as [(typeof bins)[number], (typeof bins)[number]];
    expect(last.observed).toBeLessThan(last.stated);
    expect(first.observed).toBeGreaterThan(first.stated);
  });

  it('puts bins together that would hold next to nothing', () => {
    const parted = Float64Array.from(pairs.same, (kind, p) => (kind === 1 ? 5 : p === 3 ? 0.1 : -5));
    const bins = reliability(parted, pairs, groups, 1);
    expect(pairs.same[3]).toBe(0);
    expect(bins.map(({ same, different }) => [same, different])).toEqual([
      [0, (totals[0] as number) - 1],
      [totals[1], 1],
    ]);
  });

  it('has the interval of a bootstrap over groups (oracle: groupBootstrap)', () => {
    const bin = reliability(llrs, pairs, groups, 7).at(-1);
    const inBin = Array.from(llrs, (llr) => 1 / (1 + Math.exp(-llr)) >= 0.9);
    const oracle = groupBootstrap(pairs, groups, 7, (weights) => {
      const [sums, weighed] = [
        [0, 0],
        [0, 0],
      ];
      weights.forEach((weight, p) => {
        const kind = pairs.same[p] as number;
        weighed[kind] = (weighed[kind] as number) + weight;
        sums[kind] = (sums[kind] as number) + (inBin[p] ? weight : 0);
      });
      const [different, same] = sums.map((sum, kind) => sum / (weighed[kind] as number)) as [number, number];
      return same / (same + different);
    });
    expect(bin?.observed).toBeCloseTo(oracle.mean, 10);
    expect(bin?.lo).toBeCloseTo(oracle.lo, 10);
    expect(bin?.hi).toBeCloseTo(oracle.hi, 10);
  });
});
