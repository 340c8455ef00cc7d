import { createRandom } from '@spectrosim/models';
import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { leastStress } from './least-stress.js';

const random = createRandom(1, 'layout');
const drawn = (count: number, dimensions: number) =>
  Matrix.from1DArray(
    count,
    dimensions,
    Array.from({ length: count * dimensions }, () => random.normal()),
  );
const distancesOf = (points: Matrix) => {
  const result = Matrix.zeros(points.rows, points.rows);
  for (let i = 0; i < points.rows; i++) {
    for (let j = 0; j < points.rows; j++) {
      result.set(i, j, Math.hypot(...points.getRow(i).map((value, axis) => value - points.get(j, axis))));
    }
  }
  return result;
};

describe('leastStress', () => {
  it('leaves points that fit where they are, without stress', () => {
    const points = drawn(9, 2);
    const fitted = leastStress(distancesOf(points), points);
    expect(fitted.points).toEqual(points);
    expect(fitted.stress).toBeLessThan(1e-12);
  });

  it('brings points that were shaken back to their distances (oracle: the distances)', () => {
    const points = drawn(9, 2);
    const wanted = distancesOf(points);
    const { points: found, stress } = leastStress(wanted, Matrix.add(points, drawn(9, 2).mul(0.2)));
    expect(stress).toBeLessThan(0.01);
    expect(Matrix.sub(distancesOf(found), wanted).abs().max()).toBeLessThan(0.1);
  });

  it('fits no worse than it began where no layout fits: five points all one apart', () => {
    const wanted = Matrix.ones(5, 5).sub(Matrix.eye(5));
    const start = drawn(5, 2);
    const apart = distancesOf(start);
    const before = Math.sqrt(Matrix.sub(apart, wanted).pow(2).sum() / wanted.clone().pow(2).sum());
    const { stress } = leastStress(wanted, start);
    expect(stress).toBeLessThan(before);
    // A regular pentagon, its sides and diagonals in the golden ratio: 0.2298.
    const ratio = (1 + Math.sqrt(5)) / 2;
    expect(stress).toBeCloseTo(Math.sqrt(1 - (1 + ratio) ** 2 / (2 * (1 + ratio ** 2))), 4);
  });
});
