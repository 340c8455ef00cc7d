import { createRandom } from '@spectrosim/models';
import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { flatten, product, productTransposed } from './products.js';

const random = createRandom(1, 'products');
const normal = (rows: number, columns: number) =>
  Matrix.from1DArray(
    rows,
    columns,
    Array.from({ length: rows * columns }, () => random.normal()),
  );

describe('products', () => {
  it.each([
    [1, 1, 1],
    [3, 2, 5],
    [4, 7, 4],
    [9, 6, 13],
  ])('are those of the matrix library (%i × %i by %i)', (n, k, m) => {
    const [a, b] = [normal(n, k), normal(k, m)];
    const off = Matrix.sub(product(a, b), a.mmul(b));
    expect(off.abs().max()).toBeLessThan(1e-12);
    const rows = flatten(a);
    expect(Matrix.sub(productTransposed(rows, rows), a.mmul(a.transpose())).abs().max()).toBeLessThan(1e-12);
  });
});
