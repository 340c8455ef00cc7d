import { createRandom } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { groupBootstrap } from './bootstrap.js';
import { allPairs } from './pairs.js';
import { rightShares } from './right-shares.js';
import { summariseEvaluation } from './summarise-evaluation.js';

const random = createRandom(1, 'shares');
const groups = Array.from({ length: 24 }, (_, i) => `g${Math.floor(i / 3)}`);
const pairs = allPairs(groups);
const draw = () => ({ llrs: Float64Array.from(pairs.same, (same) => 2 * same - 1 + random.normal()) });
const [first, second] = [draw(), draw()];

describe('rightShares', () => {
  it('are the halves of balanced accuracy, over partitions too (oracle: summariseEvaluation)', () => {
    const shares = rightShares(
      [
        { pairs, scores: first },
        { pairs, scores: second },
      ],
      groups,
      1,
    );
    const { model } = summariseEvaluation(
      [
        { pairs, model: first, floor: second },
        { pairs, model: second, floor: first },
      ],
      groups,
      1,
    );
    expect((shares.same.mean + shares.different.mean) / 2).toBeCloseTo(model.balancedAccuracy.mean, 12);
    expect(shares.same.sd).toBeGreaterThan(0);
  });

  it('have the interval of a bootstrap over groups (oracle: groupBootstrap)', () => {
    const { same } = rightShares([{ pairs, scores: first }], groups, 5);
    const oracle = groupBootstrap(pairs, groups, 5, (weights) => {
      let [good, all] = [0, 0];
      weights.forEach((weight, p) => {
        all += pairs.same[p] === 1 ? weight : 0;
        good += pairs.same[p] === 1 && (first.llrs[p] as number) >= 0 ? weight : 0;
      });
      return good / all;
    });
    expect(same.mean).toBeCloseTo(oracle.mean, 12);
    expect([same.lo, same.hi]).toEqual([oracle.lo, oracle.hi].map((value) => expect.closeTo(value, 12)));
  });

  it('heed the threshold of each pair, and count a score at it as same', () => {
    const two = allPairs(['a', 'a', 'b']);
    const scores = { llrs: [0.5, 0.5, 0.5], thresholds: [0.5, 0.6, 0.4] };
    const shares = rightShares([{ pairs: two, scores }], ['a', 'a', 'b'], 1);
    expect([shares.same.mean, shares.different.mean]).toEqual([1, 0.5]);
  });
});
