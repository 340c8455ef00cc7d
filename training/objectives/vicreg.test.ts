import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32_SUMS } from '../../models/graph/eager.setup.js';
import { differencesOf, GRADIENT, gradientOf, type Matrix, normalRows, numbersOf, tensorOf } from './loops.setup.js';
import { type VicRegConfig, vicRegLoss } from './vicreg.js';

const PAPER: VicRegConfig = { invariance: 25, variance: 25, covariance: 1 };

/** Bardes et al. 2022, algorithm 1, element by element in double precision. */
function paperLoop(z: Matrix, { invariance, variance, covariance }: VicRegConfig): number {
  const n = z.length / 2;
  const width = z[0]?.length as number;
  const at = (i: number, k: number) => z[i]?.[k] as number;
  const columnMean = (view: number, k: number) => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      sum += at(view * n + i, k);
    }
    return sum / n;
  };
  const covarianceOf = (view: number, j: number, k: number) => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      sum += (at(view * n + i, j) - columnMean(view, j)) * (at(view * n + i, k) - columnMean(view, k));
    }
    return sum / (n - 1);
  };
  let total = 0;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < width; k++) {
      total += (invariance * (at(i, k) - at(n + i, k)) ** 2) / (n * width);
    }
  }
  for (const view of [0, 1]) {
    for (let j = 0; j < width; j++) {
      total += (variance * Math.max(0, 1 - Math.sqrt(covarianceOf(view, j, j) + 1e-4))) / width;
      for (let k = 0; k < width; k++) {
        total += j === k ? 0 : (covariance * covarianceOf(view, j, k) ** 2) / width;
      }
    }
  }
  return total;
}

const loss = (rows: Matrix, weights = PAPER) => numbersOf(vicRegLoss(tensorOf(rows), weights));

describe('vicRegLoss', () => {
  it.each([
    ['the weights of the paper', PAPER],
    ['invariance alone', { invariance: 1, variance: 0, covariance: 0 }],
    ['variance alone', { invariance: 0, variance: 1, covariance: 0 }],
    ['covariance alone', { invariance: 0, variance: 0, covariance: 1 }],
  ])("with %s is the paper's loop", (_, weights) => {
    const rows = normalRows('vicreg', 10, 6).map((values) => values.map((value) => 0.7 * value));
    expectClose(loss(rows, weights), [paperLoop(rows, weights)], FLOAT32_SUMS);
  });

  it('of constant rows is 2 · 25 · 0.99', () => {
    expect(loss(Array.from({ length: 6 }, () => [1, 2, 3]))[0]).toBeCloseTo(49.5, 4);
  });

  it('of views alike whose features vary enough and have nothing in common is 0', () => {
    const hadamard = [
      [1, 1, 1],
      [1, -1, -1],
      [-1, 1, -1],
      [-1, -1, 1],
    ];
    expect(loss([...hadamard, ...hadamard])).toEqual([0]);
  });

  it('has the gradient of central differences of the loop', () => {
    const rows = normalRows('gradient', 8, 4).map((values) => values.map((value) => 0.5 * value));
    const gradient = gradientOf((z) => vicRegLoss(z, PAPER), rows);
    expectClose(
      gradient,
      differencesOf((z) => paperLoop(z, PAPER), rows),
      GRADIENT,
    );
  });

  it('of constant rows has a gradient of numbers', () => {
    const gradient = gradientOf(
      (z) => vicRegLoss(z, PAPER),
      Array.from({ length: 4 }, () => [1, 2]),
    );
    expect(gradient.every(Number.isFinite)).toBe(true);
  });
});
