import { describe, expect, it } from 'vitest';
import { plantedRank } from './grad-cam.js';
import { plantedSet } from './planted-set.js';
import { sharesAbove, similaritiesOf } from './similarities.js';

describe('similaritiesOf', () => {
  const kept = {
    names: ['a1', 'a2', 'b1', 'b2'],
    groups: ['batch 10', 'batch 10', 'batch 9', 'batch 9'],
    folds: [
      {
        a: [0, 2, 0, 1],
        b: [1, 3, 2, 3],
        same: [1, 1, 0, 0],
        model: { scores: [0.9, 0.4, 0.6, 0.1], threshold: 0.5 },
      },
    ],
  };

  it('puts each pair with its batches, by hand', () => {
    const panel = similaritiesOf(kept, 'a system', 'model');
    expect(panel.rows).toEqual([
      { batch: 'batch 9', within: [0.4], between: [0.6, 0.1] },
      { batch: 'batch 10', within: [0.9], between: [0.6, 0.1] },
    ]);
    // A pair of two batches is one pair.
    expect(sharesAbove(panel)).toEqual({ within: 1, ofWithin: 2, between: 1, ofBetween: 2 });
  });

  it('refuses what was not kept', () => {
    expect(() => similaritiesOf(kept, 'a system', 'untrained')).toThrow(/no scores of a system, untrained/);
  });
});

describe('plantedRank', () => {
  const spectrum = Array.from({ length: 100 }, (_, bin) => 100 - bin);

  it('counts pairs of a planted bin and another as high, by hand', () => {
    // The ten highest are bins 0 … 9; of 8 others the planted ones beat 8 and 4, one of which is a tie.
    const map = [9, 4.5, 1, 2, 3, 4.5, 5, 6, 7, 8, ...Array<number>(90).fill(99)];
    expect(plantedRank({ spectrum, planted: [0, 1] }, map)).toBe((8 + 3.5) / 16);
  });
});

it('batches of the planted set differ in the planted bins, and there alone (variance between over variance within)', () => {
  const { set, planted } = plantedSet(7);
  const bins = set.axis.values.length;
  const log = (row: number, bin: number) => Math.log(1 + (set.intensities[row * bins + bin] as number));
  const ratio = (bin: number) => {
    const batches = Array.from({ length: set.names.length / 3 }, (_, i) => [0, 1, 2].map((k) => log(3 * i + k, bin)));
    const means = batches.map((values) => values.reduce((sum, value) => sum + value, 0) / 3);
    const variance = (values: readonly number[]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    };
    const within = batches.reduce((sum, values) => sum + variance(values), 0) / batches.length;
    // 1 where batches mean nothing.
    return (3 * variance(means)) / within;
  };
  expect(planted).toHaveLength(10);
  expect(Math.min(...planted.map(ratio))).toBeGreaterThan(2.5);
  const others = Array.from({ length: 200 }, (_, i) => 10 * i).filter((bin) => !planted.includes(bin));
  const sorted = others.map(ratio).sort((a, b) => a - b);
  expect(sorted[100]).toBeGreaterThan(0.7);
  expect(sorted[100]).toBeLessThan(1.4);
});
