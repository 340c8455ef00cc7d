import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { fullBasis, principalBasis } from './basis.js';
import { largestGap, replicates } from './replicates.setup.js';

const shapes = [
  { name: 'more bins than rows', rows: 9, bins: 40 },
  { name: 'more rows than bins', rows: 30, bins: 7 },
  { name: 'many of both', rows: 150, bins: 400 },
];

describe.each(shapes)('a basis of $name', ({ rows: count, bins }) => {
  const { rows } = replicates('basis', { sizes: new Array(count / 3).fill(3), dimensions: bins });
  const products = rows.mmul(rows.transpose());
  const scale = products.max();

  it('is orthonormal and gives the rows back (by their products)', () => {
    const { coordinates, toRows } = fullBasis(products);
    expect(coordinates.columns).toBe(Math.min(count - 1, bins));
    expect(largestGap(coordinates.mmul(coordinates.transpose()), products)).toBeLessThan(1e-9 * scale);
    const basis = rows.transpose().mmul(toRows);
    expect(largestGap(basis.transpose().mmul(basis), Matrix.eye(basis.columns))).toBeLessThan(1e-9);
    expect(largestGap(rows.mmul(basis), coordinates)).toBeLessThan(1e-7);
  });

  it('of principal components has the largest singular values (the matrix library)', () => {
    const { coordinates, toRows } = principalBasis(products, 5);
    const singular = new SingularValueDecomposition(rows, { autoTranspose: true }).diagonal.slice(0, 5);
    const lengths = Array.from({ length: 5 }, (_, c) => Math.hypot(...coordinates.getColumn(c)));
    lengths.forEach((length, i) => {
      expect(length / (singular[i] as number)).toBeCloseTo(1, 6);
    });
    const basis = rows.transpose().mmul(toRows);
    expect(largestGap(basis.transpose().mmul(basis), Matrix.eye(5))).toBeLessThan(1e-6);
    expect(largestGap(rows.mmul(basis), coordinates)).toBeLessThan(1e-5 * Math.sqrt(scale));
  });
});

it('leaves out directions that only rounding has', () => {
  const line = new Matrix([
    [-1, -2, -3],
    [0, 0, 0],
    [1, 2, 3],
  ]);
  expect(fullBasis(line.mmul(line.transpose())).coordinates.columns).toBe(1);
  expect(principalBasis(line.mmul(line.transpose()), 3).coordinates.columns).toBe(1);
});
