import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32_SUMS, floats } from '../../models/graph/eager.setup.js';
import { classification, classificationLoss } from './classification.js';
import {
  differencesOf,
  GRADIENT,
  gradientOf,
  type Matrix,
  normalRows,
  numbersOf,
  row,
  tensorOf,
} from './loops.setup.js';
import type { PairReading } from './objective.js';

/** Cross-entropy with smoothed labels, each pair weighted by half over its class's count, pair by pair in double precision. */
function loop(logits: Matrix, same: readonly number[], smoothing: number): number {
  const classes = [0, 1].filter((kind) => same.includes(kind));
  let total = 0;
  logits.forEach((pair, i) => {
    const normaliser = Math.log(pair.reduce((sum, logit) => sum + Math.exp(logit), 0));
    const weight = 1 / (classes.length * same.filter((kind) => kind === same[i]).length);
    pair.forEach((logit, kind) => {
      const wanted = (kind === same[i] ? 1 - smoothing : 0) + smoothing / 2;
      total -= weight * wanted * (logit - normaliser);
    });
  });
  return total;
}

const loss = (logits: Matrix, same: readonly number[], smoothing: number) =>
  numbersOf(classificationLoss(tensorOf(logits), tf.tensor1d([...same]), smoothing));
const SAME = [1, 0, 0, 0, 0, 1, 0];

describe('classificationLoss', () => {
  it.each([0, 0.1, 0.5])('with labels smoothed by %f is the loop', (smoothing) => {
    const logits = normalRows('logits', 7, 2);
    expectClose(loss(logits, SAME, smoothing), [loop(logits, SAME, smoothing)], FLOAT32_SUMS);
  });

  it('of equal logits is ln 2, whatever the classes', () => {
    const logits = Array.from({ length: 7 }, () => [3, 3]);
    expectClose(loss(logits, SAME, 0.1), [Math.LN2], FLOAT32_SUMS);
    expectClose(loss(logits, [0, 0, 0, 0, 0, 0, 0], 0.1), [Math.LN2], FLOAT32_SUMS);
  });

  it('does not fall when all pairs are called by the more frequent class', () => {
    expect(
      loss(
        Array.from({ length: 7 }, () => [1, 0]),
        SAME,
        0,
      )[0],
    ).toBeGreaterThan(Math.LN2);
  });

  it('of one class only is the mean over it', () => {
    const logits = normalRows('one class', 4, 2);
    expectClose(loss(logits, [1, 1, 1, 1], 0.1), [loop(logits, [1, 1, 1, 1], 0.1)], FLOAT32_SUMS);
  });

  it('has the gradient of central differences of the loop', () => {
    const logits = normalRows('gradient', 7, 2);
    const gradient = gradientOf((x) => classificationLoss(x, tf.tensor1d(SAME), 0.1), logits);
    expectClose(
      gradient,
      differencesOf((x) => loop(x, SAME, 0.1), logits),
      GRADIENT,
    );
  });
});

describe('classification', () => {
  const objective = classification.create({ labelSmoothing: 0, partners: 2 });
  const reading = objective.pairs as PairReading;
  const GROUPS = [4, 4, 9, 9, 6];
  const [N, L] = [GROUPS.length, 3];
  const views = normalRows('views', 2 * N, L);

  /** The pairs by hand: spectrum i with those one and two places on, first view against second, then second against first. */
  const pairs = [0, 1].flatMap((turn) =>
    [1, 2].flatMap((shift) =>
      GROUPS.map((group, i) => {
        const j = (i + shift) % N;
        const [a, b] = [row(views, i + turn * N), row(views, j + (1 - turn) * N)];
        return {
          difference: a.map((value, k) => Math.abs(value - (b[k] as number))),
          same: group === GROUPS[j] ? 1 : 0,
        };
      }),
    ),
  );

  it('reads differences of each spectrum with those that follow it, in two views', () => {
    expectClose(
      reading.inputs(tensorOf(views)),
      pairs.flatMap(({ difference }) => difference),
      FLOAT32_SUMS,
    );
  });

  it('labels them by groups, in the same order', () => {
    const weights = {
      'classifier.weight': tensorOf(normalRows('weight', L, 2)),
      'classifier.bias': floats([2], [0.1, -0.2]),
    };
    const embedding = tensorOf(pairs.map(({ difference }) => difference));
    const { loss: got } = objective.loss({
      embedding,
      projections: embedding,
      groups: tf.tensor1d(GROUPS, 'int32'),
      temperature: tf.scalar(1),
      weights,
      state: {},
    });
    const logits = pairs.map(({ difference }) =>
      [0, 1].map((kind) =>
        difference.reduce(
          (sum, value, k) => sum + value * (row(normalRows('weight', L, 2), k)[kind] as number),
          [0.1, -0.2][kind] as number,
        ),
      ),
    );
    expectClose(
      numbersOf(got),
      [
        loop(
          logits,
          pairs.map(({ same }) => same),
          0,
        ),
      ],
      FLOAT32_SUMS,
    );
    expectClose(
      reading.score(weights, embedding),
      logits.map(([different, same]) => (same as number) - (different as number)),
      FLOAT32_SUMS,
    );
  });

  it('does not know which spectrum of a pair comes first', () => {
    const [a, b] = [tensorOf(normalRows('a', 4, 3)), tensorOf(normalRows('b', 4, 3))];
    expect(numbersOf(reading.between(a, b))).toEqual(numbersOf(reading.between(b, a)));
  });

  it.each([
    [2, 1],
    [3, 1],
    [4, 1],
    [5, 2],
    [16, 2],
  ])('of %i spectra compares each with %i', (count, partners) => {
    expect(reading.inputs(tf.zeros([2 * count, 3])).shape).toEqual([2 * count * partners, 3]);
  });
});
