import type { Random, TensorValue } from '@spectrosim/models';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Weights as tensors, by dotted name (`encoder.blocks.0.attention.qkv.weight`). */
export type Weights = Readonly<Record<string, Tensor>>;

/** Weights as arrays on the host. */
export type HostWeights = Readonly<Record<string, TensorValue>>;

/** The weights whose names start with `prefix.`, without it. */
export function scoped<T>(weights: Readonly<Record<string, T>>, prefix: string): Readonly<Record<string, T>> {
  const start = `${prefix}.`;
  return Object.fromEntries(
    Object.entries(weights).flatMap(([name, value]) =>
      name.startsWith(start) ? [[name.slice(start.length), value]] : [],
    ),
  );
}

/** The weights with `prefix.` before every name. */
export function prefixed<T>(weights: Readonly<Record<string, T>>, prefix: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(weights).map(([name, value]) => [`${prefix}.${name}`, value]));
}

/** The weight called `name`. @throws Error when there is none, which is a mistake in the model's code. */
export function weightOf(weights: Weights, name: string): Tensor {
  const weight = weights[name];
  if (weight === undefined) {
    throw new Error(`no weight "${name}"; there are: ${Object.keys(weights).join(', ')}`);
  }
  return weight;
}

/** How many numbers a tensor of a shape has. */
export function sizeOf(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

/** A float32 array filled by a function of its index. */
export function hostTensor(dims: readonly number[], fill: (index: number) => number): TensorValue {
  const data = new Float32Array(sizeOf(dims));
  for (let i = 0; i < data.length; i++) {
    data[i] = fill(i);
  }
  return { type: 'float32', dims, data };
}

/**
 * A stream of nothing but zeros, for who wants to know the shapes of initial weights and not their numbers: what
 * {@link normalTensor} draws from it takes no memory until it is read.
 */
export const UNDRAWN: Random = {
  uniform: () => 0,
  between: (low) => low,
  normal: () => 0,
  fillNormal: (numbers) => {
    numbers.fill(0);
  },
  integer: () => 0,
  permutation: (count) => Array.from({ length: count }, (_, i) => i),
};

/** Normal numbers of a standard deviation, as initial weights; of {@link UNDRAWN} zeros, made when they are read. */
export function normalTensor(random: Random, dims: readonly number[], standardDeviation: number): TensorValue {
  if (random === UNDRAWN) {
    return {
      type: 'float32',
      dims,
      get data() {
        return new Float32Array(sizeOf(dims));
      },
    };
  }
  return hostTensor(dims, () => random.normal() * standardDeviation);
}
