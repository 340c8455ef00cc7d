import { createAxis, createRandom } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, FLOAT32_SUMS, floats, normals } from './eager.setup.js';
import { encoderNames, encoderOf } from './encoders/registry.js';
import { headNames, headOf } from './heads/registry.js';
import { cosine, encode, initialModel, type ModelDefinition } from './model.js';
import { preprocess } from './preprocess/preprocess.js';
import type { HostWeights } from './weights.js';

const model: ModelDefinition = {
  preprocessing: [{ step: 'snv' }],
  encoder: { name: 'transformer', config: { patch: 4, width: 8, layers: 1, heads: 2, feedForward: 8, embedding: 6 } },
};
const axis = createAxis(
  'm/z',
  Array.from({ length: 16 }, (_, i) => i + 50),
);
const tensors = (weights: HostWeights) =>
  Object.fromEntries(
    Object.entries(weights).map(([name, { dims, data }]) => [name, floats(dims, data as Float32Array)]),
  );
const { trainable, frozen } = initialModel(model, {}, axis, createRandom(1, 'model'));

describe('encode', () => {
  const raw = floats([2, 16], normals('raw', 32));

  it('is the encoder of the preprocessed spectra', () => {
    const whole = encode(model, tensors({ ...trainable, ...frozen }), raw);
    const onlyEncoder = { ...model, preprocessing: [] };
    const parts = encode(onlyEncoder, tensors({ ...trainable, ...frozen }), preprocess(model.preprocessing, {}, raw));
    expectClose(whole.embedding, parts.embedding.dataSync(), 0);
  });

  it('with SNV does not see gain and offset', () => {
    const moved = floats(
      [2, 16],
      raw.dataSync().map((value) => 7 * value + 3),
    );
    const weights = tensors({ ...trainable, ...frozen });
    expectClose(
      encode(model, weights, moved).embedding,
      encode(model, weights, raw).embedding.dataSync(),
      FLOAT32_SUMS,
    );
  });

  it('starts from the same weights for the same seed', () => {
    expect(initialModel(model, {}, axis, createRandom(1, 'model')).trainable).toEqual(trainable);
    expect(initialModel(model, {}, axis, createRandom(2, 'model')).trainable).not.toEqual(trainable);
  });

  it('keeps statistics and positions apart from what is trained', () => {
    const statistics = { '0.mean': { type: 'float32', dims: [1], data: Float32Array.of(1) } } as const;
    const names = Object.keys(initialModel(model, statistics, axis, createRandom(1, 'model')).frozen);
    expect(names).toEqual(['preprocessing.0.mean', 'encoder.positions']);
  });
});

describe('registries', () => {
  it('list what there is when asked for something else', () => {
    expect(encoderNames()).toContain('transformer');
    expect(() => encoderOf('lstm')).toThrow(/no encoder "lstm".*transformer/);
    expect(headNames()).toEqual(['spectral', 'paper', 'centred']);
    expect(() => headOf('none')).toThrow(/no projection head "none".*spectral, paper, centred/);
  });
});

describe.each(headNames())('head %s', (name) => {
  it('projects to finite rows of the width that it names', () => {
    const head = headOf(name);
    const weights = tensors(head.initial({ embedding: 6, token: 8 }, createRandom(1, 'head')));
    const encoding = { embedding: floats([4, 6], normals('h', 24)), tokens: floats([4, 5, 8], normals('t', 160)) };
    const z = head.project(weights, encoding);
    expect(z.shape).toEqual([4, head.width({ embedding: 6, token: 8 })]);
    const numbers = Array.from(z.dataSync());
    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(new Set(numbers).size).toBeGreaterThan(4);
  });
});

describe('cosine', () => {
  it('of pairs, by hand', () => {
    const a = floats([4, 2], [1, 0, 3, 4, 1, 1, 0, 0]);
    const b = floats([4, 2], [0, 2, 4, 3, -2, -2, 1, 0]);
    expectClose(cosine(a, b), [0, 0.96, -1, 0], FLOAT32);
  });
});
