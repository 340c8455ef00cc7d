import { createRandom } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32_SUMS, floats, normals, tensorsOf } from '../eager.setup.js';
import type { HostWeights } from '../weights.js';
import { initialMambaBlock, mambaBlock } from './mamba-block.js';

const sizes = { width: 4, inner: 3, state: 2, rank: 2 };
const { width, inner, state, rank } = sizes;
const tokens = 6;
const initial = initialMambaBlock(createRandom(1, 'mamba'), sizes);
const host = Object.fromEntries(
  Object.entries(initial).map(([name, value]) => [name, { ...value, data: normals(name, value.data.length) }]),
) as HostWeights;
const of = (name: string, at: number) => host[name]?.data[at] as number;
const silu = (x: number) => x / (1 + Math.exp(-x));

const layer = (name: string, row: readonly number[], outputs: number) =>
  Array.from({ length: outputs }, (_, o) =>
    row.reduce((sum, value, i) => sum + value * of(`${name}.weight`, i * outputs + o), of(`${name}.bias`, o)),
  );

/** Gu & Dao 2023, algorithm 2 and figure 3, a token after another. */
function reference(rows: readonly (readonly number[])[]): number[] {
  const both = rows.map((row) => {
    const mean = row.reduce((sum, value) => sum + value) / width;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width;
    const normalised = row.map(
      (value, i) => ((value - mean) / Math.sqrt(variance + 1e-5)) * of('norm.scale', i) + of('norm.offset', i),
    );
    return layer('in', normalised, 2 * inner);
  });
  const h = Array.from({ length: inner }, () => new Float64Array(state));
  return rows.flatMap((row, t) => {
    const seen = Array.from({ length: inner }, (_, c) => {
      let sum = of('conv.bias', c);
      for (let k = 0; k < 4; k++) {
        sum += of('conv.weight', c * 4 + k) * (both[t - 3 + k]?.[c] ?? 0);
      }
      return silu(sum);
    });
    const select = layer('select', seen, rank + 2 * state);
    const steps = layer('steps', select.slice(0, rank), inner).map((value) => Math.log1p(Math.exp(value)));
    const read = seen.map((value, c) => {
      let y = of('skip', c) * value;
      for (let s = 0; s < state; s++) {
        const states = h[c] as Float64Array;
        const kept = Math.exp(-(steps[c] as number) * Math.exp(of('logDecay', c * state + s)));
        states[s] = kept * (states[s] as number) + (steps[c] as number) * (select[rank + s] as number) * value;
        y += (select[rank + state + s] as number) * (states[s] as number);
      }
      return y * silu(both[t]?.[inner + c] as number);
    });
    return layer('out', read, width).map((value, i) => value + (row[i] as number));
  });
}

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
