import type { TensorValue } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { notFiniteIn } from './not-finite.js';

const vector = (...values: number[]): TensorValue => ({
  type: 'float32',
  dims: [values.length],
  data: Float32Array.from(values),
});

describe('notFiniteIn', () => {
  it('names the first tensor in the order of the state, and counts the others', () => {
    const state = { z: vector(1, 2), b: vector(1, Number.NaN), a: vector(Number.NEGATIVE_INFINITY) };
    expect(notFiniteIn(state)).toEqual({ name: 'b', tensors: 2, of: 3 });
  });

  it('finds nothing in numbers', () => {
    const count: TensorValue = { type: 'int32', dims: [1], data: Int32Array.of(1) };
    expect(notFiniteIn({ a: vector(0, -0, 3.4e38), count })).toBeUndefined();
  });
});
