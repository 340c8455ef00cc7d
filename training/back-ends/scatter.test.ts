import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { whiteningBy } from './projection.js';
import { largestGap, replicates } from './replicates.setup.js';
import { type Deviations, groupRows, type Shrinkage, totalDeviations, whiteningFactor } from './scatter.js';

describe('groupRows', () => {
  it('is by hand; a group of one gives a mean and no deviation', () => {
    const { means, sizes, within } = groupRows(
      new Matrix([
        [0, 1],
        [2, 3],
        [9, 9],
      ]),
      [0, 0, 1],
    );
    expect(means.to2DArray()).toEqual([
      [1, 2],
      [9, 9],
    ]);
    expect(sizes).toEqual([2, 1]);
    expect(within.rows.to2DArray()).toEqual([
      [-1, -1],
      [1, 1],
    ]);
    expect(within.inflation).toEqual([2, 2]);
    expect(within.degrees).toBe(1);
  });
});

const whitening = (deviations: Deviations, shrinkage: Shrinkage) =>
  whiteningBy(whiteningFactor(deviations, shrinkage, 1)).matrix();

describe('whiteningFactor', () => {
  const { rows, groups } = replicates('whitening', { sizes: [4, 3, 5, 2, 1, 6], dimensions: 5 });

  it.each([
    ['within groups', groupRows(rows, groups).within],
    ['in total', totalDeviations(rows)],
  ])('gives deviations %s a covariance of one', (_, deviations) => {
    const white = deviations.rows.mmul(whitening(deviations, 0));
    const covariance = white.transpose().mmul(white).div(deviations.degrees);
    // What is left of 1 is the least shrinkage there is, 1e-6 of the mean variance.
    expect(largestGap(covariance, Matrix.eye(5))).toBeLessThan(2e-5);
  });

  it('whitens by the covariance shrunk as asked', () => {
    const { within } = groupRows(rows, groups);
    const covariance = within.rows.transpose().mmul(within.rows).div(within.degrees);
    const shrunk = Matrix.add(covariance.clone().mul(0.7), Matrix.eye(5).mul((0.3 * covariance.trace()) / 5));
    const transform = whitening(within, 0.3);
    expect(largestGap(transform.transpose().mmul(shrunk).mmul(transform), Matrix.eye(5))).toBeLessThan(1e-12);
  });

  it('stays finite where replicates are copies', () => {
    const { within } = groupRows(
      new Matrix([
        [1, 2],
        [1, 2],
        [3, 1],
        [3, 1],
      ]),
      [0, 0, 1, 1],
    );
    expect(whitening(within, 'ledoit-wolf').to1DArray().every(Number.isFinite)).toBe(true);
  });
});
