import { createRandom } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32_SUMS, floats, normals, tensorsOf } from '../eager.setup.js';
import { readerOf } from '../loops.setup.js';
import type { HostWeights } from '../weights.js';
import { initialMambaBlock, mambaBlock } from './mamba-block.js';
import { mambaLoop } from './mamba-block.setup.js';

const sizes = { width: 4, inner: 3, state: 2, rank: 2 };
const { width } = sizes;
const tokens = 6;
const initial = initialMambaBlock(createRandom(1, 'mamba'), sizes);
const host = Object.fromEntries(
  Object.entries(initial).map(([name, value]) => [name, { ...value, data: normals(name, value.data.length) }]),
) as HostWeights;
const reference = (rows: readonly (readonly number[])[]) => mambaLoop(readerOf(host), rows, sizes).flat();

const x = normals('tokens', tokens * width);
const rows = Array.from({ length: tokens }, (_, t) => Array.from(x.subarray(t * width, (t + 1) * width)));
const block = (data: ArrayLike<number>, backwards: boolean) =>
  mambaBlock(tensorsOf(host), floats([1, tokens, width], data), sizes, { backwards });
const turned = (values: ArrayLike<number>) =>
  Array.from({ length: tokens }, (_, t) => Array.from(values).slice(t * width, (t + 1) * width))
    .reverse()
    .flat();

describe('mambaBlock', () => {
  it('is the recurrence of the paper, in double precision', () => {
    expectClose(block(x, false), reference(rows), FLOAT32_SUMS);
  });

  it('backwards is the same from the other end', () => {
    expectClose(block(x, true), turned(reference([...rows].reverse())), FLOAT32_SUMS);
  });

  it('lets a token see those before it and none after it', () => {
    const other = Float32Array.from(x, (value, i) => (i === 3 * width ? value + 1 : value));
    const moved = tf.sub(block(other, false), block(x, false)).dataSync();
    const changed = Array.from({ length: tokens }, (_, t) => moved.slice(t * width, (t + 1) * width).some(Boolean));
    expect(changed).toEqual([false, false, false, true, true, true]);
  });

  it('starts with step sizes between 0.001 and 0.1', () => {
    const steps = Array.from(initial['steps.bias']?.data as Float32Array, (value) => Math.log1p(Math.exp(value)));
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(0.00099);
    expect(Math.max(...steps)).toBeLessThanOrEqual(0.101);
  });
});
