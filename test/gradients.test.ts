import { createAxis, createRandom, type NamedTensors, type RecipeStep, recipeSchema } from '@spectrosim/models';
import { encoderOf, type HostWeights, headNames, headOf, prefixed, preprocess, scoped } from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { attend } from '../models/graph/layers/attend.js';
import { initialAttention, selfAttention } from '../models/graph/layers/attention.js';
import { batchNorm } from '../models/graph/layers/batch-norm.js';
import { dense } from '../models/graph/layers/dense.js';
import { gelu } from '../models/graph/layers/gelu.js';
import { l2Normalise } from '../models/graph/layers/l2-normalise.js';
import { layerNorm } from '../models/graph/layers/layer-norm.js';
import { normalisedDense } from '../models/graph/layers/normalised-dense.js';
import { logSumExp } from '../training/objectives/log-sum-exp.js';
import { ntXent } from '../training/objectives/nt-xent.js';
import { supCon } from '../training/objectives/sup-con.js';
import { normals } from './eager.setup.js';
import { expectGradients, type Tensors } from './gradients.setup.js';
import { OWN_ENCODERS } from './own-encoders.setup.js';

const random = (weights: HostWeights): NamedTensors =>
  Object.fromEntries(Object.entries(weights).map(([name, { dims }]) => [name, normals(name, ...dims)]));
const x = (...dims: number[]) => ({ x: normals('x', ...dims) });
const of = (inputs: Tensors, name = 'x') => inputs[name] as tf.Tensor;

describe('layers: traced gradients are central differences, in float64', () => {
  it('dense', () => {
    expectGradients((inputs) => dense(inputs, of(inputs)), {
      ...x(2, 3, 4),
      weight: normals('w', 4, 5),
      bias: normals('b', 5),
    });
  });

  it('layerNorm', () => {
    expectGradients((inputs) => layerNorm(inputs, of(inputs)), {
      ...x(2, 3, 6),
      scale: normals('s', 6),
      offset: normals('o', 6),
    });
  });

  it('normalisedDense', () => {
    expectGradients(
      ({ x, scale, offset, ...layer }) =>
        normalisedDense({ scale: scale as tf.Tensor, offset: offset as tf.Tensor }, layer, x as tf.Tensor),
      {
        ...x(2, 3, 4),
        scale: normals('s', 4),
        offset: normals('o', 4),
        weight: normals('w', 4, 5),
        bias: normals('b', 5),
      },
    );
  });

  it('gelu', () => {
    expectGradients((inputs) => gelu(of(inputs)), x(4, 6));
  });

  it('l2Normalise', () => {
    expectGradients((inputs) => l2Normalise(of(inputs)), x(3, 5));
  });

  it('batchNorm', () => {
    expectGradients((inputs) => batchNorm(inputs, of(inputs)), {
      ...x(5, 4),
      scale: normals('s', 4),
      offset: normals('o', 4),
    });
  });

  it('attend', () => {
    const values = { q: normals('q', 2, 3, 4, 5), k: normals('k', 2, 3, 4, 5), v: normals('v', 2, 3, 4, 5) };
    expectGradients(({ q, k, v }) => attend(q as tf.Tensor, k as tf.Tensor, v as tf.Tensor), values);
  });

  it('selfAttention', () => {
    const weights = random(initialAttention(createRandom(1, 'attention'), 6));
    expectGradients((inputs) => selfAttention(inputs, of(inputs), 2), { ...x(2, 4, 6), ...weights });
  });

  it('selfAttention of what it normalises', () => {
    const weights = random(initialAttention(createRandom(1, 'attention'), 6));
    expectGradients(
      ({ x, scale, offset, ...rest }) =>
        selfAttention(rest, x as tf.Tensor, 2, { scale: scale as tf.Tensor, offset: offset as tf.Tensor }),
      { ...x(2, 4, 6), scale: normals('s', 6), offset: normals('o', 6), ...weights },
    );
  });
});

describe('encoders and heads', () => {
  const tiny = { patch: 3, width: 4, layers: 2, heads: 2, feedForward: 5, embedding: 3 };

  it.each([
    ['a tiny transformer', 'transformer', tiny],
    ['one with a residual path', 'transformer', { ...tiny, layers: 1, residual: true }],
    ['a tiny residual encoder', 'residual', { hidden: 4 }],
    ...OWN_ENCODERS.map(({ name, config }) => [`a tiny ${name}`, name, config] as const),
  ])('%s, with respect to every weight and the spectra', (_, name, options) => {
    const encoder = encoderOf(name);
    const config = encoder.config.parse(options);
    const axis = createAxis('m/z', [50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61]);
    const { trainable, frozen, running } = encoder.initial(config, axis, createRandom(1, name));
    expectGradients(
      (inputs) => {
        const { embedding, penalty } = encoder.encode(config, inputs, of(inputs), 'training');
        return penalty === undefined ? embedding : tf.add(embedding, penalty);
      },
      { ...x(2, 12), ...random(trainable) },
      { ...frozen, ...running },
      8,
    );
  });

  it.each(headNames())('head %s', (name) => {
    const head = headOf(name);
    const weights = prefixed(random(head.initial({ embedding: 3, token: 4 }, createRandom(1, 'head'))), 'head');
    const encoding = { embedding: normals('embedding', 4, 3), tokens: normals('tokens', 4, 5, 4) };
    // Only the spectral head looks at the tokens.
    const { embedding, ...rest } = name !== 'spectral' ? { embedding: encoding.embedding } : encoding;
    expectGradients(
      ({ embedding, tokens, ...inputs }) =>
        head.project(scoped(inputs, 'head'), {
          embedding: embedding as tf.Tensor,
          tokens: tokens ?? tf.zeros([4, 5, 4]),
        }),
      { embedding, ...rest, ...weights },
      {},
      // Layers of 256: each difference takes 10 ms.
      3,
    );
  });
});

describe('objectives', () => {
  it('logSumExp', () => {
    expectGradients((inputs) => logSumExp(of(inputs)), x(3, 5));
  });

  it.each([0.07, 0.5])('ntXent at τ = %f', (temperature) => {
    expectGradients((inputs) => ntXent(l2Normalise(of(inputs)), tf.scalar(temperature)), x(8, 5));
  });

  it.each([0.07, 0.5])('supCon at τ = %f', (temperature) => {
    const labels = { groups: { type: 'int32', dims: [8], data: Int32Array.of(0, 1, 0, 1, 2, 2, 2, 3) } } as const;
    expectGradients(
      (inputs) => supCon(l2Normalise(of(inputs)), inputs.groups as tf.Tensor, tf.scalar(temperature)),
      x(8, 5),
      labels,
    );
  });
});

describe('preprocessing, with respect to the spectra', () => {
  const positive = {
    x: { ...normals('x', 2, 9), data: normals('x', 2, 9).data.map((value) => 0.5 + Math.abs(value)) },
  };
  const steps = recipeSchema.parse(['tic', 'max', 'snv', 'sqrt', 'log1p'].map((step) => ({ step })));

  it.each(steps)('$step', (step: RecipeStep) => {
    expectGradients((inputs) => preprocess([step], {}, of(inputs)), positive);
  });

  it('autoscale', () => {
    const statistics = { '0.mean': normals('mean', 9), '0.inverseDeviation': normals('deviation', 9) };
    expectGradients((inputs) => preprocess([{ step: 'autoscale' }], inputs, of(inputs)), positive, statistics);
  });
});
