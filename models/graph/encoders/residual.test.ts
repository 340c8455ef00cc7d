import '@tensorflow/tfjs';
import { createAxis, createRandom } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32_SUMS, floats, normals, tensorsOf } from '../eager.setup.js';
import type { HostWeights } from '../weights.js';
import { encoderOf } from './registry.js';

const BINS = 20;
const axis = createAxis(
  'm/z',
  Array.from({ length: BINS }, (_, i) => 50 + i),
);
const ENCODERS: readonly (readonly [string, string, object])[] = [
  ['residual', 'residual', { hidden: 6 }],
  [
    'transformer with residual',
    'transformer',
    { patch: 4, width: 8, layers: 1, heads: 2, feedForward: 8, embedding: 6, residual: true },
  ],
  [
    'moe with residual',
    'moe',
    { patch: 4, width: 8, layers: 1, heads: 2, feedForward: 4, embedding: 6, residual: true },
  ],
  ['kan with residual', 'kan', { patch: 4, width: 8, layers: 1, embedding: 6, residual: true }],
  [
    'mamba with residual',
    'mamba',
    { patch: 4, width: 8, layers: 2, inner: 6, state: 2, rank: 2, embedding: 6, residual: true },
  ],
  ['cnn with residual', 'cnn', { filters: [4, 8], stem: 3, stride: 2, pooled: 3, embedding: 6, residual: true }],
  [
    'cnn-transformer with residual',
    'cnn-transformer',
    {
      filters: [4, 8],
      strides: [2, 2],
      width: 8,
      layers: 1,
      heads: 2,
      feedForward: 8,
      embedding: 6,
      residual: true,
    },
  ],
  [
    'peak-graph with residual',
    'peak-graph',
    { peaks: 5, width: 8, layers: 1, radial: 2, message: 4, feedForward: 8, embedding: 6, residual: true },
  ],
];

describe.each(ENCODERS)('%s', (_, name, options) => {
  const encoder = encoderOf(name);
  const config = encoder.config.parse(options);
  const { trainable, frozen: constants, running } = encoder.initial(config, axis, createRandom(1, name));
  const frozen = { ...constants, ...running };
  const encode = (weights: HostWeights, x: tf.Tensor) =>
    encoder.encode(config, tensorsOf({ ...frozen, ...weights }), x).embedding;
  const moved: HostWeights = Object.fromEntries(
    Object.entries(trainable).map(([key, { dims }]) => {
      const size = dims.reduce((product, dim) => product * dim, 1);
      return [key, { type: 'float32', dims, data: normals(key, size).map((value) => value / 4) }];
    }),
  );
  const x = normals('x', 3 * BINS);

  it('starts at the identity, to the last bit, in any unit', () => {
    for (const unit of [1, 1e8, 1e-6]) {
      const rows = x.map((value) => unit * value);
      expectClose(encode(trainable, floats([3, BINS], rows)), rows, 0);
    }
  });

  it('has an embedding as wide as the spectrum, tokens as wide as it says', () => {
    const { embedding, tokens } = encoder.encode(
      config,
      tensorsOf({ ...frozen, ...trainable }),
      floats([2, BINS], x.subarray(0, 2 * BINS)),
    );
    const widths = encoder.widths(config, BINS);
    expect(embedding.shape).toEqual([2, BINS]);
    expect(widths.embedding).toBe(BINS);
    expect(tokens.shape[2]).toBe(widths.token);
  });

  it('once trained, corrects', () => {
    const change = tf.sub(encode(moved, floats([3, BINS], x)), floats([3, BINS], x)).dataSync();
    expect(Math.max(...change.map(Math.abs))).toBeGreaterThan(0.1);
  });

  it('leaves a row of equal numbers as it is', () => {
    expectClose(encode(moved, tf.fill([1, BINS], 7)), Array(BINS).fill(7), 0);
  });

  it('is moved by the end of the path first, and by all of it after that', () => {
    const names = Object.keys(trainable);
    const last = new Set(['contract.weight', 'contract.bias', 'residual.weight', 'residual.bias']);
    const touched = (weights: HostWeights) => {
      const loss = (...values: tf.Tensor[]) => {
        const named = Object.fromEntries(names.map((key, i) => [key, values[i] as tf.Tensor]));
        const { embedding } = encoder.encode(config, { ...tensorsOf(frozen), ...named }, floats([3, BINS], x));
        return tf.sum(tf.mul(embedding, floats([3, BINS], normals('upstream', 3 * BINS)))) as tf.Scalar;
      };
      const gradients = tf.grads(loss)(names.map((key) => tensorsOf(weights)[key] as tf.Tensor));
      return names.filter((_, i) => (gradients[i] as tf.Tensor).dataSync().some((value) => value !== 0));
    };
    expect(touched(trainable)).toEqual(names.filter((key) => last.has(key)));
    expect(touched(moved)).toEqual(names);
  });
});

describe('residual', () => {
  const encoder = encoderOf('residual');
  const config = encoder.config.parse({ hidden: 6 });
  const { trainable } = encoder.initial(config, axis, createRandom(1, 'residual'));

  it('does not know units: h(c·x + d) = c·h(x) + d', () => {
    const weights = { ...tensorsOf(trainable), 'contract.weight': floats([6, BINS], normals('contract', 6 * BINS)) };
    const encode = (rows: Float32Array) =>
      encoder.encode(config, weights, floats([2, BINS], rows)).embedding.dataSync();
    const x = normals('units', 2 * BINS);
    expectClose(
      encode(x.map((value) => 1e3 * value + 500)),
      encode(x).map((value) => 1e3 * value + 500),
      FLOAT32_SUMS,
    );
  });

  it('refuses unknown options', () => {
    expect(() => encoder.config.parse({ hiden: 6 })).toThrow(/hiden/);
  });
});
