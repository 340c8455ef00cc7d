import { createRandom } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { flatRows, pairFeatures } from './features.setup.js';
import { fitOpls, oplsDa, predictOpls } from './opls-da.js';

type Rows = readonly (readonly number[])[];

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const column = (rows: Rows, c: number) => rows.map((row) => row[c] as number);
const centredBy = (mean: readonly number[], rows: Rows) =>
  rows.map((row) => row.map((value, c) => value - (mean[c] as number)));

/** PLS regression of the centred kind by NIPALS (Wold, Sjöström & Eriksson 2001), straight from the algorithm. */
function plsPredictions(train: Rows, kinds: readonly number[], components: number, rows: Rows): number[] {
  const mean = (train[0] ?? []).map((_, c) => meanOf(column(train, c)));
  let [x, tested] = [centredBy(mean, train), centredBy(mean, rows)];
  const y = kinds.map((kind) => 2 * (kind - meanOf(kinds)));
  const predictions = new Array<number>(rows.length).fill(0);
  for (let a = 0; a < components; a++) {
    const along = mean.map((_, c) => dot(y, column(x, c)));
    const w = along.map((value) => value / Math.sqrt(dot(along, along)));
    const t = x.map((row) => dot(w, row));
    const p = mean.map((_, c) => dot(t, column(x, c)) / dot(t, t));
    const q = dot(t, y) / dot(t, t);
    tested.forEach((row, i) => {
      predictions[i] = (predictions[i] as number) + q * dot(w, row);
    });
    const deflated = (all: number[][]) =>
      all.map((row) => row.map((value, c) => value - dot(w, row) * (p[c] as number)));
    [x, tested] = [deflated(x), deflated(tested)];
  }
  return predictions;
}

const rowsOf = ({ count, width, data }: ReturnType<typeof flatRows>) =>
  Array.from({ length: count }, (_, i) => Array.from(data.subarray(i * width, (i + 1) * width)));

describe('OPLS', () => {
  const { features, same } = pairFeatures(60, 8, 1);
  const fresh = pairFeatures(25, 8, 1, 2).features;

  it.each([0, 1, 2, 4])(
    'of %s orthogonal components predicts new rows as PLS of one more (Trygg & Wold 2002)',
    (count) => {
      const predicted = predictOpls(fitOpls(features, same, count), fresh);
      plsPredictions(rowsOf(features), [...same], count + 1, rowsOf(fresh)).forEach((expected, i) => {
        expect(predicted[i]).toBeCloseTo(expected, 9);
      });
    },
  );

  it('takes off what varies with nothing of the kind', () => {
    const { mean, orthogonal } = fitOpls(features, same, 3);
    expect(orthogonal).toHaveLength(3);
    const y = Array.from(same, (kind) => 2 * kind - 1);
    let rows = centredBy([...mean], rowsOf(features));
    for (const { weights, loadings } of orthogonal) {
      const scores = rows.map((row) => dot([...weights], row));
      expect(Math.abs(dot(scores, y))).toBeLessThan(1e-9 * Math.sqrt(dot(scores, scores) * y.length));
      rows = rows.map((row, i) => row.map((value, c) => value - (scores[i] as number) * (loadings[c] as number)));
    }
  });

  it('has no orthogonal component where the rows have one dimension', () => {
    const line = { count: 6, width: 1, data: Float64Array.of(1, 2, 3, 4, 5, 7) };
    expect(fitOpls(line, Uint8Array.of(0, 0, 0, 1, 1, 1), 3).orthogonal).toEqual([]);
  });
});

/** Q² by hand: of so many orthogonal components, over the seven folds that the seed deals out. */
function unexplained(x: Rows, same: readonly number[], components: number, seed: number): number {
  const order = createRandom(seed, 'opls-folds').permutation(same.length);
  const errors = [0, 1, 2, 3, 4, 5, 6].flatMap((fold) => {
    const [train, test] = [false, true].map((tested) => order.filter((_, i) => (i % 7 === fold) === tested)) as [
      number[],
      number[],
    ];
    const at = (rows: number[]) => rows.map((row) => x[row] as readonly number[]);
    const kinds = train.map((row) => same[row] as number);
    const predicted = plsPredictions(at(train), kinds, components + 1, at(test));
    return test.map((row, i) => (2 * ((same[row] as number) - meanOf(kinds)) - (predicted[i] as number)) ** 2);
  });
  return meanOf(errors);
}

/** As many orthogonal components as bring Q² a hundredth each. */
function chosenLoop(x: Rows, same: readonly number[], seed: number): number {
  let count = 0;
  while (count < 9 && unexplained(x, same, count, seed) - unexplained(x, same, count + 1, seed) >= 0.01) {
    count++;
  }
  return count;
}

/** The log-likelihood ratio of PLS predictions, normal with one variance in both kinds. */
function ratioLoop(x: Rows, same: readonly number[], components: number, rows: Rows): number[] {
  const own = plsPredictions(x, same, components + 1, x);
  const [low, high] = [0, 1].map((kind) => meanOf(own.filter((_, i) => same[i] === kind))) as [number, number];
  const variance = meanOf(own.map((y, i) => (y - (same[i] === 1 ? high : low)) ** 2));
  return plsPredictions(x, same, components + 1, rows).map((y) => ((y - low) ** 2 - (y - high) ** 2) / (2 * variance));
}

describe('OPLS-DA', () => {
  /** The kind lies along the first two of six features; along (1, 0, 2, 2, 0, 0), what has nothing to do with it is far larger. */
  const planted = (count: number, label: string) => {
    const random = createRandom(1, label);
    return Array.from({ length: count }, (_, i) => {
      const other = 6 * random.normal();
      const kind = i % 2;
      return [kind + other, kind, 2 * other, 2 * other, 0, 0].map((value) => value + 0.5 * random.normal());
    });
  };
  const x = planted(84, 'training');
  const fresh = planted(60, 'fresh');
  const same = x.map((_, i) => i % 2);
  const rightOf = (scores: ArrayLike<number>) =>
    Array.from(scores).filter((score, i) => score >= 0 === (i % 2 === 1)).length;

  it.each([1, 2])(
    'takes off as many components as Q² asks for, by hand, seed %i; here there are some',
    async (seed) => {
      const count = chosenLoop(x, same, seed);
      expect(count).toBeGreaterThanOrEqual(1);
      const scores = (await oplsDa.fit(flatRows(x), Uint8Array.from(same), seed)).score(flatRows(fresh));
      ratioLoop(x, same, count, fresh).forEach((expected, i) => {
        expect(scores[i]).toBeCloseTo(expected, 7);
      });
      expect(rightOf(scores)).toBeGreaterThan(rightOf(ratioLoop(x, same, 0, fresh)) + 10);
    },
  );

  it('takes off none where there is nothing to take off', async () => {
    const { features, same: kinds } = pairFeatures(84, 2, 6);
    expect(chosenLoop(rowsOf(features), [...kinds], 1)).toBe(0);
    const scores = (await oplsDa.fit(features, kinds, 1)).score(features);
    ratioLoop(rowsOf(features), [...kinds], 0, rowsOf(features)).forEach((expected, i) => {
      expect(scores[i]).toBeCloseTo(expected, 7);
    });
  });
});
