import { createRandom, type NamedTensors } from '@spectrosim/models';
import type { HostWeights } from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { adaptiveAvgPool1d, adaptiveMaxPool1d } from '../models/graph/layers/adaptive-pool1d.js';
import { avgPool1d } from '../models/graph/layers/avg-pool1d.js';
import { initialRunningStatistics, runningBatchNorm } from '../models/graph/layers/batch-norm.js';
import { conv1d } from '../models/graph/layers/conv1d.js';
import { cumulativeSum } from '../models/graph/layers/cumulative-sum.js';
import { embedding } from '../models/graph/layers/embedding.js';
import { guardedSqrt } from '../models/graph/layers/guarded-sqrt.js';
import { linearRecurrence } from '../models/graph/layers/linear-recurrence.js';
import { initialLstm, lstm } from '../models/graph/layers/lstm.js';
import { maxPool1d } from '../models/graph/layers/max-pool1d.js';
import { initialMixture, mixtureOfExperts } from '../models/graph/layers/mixture-of-experts.js';
import { selectiveScan } from '../models/graph/layers/selective-scan.js';
import { silu } from '../models/graph/layers/silu.js';
import { topKGate } from '../models/graph/layers/top-k-gate.js';
import { normals, runEager } from './eager.setup.js';
import { expectGradients, type Tensors } from './gradients.setup.js';

const x = (...dims: number[]) => ({ x: normals('x', ...dims) });
const of = (inputs: Tensors, name = 'x') => inputs[name] as tf.Tensor;
const random = (weights: HostWeights): NamedTensors =>
  Object.fromEntries(Object.entries(weights).map(([name, { dims }]) => [name, normals(name, ...dims)]));

describe('conv1d: traced gradients are central differences, in float64', () => {
  it.each([
    ['plain', [2, 3, 9], [4, 3, 5], {}],
    ['same, of an even filter', [2, 3, 9], [4, 3, 4], { padding: 'same' }],
    ['a stride that leaves something over', [2, 3, 10], [4, 3, 3], { stride: 3 }],
    ['a stride and padding', [2, 2, 11], [3, 2, 5], { stride: 2, padding: 2 }],
    ['same with a stride', [2, 2, 10], [3, 2, 3], { stride: 2, padding: 'same' }],
    ['a stride beyond the filter', [1, 2, 13], [3, 2, 2], { stride: 4 }],
    ['dilated, causal', [2, 2, 9], [3, 2, 3], { dilation: 3, padding: [6, 0] }],
    ['dilated with a stride', [2, 2, 13], [3, 2, 3], { dilation: 2, stride: 3, padding: 1 }],
    ['in groups', [2, 4, 8], [6, 2, 3], { groups: 2, padding: 'same' }],
    ['in groups with a stride', [2, 4, 9], [6, 2, 3], { groups: 2, stride: 2 }],
    ['channel by channel, causal', [2, 4, 8], [4, 1, 4], { groups: 4, padding: [3, 0] }],
    ['channel by channel, two filters each', [2, 3, 8], [6, 1, 3], { groups: 3, dilation: 2 }],
    ['one point', [2, 3, 5], [4, 3, 1], {}],
  ] as const)('%s', (_, dims, filter, options) => {
    expectGradients((inputs) => conv1d(inputs, of(inputs), options), {
      ...x(...dims),
      weight: normals('weight', ...filter),
      bias: normals('bias', filter[0]),
    });
  });
});

describe('pooling', () => {
  const shapes = [
    ['side by side', 9, 2, {}],
    ['what is left over', 10, 3, {}],
    ['overlapping', 10, 3, { stride: 2 }],
    ['overlapping, padded', 9, 3, { stride: 2, padding: 1 }],
    ['at every bin, same', 7, 4, { stride: 1, padding: 'same' }],
    ['with gaps', 11, 2, { stride: 4 }],
    ['many points side by side', 24, 12, {}],
    ['many points overlapping', 24, 10, { stride: 7 }],
  ] as const;
  it.each(shapes)('maxPool1d, %s', (_, bins, size, options) => {
    expectGradients((inputs) => maxPool1d(of(inputs), size, options), x(2, 2, bins));
  });
  it.each(shapes)('avgPool1d, %s', (_, bins, size, options) => {
    expectGradients((inputs) => avgPool1d(of(inputs), size, options), x(2, 2, bins));
  });
  it.each([
    [12, 4],
    [11, 4],
    [40, 3],
    [5, 5],
    [7, 1],
  ])('adaptive, %i bins to %i', (bins, count) => {
    expectGradients((inputs) => adaptiveMaxPool1d(of(inputs), count), x(2, 2, bins));
    expectGradients((inputs) => adaptiveAvgPool1d(of(inputs), count), x(2, 2, bins));
  });
});

describe('normalisation with running statistics', () => {
  const weights = { scale: normals('scale', 3), offset: normals('offset', 3) };
  it.each([[[6, 3]], [[4, 3, 5]]])('of %j by the batch', (dims) => {
    expectGradients(
      (inputs) => runningBatchNorm(inputs, of(inputs), 'training').y,
      { ...x(...dims), ...weights },
      initialRunningStatistics(3),
    );
  });
  it.each([[[6, 3]], [[4, 3, 5]]])('of %j by running statistics', (dims) => {
    const variance = { ...normals('v', 3), data: normals('v', 3).data.map((value) => 0.5 + value ** 2) };
    expectGradients(
      (inputs) => runningBatchNorm(inputs, of(inputs), 'inference').y,
      { ...x(...dims), ...weights },
      { mean: normals('m', 3), variance },
    );
  });
});

describe('gathering and choosing', () => {
  const indices = { type: 'int32', dims: [2, 3], data: Int32Array.of(1, 0, 1, 4, 1, 2) } as const;
  it('embedding, one row met three times, one never', () => {
    expectGradients(
      (inputs) => embedding(inputs, of(inputs, 'indices')),
      { table: normals('table', 6, 4) },
      { indices },
    );
  });
  it('topKGate', () => {
    expectGradients((inputs) => topKGate(of(inputs), 2), x(5, 4));
  });
  it('mixtureOfExperts', () => {
    const weights = random(initialMixture(createRandom(1, 'mixture'), 4, 5, 3));
    expectGradients((inputs) => mixtureOfExperts(inputs, of(inputs), 2), { ...x(6, 4), ...weights });
  });
  it.each([{}, { exclusive: true }, { reverse: true }, { axis: 1, exclusive: true, reverse: true }, { axis: 0 }])(
    'cumulativeSum %j',
    (options) => {
      expectGradients((inputs) => cumulativeSum(of(inputs), options), x(2, 3, 4));
    },
  );
});

describe('recurrences', () => {
  it('lstm', () => {
    const weights = random(initialLstm(createRandom(1, 'lstm'), 3, 4));
    expectGradients((inputs) => lstm(inputs, of(inputs)), { ...x(2, 5, 3), ...weights });
  });
  it('linearRecurrence', () => {
    expectGradients((inputs) => linearRecurrence(of(inputs, 'a'), of(inputs, 'b')), {
      a: normals('a', 5, 2, 3),
      b: normals('b', 5, 2, 3),
    });
  });
  it('selectiveScan', () => {
    expectGradients(
      (inputs) =>
        selectiveScan({
          x: of(inputs),
          steps: tf.softplus(of(inputs, 'steps')),
          decay: tf.neg(tf.exp(of(inputs, 'decay'))),
          input: of(inputs, 'input'),
          output: of(inputs, 'output'),
        }),
      {
        ...x(2, 5, 3),
        steps: normals('steps', 2, 5, 3),
        decay: normals('decay', 3, 2),
        input: normals('input', 2, 5, 2),
        output: normals('output', 2, 5, 2),
      },
    );
  });
});

describe('activations', () => {
  it.each<[string, (x: tf.Tensor) => tf.Tensor]>([
    ['relu', tf.relu],
    ['relu6', (x) => tf.relu6(tf.mul(x, 4))],
    ['leakyRelu', (x) => tf.leakyRelu(x, 0.01)],
    ['elu', tf.elu],
    ['selu', tf.selu],
    ['silu', silu],
    ['softplus', tf.softplus],
    ['sigmoid', tf.sigmoid],
    ['tanh', tf.tanh],
    ['log1p', (x) => tf.log1p(tf.square(x))],
    ['guardedSqrt', (x) => guardedSqrt(tf.add(x, 3))],
  ])('%s', (_, activation) => {
    expectGradients((inputs) => activation(of(inputs)), x(4, 6));
  });

  it('guardedSqrt has slope 0 at 0 and below', () => {
    const values = { x: { type: 'float32', dims: [4], data: Float32Array.of(0, -4, 4, 0.25) } } as const;
    const { slope } = runEager((inputs) => ({ slope: tf.grad(guardedSqrt)(of(inputs)) }), values);
    expect(slope?.data).toEqual(Float32Array.of(0, 0, 0.25, 1));
  });
});
