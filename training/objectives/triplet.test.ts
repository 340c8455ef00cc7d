import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32_SUMS } from '../../models/graph/eager.setup.js';
import {
  differencesOf,
  dot,
  GRADIENT,
  gradientOf,
  type Matrix,
  numbersOf,
  row,
  tensorOf,
  unitRows,
} from './loops.setup.js';
import { tripletLoss } from './triplet.js';

const PAPER = { margin: 1, keep: 0.3 };

/** Every triplet in turn, d = 1 − cos, in double precision; only terms above `keep` (Vorozhtsov & Kitina 2024). */
function paperLoop(z: Matrix, labels: readonly number[], { margin, keep }: typeof PAPER): number {
  const distance = (i: number, j: number) => 1 - dot(row(z, i), row(z, j));
  const terms: number[] = [];
  for (let a = 0; a < z.length; a++) {
    for (let p = 0; p < z.length; p++) {
      for (let n = 0; n < z.length; n++) {
        if (p !== a && labels[p] === labels[a] && labels[n] !== labels[a]) {
          terms.push(Math.max(0, distance(a, p) - distance(a, n) + margin));
        }
      }
    }
  }
  const kept = terms.filter((term) => term > keep);
  return kept.length === 0 ? 0 : kept.reduce((sum, term) => sum + term, 0) / kept.length;
}

const labelled = (labels: readonly number[]) => tf.tensor1d([...labels], 'int32');
const loss = (rows: Matrix, labels: readonly number[], settings = PAPER) =>
  numbersOf(tripletLoss(tensorOf(rows), labelled(labels), settings));

describe('tripletLoss', () => {
  it.each([
    ['the settings of the paper', PAPER],
    ['all terms above 0', { margin: 0.5, keep: 0 }],
    ['only bad ones', { margin: 1, keep: 1.2 }],
  ])("with %s is the paper's loop", (_, settings) => {
    const rows = unitRows('triplet', 8, 4);
    const labels = [0, 1, 0, 2, 0, 1, 0, 2];
    expectClose(loss(rows, labels, settings), [paperLoop(rows, labels, settings)], FLOAT32_SUMS);
  });

  it('of identical rows is the margin, whatever the groups', () => {
    const rows = Array.from({ length: 6 }, () => [0.6, 0.8]);
    expectClose(loss(rows, [0, 0, 1, 1, 2, 2], { margin: 0.8, keep: 0.3 }), [0.8], FLOAT32_SUMS);
  });

  it('leaves out what is nearly right, by hand', () => {
    // Of the first group d(a, p) = 0; the others lie at 60° and 180°, so the terms are 1 − 0.5 and 1 − 2.
    const rows = [
      [1, 0],
      [1, 0],
      [0.5, Math.sqrt(0.75)],
      [-1, 0],
    ];
    expectClose(loss(rows, [0, 0, 1, 2]), [0.5], FLOAT32_SUMS);
    expect(loss(rows, [0, 0, 1, 2], { margin: 1, keep: 0.6 })).toEqual([0]);
  });

  it.each([
    ['one group: no negative', [4, 4, 4, 4]],
    ['a group for every row: no positive', [0, 1, 2, 3]],
  ])('of %s is 0, with a gradient of 0', (_, labels) => {
    const rows = unitRows('none', 4, 3);
    expect(loss(rows, labels)).toEqual([0]);
    expect(gradientOf((z) => tripletLoss(z, labelled(labels), PAPER), rows).map(Math.abs)).toEqual(
      new Array(12).fill(0),
    );
  });

  it('refuses batches whose triplets would take gigabytes, and says what else there is', () => {
    const of = (views: number) => () =>
      tripletLoss(tf.zeros([views, 2]), tf.zeros([views]), { margin: 1, keep: 0 }).dispose();
    expect(of(258)).toThrow(/258 views: 69 MB.*at most 128 spectra.*"sup-con"/);
    expect(of(512)).toThrow(/512 views: 537 MB/);
    expect(of(64)).not.toThrow();
  });

  it('has the gradient of central differences of the loop', () => {
    const [rows, labels] = [unitRows('gradient', 8, 4), [0, 1, 0, 1, 2, 2, 0, 1]];
    const gradient = gradientOf((z) => tripletLoss(z, labelled(labels), PAPER), rows);
    expectClose(
      gradient,
      differencesOf((z) => paperLoop(z, labels, PAPER), rows),
      GRADIENT,
    );
  });
});
