import { describe, expect, it } from 'vitest';
import { allPairs, pairsAmong } from './pairs.js';
import { worstPairs } from './worst-pairs.js';

const groups = ['a', 'a', 'b', 'b'];
// (0,1) same (0,2) (0,3) (1,2) (1,3) (2,3) same
const pairs = allPairs(groups);
const floor = { llrs: [0, 0, 0, 0, 0, 0] };

describe('worstPairs', () => {
  it('lists the most wrong of either kind first (oracle: by hand)', () => {
    const model = { llrs: [-2, 5, -1, -3, 0, 4], bounded: [-2, 3, -1, -3, 0, 3] };
    const { same, different, wrong, count } = worstPairs([{ pairs, model, floor }], 3);
    expect(same.map(({ a, b, margin }) => [a, b, margin])).toEqual([
      [0, 1, -2],
      [2, 3, 4],
    ]);
    // A ratio of 0 is called same: wrong, though by nothing.
    expect(different.map(({ a, b, model: score }) => [a, b, score])).toEqual([
      [0, 2, 3],
      [1, 3, 0],
      [0, 3, -1],
    ]);
    expect([wrong, count]).toEqual([
      { same: 1, different: 2 },
      { same: 2, different: 4 },
    ]);
  });

  it('takes a pair of several partitions together, however it is written', () => {
    const again = { a: Int32Array.of(1), b: Int32Array.of(0), same: Uint8Array.of(1) };
    const { same } = worstPairs([
      { pairs: pairsAmong([0, 1], groups), model: { llrs: [-2] }, floor: { llrs: [1] } },
      { pairs: again, model: { llrs: [4] }, floor: { llrs: [3] } },
    ]);
    expect(same).toEqual([{ a: 0, b: 1, same: true, scored: 2, wrong: 1, model: 1, floor: 2, margin: 1 }]);
  });

  it('judges each pair by its own threshold', () => {
    const model = { llrs: [0.9, 0.7, 0.7, 0.7, 0.7, 0.7], thresholds: [0.95, 0.8, 0.8, 0.8, 0.6, 0.6] };
    const { wrong } = worstPairs([{ pairs, model, floor }]);
    expect(wrong).toEqual({ same: 1, different: 1 });
  });
});
