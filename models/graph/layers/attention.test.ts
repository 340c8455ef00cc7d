import '@tensorflow/tfjs';
import { createRandom } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32_SUMS, floats, normals } from '../eager.setup.js';
import { attend } from './attend.js';
import { initialAttention, selfAttention } from './attention.js';

const [batch, tokens, width, heads] = [2, 5, 8, 2];
const depth = width / heads;
const host = initialAttention(createRandom(1, 'attention'), width);
const weights = Object.fromEntries(
  Object.entries(host).map(([name, { dims }]) => [
    name,
    floats(
      dims,
      normals(
        name,
        dims.reduce((a, b) => a * b),
      ),
    ),
  ]),
);

/** Vaswani et al. 2017, equation 1, head by head in double precision. */
function reference(x: Float32Array): number[] {
  const of = (name: string) => weights[name]?.dataSync() as Float32Array;
  const project = (row: readonly number[], layer: string, outputs: number, from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) =>
      row.reduce(
        (sum, value, k) => sum + value * (of(`${layer}.weight`)[k * outputs + from + i] as number),
        of(`${layer}.bias`)[from + i] as number,
      ),
    );
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
  return Array.from({ length: batch }, (_, b) => {
    const rows = Array.from({ length: tokens }, (_, t) =>
      Array.from(x.subarray((b * tokens + t) * width, (b * tokens + t + 1) * width)),
    );
    const mixed: number[][] = rows.map(() => []);
    for (let head = 0; head < heads; head++) {
      const part = (which: number) =>
        rows.map((row) => {
          const from = which * width + head * depth;
          return project(row, 'qkv', 3 * width, from, from + depth);
        });
      const [queries, keys, values] = [part(0), part(1), part(2)];
      for (const [t, query] of queries.entries()) {
        const exponentials = keys.map((key) => Math.exp(dot(query, key) / Math.sqrt(depth)));
        const total = exponentials.reduce((sum, value) => sum + value);
        for (let i = 0; i < depth; i++) {
          mixed[t]?.push(
            values.reduce((sum, value, s) => sum + ((exponentials[s] as number) / total) * (value[i] as number), 0),
          );
        }
      }
    }
    return mixed.flatMap((row) => project(row, 'out', width, 0, width));
  }).flat();
}

describe('selfAttention', () => {
  const x = normals('tokens', batch * tokens * width);

  it('is the formula, head by head', () => {
    const y = selfAttention(weights, floats([batch, tokens, width], x), heads);
    expect(y.shape).toEqual([batch, tokens, width]);
    expectClose(y, reference(x), FLOAT32_SUMS);
  });

  it('permutes its results as its tokens are permuted', () => {
    const order = [3, 0, 4, 1, 2];
    const one = x.subarray(0, tokens * width);
    const rows = (data: ArrayLike<number>) =>
      order.flatMap((row) => Array.from(data).slice(row * width, (row + 1) * width));
    const y = selfAttention(weights, floats([1, tokens, width], one), heads).dataSync();
    expectClose(selfAttention(weights, floats([1, tokens, width], rows(one)), heads), rows(y), FLOAT32_SUMS);
  });

  it('over one key finds exactly no gradient of queries and keys also where softmax has its own and nothing is imposed', () => {
    const shape = [2, 2, 1, 4];
    const [q, k, v, upstream] = ['q', 'k', 'v', 'upstream'].map((label) => floats(shape, normals(label, 16))) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    const plain = (q: tf.Tensor, k: tf.Tensor, v: tf.Tensor) =>
      tf.matMul(tf.softmax(tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(4))), v);
    for (const mix of [plain, attend]) {
      const loss = (...given: tf.Tensor[]) =>
        tf.sum(tf.mul(mix(...(given as [tf.Tensor, tf.Tensor, tf.Tensor])), upstream)) as tf.Scalar;
      const [dq, dk, dv] = tf.grads(loss)([q, k, v]) as [tf.Tensor, tf.Tensor, tf.Tensor];
      expect([...dq.dataSync(), ...dk.dataSync()].map(Math.abs)).toEqual(new Array(32).fill(0));
      expectClose(dv, upstream.dataSync(), 0);
    }
  });
});
