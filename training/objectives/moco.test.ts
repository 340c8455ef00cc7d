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
import { enqueued, mocoLoss } from './moco.js';
import { ntXent } from './nt-xent.js';

interface Kept {
  readonly keys: Matrix;
  readonly spectra: readonly number[];
}

/** He et al. 2020, equation 1, for every view: its partner's key among keys of other spectra, of the batch and of the queue. */
function paperLoop(q: Matrix, k: Matrix, spectra: readonly number[], temperature: number, queue: Kept): number {
  const n = q.length / 2;
  let total = 0;
  for (let i = 0; i < q.length; i++) {
    const logit = (key: readonly number[]) => dot(row(q, i), key) / temperature;
    const positive = Math.exp(logit(row(k, (i + n) % (2 * n))));
    let denominator = positive;
    for (const among of [{ keys: k, spectra: [...spectra, ...spectra] }, queue]) {
      among.keys.forEach((key, j) => {
        const spectrum = among.spectra[j] as number;
        denominator += spectrum >= 0 && spectrum !== spectra[i % n] ? Math.exp(logit(key)) : 0;
      });
    }
    total -= Math.log(positive / denominator);
  }
  return total / q.length;
}

const vector = (values: readonly number[]) => tf.tensor1d([...values]);
const SPECTRA = [7, 3, 5];
const [queries, keys] = [unitRows('queries', 6, 4), unitRows('keys', 6, 4)];
const QUEUE: Kept = { keys: unitRows('queue', 5, 4), spectra: [3, 11, 7, 12, -1] };
const tensors = ({ keys: rows, spectra }: Kept) => ({ keys: tensorOf(rows), spectra: vector(spectra) });
const lossOf = (q: tf.Tensor, k: tf.Tensor, queue?: Kept) =>
  mocoLoss(q, k, vector([...SPECTRA, ...SPECTRA]), tf.scalar(0.3), queue && tensors(queue));

describe('mocoLoss', () => {
  it("is the paper's loop, with keys of the batch's own spectra and an empty place in the queue", () => {
    const loss = numbersOf(lossOf(tensorOf(queries), tensorOf(keys), QUEUE));
    expectClose(loss, [paperLoop(queries, keys, SPECTRA, 0.3, QUEUE)], FLOAT32_SUMS);
  });

  it('without a queue, of keys that are the queries, is NT-Xent', () => {
    const rows = tensorOf(queries);
    expectClose(numbersOf(lossOf(rows, rows)), numbersOf(ntXent(rows, tf.scalar(0.3))), FLOAT32_SUMS);
  });

  it('does not look at an empty place, nor, for its own views, at an older key of a spectrum', () => {
    const changed = (at: number, by: readonly number[]): Kept => ({
      ...QUEUE,
      keys: QUEUE.keys.map((key, i) => (i === at ? by : key)),
    });
    const loss = (queue: Kept) => numbersOf(lossOf(tensorOf(queries), tensorOf(keys), queue));
    expect(loss(changed(4, [1, 0, 0, 0]))).toEqual(loss(QUEUE));
    expect(loss(changed(1, [1, 0, 0, 0]))).not.toEqual(loss(QUEUE));
    // By the views of spectrum 3 alone its older key is not seen.
    const only = (queue: Kept) => {
      const views = [1, 4].map((i) => row(queries, i));
      return numbersOf(mocoLoss(tensorOf(views), tensorOf(views), vector([3, 3]), tf.scalar(0.3), tensors(queue)));
    };
    expect(only(changed(0, [1, 0, 0, 0]))).toEqual(only(QUEUE));
  });

  it('has the gradient of central differences of the loop by queries', () => {
    const gradient = gradientOf((q) => lossOf(q, tensorOf(keys), QUEUE), queries);
    const differences = differencesOf((q) => paperLoop(q, keys, SPECTRA, 0.3, QUEUE), queries);
    expectClose(gradient, differences, GRADIENT);
  });

  it('has a gradient of exactly 0 by keys', () => {
    expect(gradientOf((k) => lossOf(tensorOf(queries), k, QUEUE), keys)).toEqual(new Array(24).fill(0));
  });
});

describe('enqueued', () => {
  it('puts new keys in front in their order, and drops the oldest', () => {
    let queue = { keys: tf.zeros([5, 1]) as tf.Tensor, spectra: vector([-1, -1, -1, -1, -1]) as tf.Tensor };
    const seen: number[][] = [];
    for (const step of [1, 2, 3]) {
      queue = enqueued(queue, tensorOf([[10 * step], [10 * step + 1]]), vector([step, step + 100]));
      seen.push(numbersOf(queue.spectra));
    }
    expect(seen).toEqual([
      [1, 101, -1, -1, -1],
      [2, 102, 1, 101, -1],
      [3, 103, 2, 102, 1],
    ]);
    expect(numbersOf(queue.keys)).toEqual([30, 31, 20, 21, 10]);
  });

  it('of fewer places than a step has keys takes the first', () => {
    const queue = enqueued(
      { keys: tf.zeros([2, 1]), spectra: vector([-1, -1]) },
      tensorOf([[1], [2], [3]]),
      vector([4, 5, 6]),
    );
    expect(numbersOf(queue.spectra)).toEqual([4, 5]);
    expect(numbersOf(queue.keys)).toEqual([1, 2]);
  });
});
