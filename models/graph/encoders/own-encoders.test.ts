import { createAxis, createRandom } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { floats, normals, tensorsOf } from '../eager.setup.js';
import { UNDRAWN } from '../weights.js';
import { encoderNames, encoderOf } from './registry.js';

const axisOf = (bins: number) =>
  createAxis(
    'm/z',
    Array.from({ length: bins }, (_, i) => 77 + i / 2),
  );
const initial = (name: string, options: object, bins: number) => {
  const encoder = encoderOf(name);
  const config = encoder.config.parse(options);
  return { encoder, config, ...encoder.initial(config, axisOf(bins), createRandom(1, name)) };
};

/** Weights and bias of a dense layer, scale and offset of a norm, and what all read-outs of tokens have. */
const dense = (inputs: number, outputs: number) => inputs * outputs + outputs;
const norm = (width: number) => 2 * width;
const readOut = (width: number) => norm(width) + dense(65 * width, 128);
const attention = norm(128) + dense(128, 384) + dense(128, 128);
const convolution = (channels: number, filters: number, size: number) => channels * filters * size + norm(filters);
const residualBlock = (channels: number, filters: number, shortcut = true) =>
  convolution(channels, filters, 3) +
  convolution(filters, filters, 3) +
  (shortcut ? convolution(channels, filters, 1) : 0);
const splines = (inputs: number, outputs: number) => 9 * inputs * outputs + outputs;

/** Parameters by hand, at 2,080 bins. */
const COUNTS: Readonly<Record<string, readonly [counted: number, printed: number]>> = {
  moe: [
    dense(32, 128) +
      3 * (attention + norm(128) + dense(128, 4) + dense(128, 4 * 64) + 4 * dense(64, 128)) +
      readOut(128),
    1_469_708,
  ],
  kan: [dense(32, 64) + 3 * (2 * norm(64) + splines(65, 65) + splines(64, 64)) + readOut(64), 760_670],
  mamba: [
    dense(32, 64) +
      3 *
        (norm(64) +
          dense(64, 2 * 96) +
          (4 * 96 + 96) +
          dense(96, 4 + 2 * 8) +
          dense(4, 96) +
          8 * 96 +
          96 +
          dense(96, 64)) +
      readOut(64),
    602_588,
  ],
  cnn: [
    convolution(1, 32, 7) +
      residualBlock(32, 32, false) +
      residualBlock(32, 64) +
      residualBlock(64, 128) +
      residualBlock(128, 128) +
      dense(13 * 128, 128),
    438_688,
  ],
  'cnn-transformer': [
    convolution(1, 32, 8) +
      convolution(32, 64, 8) +
      convolution(64, 128, 4) +
      dense(128, 128) +
      3 * (attention + norm(128) + dense(128, 256) + dense(256, 128)) +
      readOut(128),
    1_529_152,
  ],
  'peak-graph': [
    dense(3, 128) +
      3 * (norm(128) + dense(128, 32) + dense(24 * 32, 128) + norm(128) + dense(128, 256) + dense(256, 128)) +
      norm(128) +
      dense(256, 128),
    540_640,
  ],
};

describe.each(Object.entries(COUNTS))('%s', (name, [counted, printed]) => {
  it(`has ${printed} parameters at 2,080 bins, and a residual path 268,320 more`, () => {
    const count = (options: object) =>
      Object.values(initial(name, options, 2080).trainable).reduce((sum, { data }) => sum + data.length, 0);
    expect(counted).toBe(printed);
    expect(count({})).toBe(printed);
    expect(count({ residual: true })).toBe(printed + 128 * 2080 + 2080);
  });

  it('refuses unknown options', () => {
    expect(() => encoderOf(name).config.parse({ depht: 4 })).toThrow(/depht/);
  });
});

describe('refuses what cannot be', () => {
  it.each([
    ['moe', { heads: 3 }, /heads must divide width/],
    ['moe', { experts: 2, chosen: 3 }, /chosen must not be more than experts/],
    ['cnn', { filters: [4, 6] }, /filters must be multiples of 4/],
    ['paper/cnn', { filters: [9, 12, 8, 8] }, /filters must be multiples of 4/],
    ['paper/resnet', { filters: [32, 64, 6, 8] }, /filters must be multiples of 4/],
    ['paper/rcnn', { filters: [9, 12, 8, 8] }, /filters must be multiples of 4/],
    ['cnn-transformer', { heads: 3 }, /heads must divide width/],
    ['cnn-transformer', { strides: [4, 4] }, /strides must be as many as filters/],
  ])('%s with %j', (name, options, message) => {
    expect(() => encoderOf(name).config.parse(options)).toThrow(message);
  });

  it('more peaks than an axis has bins for', () => {
    expect(() => initial('peak-graph', { peaks: 31 }, 32)).toThrow(
      /looks for 31 peaks on an axis of 32 bins.*at most 30/,
    );
  });
});

it.each(encoderNames())('%s: what AdamW is not to decay, which decays all but vectors, is a vector', (name) => {
  const encoder = encoderOf(name);
  const { trainable } = encoder.initial(encoder.config.parse({}), axisOf(2080), UNDRAWN);
  // Biases, norms, and Mamba's decays and skips, which its authors exempt.
  const exempt = Object.keys(trainable).filter((key) => /(^|\.)(bias|scale|offset|logDecay|skip)$/.test(key));
  expect(exempt.length).toBeGreaterThan(0);
  expect(exempt.filter((key) => trainable[key]?.dims.length !== 1)).toEqual([]);
});

describe('moe', () => {
  it('has a penalty in training alone: balance × layers or a little more at the start', () => {
    const options = { patch: 4, width: 8, layers: 3, heads: 2, feedForward: 4, balance: 0.5, embedding: 6 };
    const { encoder, config, trainable, frozen } = initial('moe', options, 32);
    const weights = tensorsOf({ ...trainable, ...frozen });
    const x = floats([4, 32], normals('x', 128));
    expect(encoder.encode(config, weights, x).penalty).toBeUndefined();
    const [penalty] = encoder.encode(config, weights, x, 'training').penalty?.dataSync() ?? [];
    expect(penalty).toBeGreaterThan(0.5 * 3 * 0.9);
    expect(penalty).toBeLessThan(0.5 * 3 * 2);
  });
});

describe('cnn', () => {
  it('of few bins pools as many stretches as there are', () => {
    const { encoder, config, trainable, running } = initial('cnn', { filters: [4, 8], stride: 4, embedding: 5 }, 20);
    const x = floats([2, 20], normals('x', 40));
    const { embedding, tokens } = encoder.encode(config, tensorsOf({ ...trainable, ...running }), x);
    expect(embedding.shape).toEqual([2, 5]);
    expect(tokens.shape).toEqual([2, 3, 8]);
  });
});
