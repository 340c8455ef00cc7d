import { createRandom, type Random } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { flatRows } from './features.setup.js';
import { randomForest } from './random-forest.js';

const [PAIRS, FEATURES, TREES] = [40, 9, 40];
/** √9 */
const SEEN = 3;

type Rows = readonly (readonly number[])[];

/** Shares of same-source pairs in the leaves that rows end in, of one tree: the definition, counted over at every threshold. */
function treeLoop(x: Rows, same: Uint8Array, sample: readonly number[], at: Rows, random: Random): number[] {
  const value = (row: number, feature: number) => x[row]?.[feature] as number;
  const kinds = sample.map((row) => same[row] as number);
  const equal = kinds.filter((kind) => kind === 1).length;
  if (equal === 0 || equal === sample.length) {
    return at.map(() => equal / sample.length);
  }
  const varied = random
    .permutation(FEATURES)
    .filter((feature) => new Set(sample.map((row) => value(row, feature))).size > 1);
  let best = { purity: Number.NEGATIVE_INFINITY, feature: 0, threshold: 0 };
  for (const feature of varied.slice(0, SEEN)) {
    const values = [...new Set(sample.map((row) => value(row, feature)))].sort((a, b) => a - b);
    values.slice(1).forEach((next, i) => {
      const threshold = ((values[i] as number) + next) / 2;
      const purity = [true, false].reduce((sum, below) => {
        const part = kinds.filter((_, i) => value(sample[i] as number, feature) <= threshold === below);
        const ones = part.filter((kind) => kind === 1).length;
        return sum + (ones ** 2 + (part.length - ones) ** 2) / part.length;
      }, 0);
      best = purity > best.purity ? { purity, feature, threshold } : best;
    });
  }
  const isBelow = (row: readonly number[]) => (row[best.feature] as number) <= best.threshold;
  const [below, above] = [true, false].map((side) =>
    treeLoop(
      x,
      same,
      sample.filter((row) => isBelow(x[row] as readonly number[]) === side),
      at.filter((row) => isBelow(row) === side),
      random,
    ),
  ) as [number[], number[]];
  return at.map((row) => (isBelow(row) ? below : above).shift() as number);
}

/** Breiman 2001: every tree of as many pairs as there are, drawn with replacement; the log-odds of the mean share, half a tree each. */
function forestLoop(x: Rows, same: Uint8Array, at: Rows, seed: number): number[] {
  const random = createRandom(seed, 'random-forest');
  const votes = new Float64Array(at.length);
  for (let tree = 0; tree < TREES; tree++) {
    const sample = Array.from({ length: PAIRS }, () => random.integer(PAIRS));
    treeLoop(x, same, sample, at, random).forEach((share, i) => {
      votes[i] = (votes[i] as number) + share;
    });
  }
  return Array.from(votes, (sum) => Math.log((sum + 0.5) / (TREES - sum + 0.5)));
}

const random = createRandom(1, 'forest');
const same = Uint8Array.from({ length: PAIRS }, (_, p) => p % 2);
const rowOf = (kind: number) =>
  Array.from({ length: FEATURES }, (_, f) => {
    const value = random.normal() + (f % 3 === 0 ? 0.8 * kind : 0);
    // Some features have few values, one has a single one: ties, and what does not count as seen.
    return f === 8 ? 1 : f % 2 === 0 ? value : Math.round(value);
  });
const x = Array.from(same, rowOf);
const fresh = Array.from({ length: 30 }, (_, p) => rowOf(p % 2));

describe('random forest', () => {
  it.each([1, 2])(
    'of seed %i is the definition: trees of bootstrap samples, √F features seen at a node',
    async (seed) => {
      const fitted = await randomForest.fit(flatRows(x), same, seed);
      const expected = forestLoop(x, same, fresh, seed);
      fitted.score(flatRows(fresh)).forEach((score, i) => {
        expect(score).toBeCloseTo(expected[i] as number, 9);
      });
      expect(new Set(expected).size).toBeGreaterThan(10);
    },
  );
});
