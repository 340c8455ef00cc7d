import { Matrix } from 'ml-matrix';
import { expect, it } from 'vitest';
import { ledoitWolfShrinkage } from './ledoit-wolf.js';

/** Rows that any program can make: sin(1 + 0.7 i² + 1.3 j)·(1 + 0.5 (j mod 3)), centred. */
function rows(count: number, width: number): Matrix {
  const matrix = new Matrix(
    Array.from({ length: count }, (_, i) =>
      Array.from({ length: width }, (__, j) => Math.sin(1 + i * i * 0.7 + j * 1.3) * (1 + 0.5 * (j % 3))),
    ),
  );
  return matrix.subRowVector(matrix.mean('column'));
}

// scikit-learn 1.9.1, sklearn.covariance.ledoit_wolf(X, assume_centered=True) on these very rows.
it.each([
  [6, 4, 0.417884163973338],
  [5, 9, 0.40316661344486354],
  [12, 3, 0.26288483918035904],
])('the shrinkage of %i rows of %i numbers is scikit-learn’s', (count, width, expected) => {
  const x = rows(count, width);
  const covariance = x.transpose().mmul(x).div(count);
  const squares = (values: readonly number[]) => values.reduce((sum, value) => sum + value * value, 0);
  const fourth = x.to2DArray().map((row) => squares(row) ** 2);
  const shrinkage = ledoitWolfShrinkage({
    trace: covariance.trace(),
    squaredNorm: squares(covariance.to1DArray()),
    fourthMoment: fourth.reduce((sum, value) => sum + value, 0) / count,
    samples: count,
    dimensions: width,
  });
  expect(shrinkage).toBeCloseTo(expected, 12);
});

it('is all of it where nothing tells the covariance from a multiple of the identity', () => {
  const moments = { trace: 4, squaredNorm: 8, fourthMoment: 20, samples: 10, dimensions: 2 };
  expect(ledoitWolfShrinkage(moments)).toBe(1);
});
