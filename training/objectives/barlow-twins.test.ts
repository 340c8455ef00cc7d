import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32_SUMS } from '../../models/graph/eager.setup.js';
import { barlowTwinsLoss } from './barlow-twins.js';
import { differencesOf, GRADIENT, gradientOf, type Matrix, normalRows, numbersOf, tensorOf } from './loops.setup.js';

/** Zbontar et al. 2021, equations 1 and 2, correlation by correlation in double precision; ε of the authors' batch normalisation. */
function paperLoop(z: Matrix, lambda: number): number {
  const n = z.length / 2;
  const width = z[0]?.length as number;
  const feature = (view: number, k: number) => {
    const values = Array.from({ length: n }, (_, b) => z[view * n + b]?.[k] as number);
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
    return values.map((value) => (value - mean) / Math.sqrt(variance + 1e-5));
  };
  let total = 0;
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) {
      const [one, other] = [feature(0, i), feature(1, j)];
      const c = one.reduce((sum, value, b) => sum + value * (other[b] as number), 0) / n;
      total += i === j ? (1 - c) ** 2 : lambda * c ** 2;
    }
  }
  return total;
}

const loss = (rows: Matrix, lambda: number) => numbersOf(barlowTwinsLoss(tensorOf(rows), lambda));

describe('barlowTwinsLoss', () => {
  it.each([0.005, 0.5, 0])("at λ = %f is the paper's loop", (lambda) => {
    const rows = normalRows('barlow', 10, 6);
    expectClose(loss(rows, lambda), [paperLoop(rows, lambda)], FLOAT32_SUMS);
  });

  it('does not look at the scale of features', () => {
    const rows = normalRows('scale', 10, 3);
    const scaled = rows.map((values) => values.map((value, k) => 10 * (k + 1) * value + 2));
    expectClose(loss(scaled, 0.005), loss(rows, 0.005), 1e-4);
  });

  it('of views alike whose features have nothing in common is 0', () => {
    const hadamard = [
      [1, 1, 1],
      [1, -1, -1],
      [-1, 1, -1],
      [-1, -1, 1],
    ];
    expect(loss([...hadamard, ...hadamard], 1)[0]).toBeCloseTo(0, 8);
  });

  it('of features that are all the same counts each pair of them: λ P (P − 1)', () => {
    const rows = [
      [1, 1, 1],
      [-1, -1, -1],
    ];
    expect(loss([...rows, ...rows], 0.005)[0]).toBeCloseTo(0.005 * 6, 5);
  });

  it('of constant rows is P', () => {
    expect(
      loss(
        Array.from({ length: 6 }, () => [1, 2, 3, 4]),
        0.005,
      )[0],
    ).toBeCloseTo(4, 6);
  });

  it('has the gradient of central differences of the loop', () => {
    const rows = normalRows('gradient', 8, 4);
    const gradient = gradientOf((z) => barlowTwinsLoss(z, 0.3), rows);
    expectClose(
      gradient,
      differencesOf((z) => paperLoop(z, 0.3), rows),
      GRADIENT,
    );
  });
});
