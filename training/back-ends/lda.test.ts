import { Matrix } from 'ml-matrix';
import { expect, it } from 'vitest';
import { embedCoordinates } from './back-end.js';
import { fitLda } from './lda.js';
import { trainingRows } from './training-rows.js';
import { fitWithinWhitening } from './whitening.js';

// Two groups that differ along x, where replicates vary by ±1, and along y, where they vary by ±2:
// W = diag(4/2, 16/2) = diag(2, 8), with n − G = 2; means (±3, ±2). Fisher's direction is W⁻¹·(3, 2) ∝ (6, 1).
const rows = new Matrix([
  [4, 2 + 2],
  [2, 2 - 2],
  [-3 + 1, -2 - 2],
  [-3 - 1, -2 + 2],
]);
const groups = [0, 0, 1, 1];

it('finds Fisher’s direction (by hand, with W12 = 0)', () => {
  // Deviations (1, 2), (−1, −2), (1, −2), (−1, 2): W = diag(4, 16)/2.
  const { transform } = fitLda(trainingRows(rows, groups), 10, 0);
  expect(transform.columns).toBe(1);
  expect(transform.matrix().get(0, 0) / transform.matrix().get(1, 0)).toBeCloseTo(6, 4);
});

it('whitening alone divides by the replicates’ deviations (by hand)', () => {
  const embedded = embedCoordinates(fitWithinWhitening(trainingRows(rows, groups), 0), rows);
  expect(embedded.get(0, 0)).toBeCloseTo(4 / Math.sqrt(2), 4);
  expect(embedded.get(0, 1)).toBeCloseTo(4 / Math.sqrt(8), 4);
});
