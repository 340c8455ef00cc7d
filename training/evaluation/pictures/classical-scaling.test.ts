import { createRandom } from '@spectrosim/models';
import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { classicalScaling } from './classical-scaling.js';

const squaredDistances = (points: Matrix) =>
  Matrix.from1DArray(
    points.rows,
    points.rows,
    Array.from({ length: points.rows ** 2 }, (_, c) => {
      const [i, j] = [Math.floor(c / points.rows), c % points.rows];
      return points.getRow(i).reduce((sum, value, axis) => sum + (value - points.get(j, axis)) ** 2, 0);
    }),
  );

describe('classicalScaling', () => {
  const random = createRandom(1, 'points');
  const points = new Matrix(12, 2);
  points.apply((i, j) => points.set(i, j, random.normal() * (j + 1)));

  it('finds points in a plane again, but for where and how they lie (oracle: their distances)', () => {
    const squared = squaredDistances(points);
    const found = squaredDistances(classicalScaling(squared));
    expect(Matrix.sub(found, squared).abs().max()).toBeLessThan(1e-9);
  });

  it('lays them along their longest axis, the farthest to the right', () => {
    const found = classicalScaling(squaredDistances(points));
    const [x, y] = [found.getColumn(0), found.getColumn(1)];
    const squares = (of: number[]) => of.reduce((sum, value) => sum + value * value, 0);
    expect(squares(x)).toBeGreaterThan(squares(y));
    for (const axis of [x, y]) {
      expect(Math.max(...axis)).toBeCloseTo(Math.max(...axis.map(Math.abs)), 10);
    }
  });

  it('puts what is alike in one place, and takes a single point', () => {
    expect(
      classicalScaling(Matrix.zeros(3, 3))
        .to1DArray()
        .every((value) => Math.abs(value) < 1e-12),
    ).toBe(true);
    expect(classicalScaling(Matrix.zeros(1, 1)).to1DArray()).toEqual([0, 0]);
  });
});
