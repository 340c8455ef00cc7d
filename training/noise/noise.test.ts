import { createRandom } from '@spectrosim/models';
import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { largestGap } from '../back-ends/replicates.setup.js';
import { drawNoise, noiseSchema } from './draw-noise.js';
import { replicateResiduals } from './replicate-residuals.js';

const BINS = 3;
/** What replicates differ by: W = A·Aᵀ. */
const A = new Matrix([
  [2, 0, 0],
  [1, 0.5, 0],
  [-1, 1, 1],
]);
const W = A.mmul(A.transpose());

/** Rows of groups whose means are far apart and whose replicates vary by W. */
function synthetic(sizes: readonly number[]) {
  const random = createRandom(5, 'noise');
  const normals = () => Array.from({ length: BINS }, () => random.normal());
  const groups = sizes.flatMap((size, group) => new Array<number>(size).fill(group));
  const means = sizes.map(() => normals().map((value) => 30 * value));
  const data = groups.flatMap((group) =>
    A.mmul(Matrix.columnVector(normals()))
      .to1DArray()
      .map((value, bin) => value + (means[group]?.[bin] as number)),
  );
  return { rows: { count: groups.length, bins: BINS, data: Float32Array.from(data) }, groups };
}

/** Mean product of rows. */
function covariance({ data }: { data: ArrayLike<number> }): Matrix {
  const rows = Matrix.from1DArray(data.length / BINS, BINS, data);
  return rows.transpose().mmul(rows).div(rows.rows);
}

const options = (given: object) => noiseSchema.parse({ from: 'replicates', ...given });

describe('replicateResiduals', () => {
  it('of two and of three, by hand', () => {
    const rows = { count: 6, bins: 1, data: Float32Array.of(1, 3, 0, 3, 6, 100) };
    const { count, data } = replicateResiduals(rows, [4, 4, 2, 2, 2, 9]);
    expect(count).toBe(5);
    const [two, three] = [Math.SQRT2, Math.sqrt(1.5)];
    expect([...data]).toEqual([-two, two, -3 * three, 0, 3 * three].map((value) => expect.closeTo(value, 5)));
  });

  it('have the within-group covariance, whatever the groups: 2,400 rows of groups of 1 to 4', () => {
    const { rows, groups } = synthetic(Array.from({ length: 960 }, (_, i) => 1 + (i % 4)));
    // A covariance of some 1,440 degrees of freedom is off by √(2/1440) = 0.037 of a variance, one standard deviation; 3 of them.
    expect(largestGap(covariance(replicateResiduals(rows, groups)), W)).toBeLessThan(0.11 * W.max());
  });

  it('refuses groups of one spectrum each', () => {
    const { rows, groups } = synthetic([1, 1, 1]);
    expect(() => replicateResiduals(rows, groups)).toThrow(
      /Noise from replicates needs training groups of two spectra and more, got 3 of one/,
    );
  });
});

describe('drawNoise', () => {
  const { rows, groups } = synthetic(new Array<number>(20).fill(3));
  const residuals = replicateResiduals(rows, groups);
  const views = 20_000;

  it.each([1, 2, 5])('mixed of %i, has the covariance of the residuals and a mean of 0', (mixed) => {
    const { dims, data } = drawNoise(residuals, options({ mixed }), views, createRandom(1, 'draw'));
    expect(dims).toEqual([views, BINS]);
    const expected = covariance(residuals);
    // √(2/20000) = 0.01 of a variance for normal numbers, one standard deviation.
    expect(largestGap(covariance({ data }), expected)).toBeLessThan(0.04 * expected.max());
    const mean = Matrix.from1DArray(views, BINS, data).mean('column');
    expect(Math.max(...mean.map(Math.abs))).toBeLessThan((4 * Math.sqrt(expected.max())) / Math.sqrt(views));
  });

  it('is multiplied by its strength, and 0 is none', () => {
    const draw = (strength: number) => drawNoise(residuals, options({ strength }), 4, createRandom(1, 'draw')).data;
    expect([...draw(2)]).toEqual([...draw(1)].map((value) => expect.closeTo(2 * value, 5)));
    expect([...draw(0)].every((value) => Math.abs(value) === 0)).toBe(true);
  });

  it('mixed of one is a residual, up or down', () => {
    const { data } = drawNoise(residuals, options({ mixed: 1 }), 50, createRandom(2, 'draw'));
    const known = new Set(Array.from(residuals.data, (value) => Math.abs(value).toFixed(4)));
    expect(Array.from(data, (value) => Math.abs(value).toFixed(4)).every((one) => known.has(one))).toBe(true);
  });

  it('follows the seed', () => {
    const draw = (seed: number) => drawNoise(residuals, options({}), 4, createRandom(seed, 'draw'));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });
});

describe('noiseSchema', () => {
  it.each([{ from: 'nowhere' }, { strength: -1 }, { mixed: 0 }, { mixed: 1.5 }, { sigma: 1 }])(
    'refuses %j',
    (given) => {
      expect(noiseSchema.safeParse({ from: 'replicates', ...given }).success).toBe(false);
    },
  );
});
