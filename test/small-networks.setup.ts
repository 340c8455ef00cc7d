// tfjs-core alone has no gradients; the union package registers them.
import '@tensorflow/tfjs';
import { createRandom, type NamedTensors, type Random } from '@spectrosim/models';
import { type HostWeights, type Mode, prefixed, scoped, type Weights } from '@spectrosim/models/graph';
import type { TrainingStep } from '@spectrosim/training';
import * as tf from '@tensorflow/tfjs-core';
import { adaptiveMaxPool1d } from '../models/graph/layers/adaptive-pool1d.js';
import { initialBatchNorm, initialRunningStatistics, runningBatchNorm } from '../models/graph/layers/batch-norm.js';
import { conv1d, initialConv1d } from '../models/graph/layers/conv1d.js';
import { dense, initialDense } from '../models/graph/layers/dense.js';
import { initialLayerNorm, layerNorm } from '../models/graph/layers/layer-norm.js';
import { initialLstm, lstm } from '../models/graph/layers/lstm.js';
import { maxPool1d } from '../models/graph/layers/max-pool1d.js';
import { initialMixture, mixtureOfExperts } from '../models/graph/layers/mixture-of-experts.js';
import { selectiveScan } from '../models/graph/layers/selective-scan.js';
import { silu } from '../models/graph/layers/silu.js';
import { adamw } from '../training/optimiser/adamw.js';
import { nextRunning, runningIn, runningState } from '../training/running-state.js';
import { normals } from './eager.setup.js';
import { tinyScalars } from './tiny-training.setup.js';

/** Bins of a spectrum, spectra in a batch, and numbers that come out of a small network. */
export const SMALL = { bins: 32, batch: 6, outputs: 3 } as const;

/** A network of the kind that encoders are made of, small. */
export interface SmallNetwork {
  initial(random: Random): { readonly trainable: HostWeights; readonly running: HostWeights };
  /** `x [B, 32]` → `[B, 3]`. */
  forward(weights: Weights, x: tf.Tensor, mode: Mode): { readonly y: tf.Tensor; readonly updates: Weights };
}

const FILTERS = [4, 8] as const;

const convolution = (random: Random, name: string, channels: number, filters: number, size: number): HostWeights => ({
  ...prefixed(initialConv1d(random, channels, filters, size, { bias: false }), `${name}.conv`),
  ...prefixed(initialBatchNorm(filters), `${name}.norm`),
});
const statistics = (name: string, filters: number) => prefixed(initialRunningStatistics(filters), `${name}.norm`);
const channelOf = (x: tf.Tensor) => tf.expandDims(x, 1);
const flat = (x: tf.Tensor) => tf.reshape(x, [x.shape[0] as number, -1]);
const tokensOf = (x: tf.Tensor, count: number) => tf.reshape(x, [x.shape[0] as number, count, SMALL.bins / count]);

/** Convolution and normalisation; gathers what becomes of the statistics. */
function normalised(
  weights: Weights,
  name: string,
  x: tf.Tensor,
  mode: Mode,
  updates: Record<string, tf.Tensor>,
  stride = 1,
): tf.Tensor {
  const own = scoped(weights, name);
  const size = (own['conv.weight'] as tf.Tensor).shape[2] as number;
  const convolved = conv1d(scoped(own, 'conv'), x, { stride, padding: (size - 1) / 2 });
  const { y, updates: moved } = runningBatchNorm(scoped(own, 'norm'), convolved, mode);
  Object.assign(updates, prefixed(moved, `${name}.norm`));
  return y;
}

/** The networks by name. */
export const SMALL_NETWORKS: Readonly<Record<string, SmallNetwork>> = {
  'CNN: conv1d, batch norm, ReLU, max pooling': {
    initial: (random) => ({
      trainable: {
        ...convolution(random, 'first', 1, FILTERS[0], 3),
        ...convolution(random, 'second', FILTERS[0], FILTERS[1], 5),
        ...prefixed(initialDense(random, (FILTERS[1] * SMALL.bins) / 4, SMALL.outputs), 'out'),
      },
      running: { ...statistics('first', FILTERS[0]), ...statistics('second', FILTERS[1]) },
    }),
    forward(weights, x, mode) {
      const updates = {};
      const first = maxPool1d(tf.relu(normalised(weights, 'first', channelOf(x), mode, updates)), 2);
      const second = maxPool1d(tf.relu(normalised(weights, 'second', first, mode, updates)), 2);
      return { y: dense(scoped(weights, 'out'), flat(second)), updates };
    },
  },

  'residual CNN: strides, shortcut, adaptive max pooling': {
    initial: (random) => ({
      trainable: {
        ...convolution(random, 'stem', 1, FILTERS[0], 3),
        ...convolution(random, 'up', FILTERS[0], FILTERS[1], 3),
        ...convolution(random, 'on', FILTERS[1], FILTERS[1], 3),
        ...convolution(random, 'shortcut', FILTERS[0], FILTERS[1], 1),
        ...prefixed(initialDense(random, FILTERS[1] * 5, SMALL.outputs), 'out'),
      },
      running: Object.assign(
        statistics('stem', FILTERS[0]),
        ...['up', 'on', 'shortcut'].map((name) => statistics(name, FILTERS[1])),
      ),
    }),
    forward(weights, x, mode) {
      const updates = {};
      const stem = tf.leakyRelu(normalised(weights, 'stem', channelOf(x), mode, updates), 0.01);
      const up = tf.relu(normalised(weights, 'up', stem, mode, updates, 2));
      const on = normalised(weights, 'on', up, mode, updates);
      const sum = tf.relu(tf.add(on, normalised(weights, 'shortcut', stem, mode, updates, 2)));
      return { y: dense(scoped(weights, 'out'), flat(adaptiveMaxPool1d(sum, 5))), updates };
    },
  },

  'LSTM over 16 tokens': {
    initial: (random) => ({
      trainable: {
        ...prefixed(initialLstm(random, SMALL.bins / 16, 8), 'lstm'),
        ...prefixed(initialDense(random, 8, SMALL.outputs), 'out'),
      },
      running: {},
    }),
    forward(weights, x) {
      const states = lstm(scoped(weights, 'lstm'), tokensOf(x, 16));
      const last = tf.squeeze(tf.slice(states, [0, 15, 0], [-1, 1, -1]), [1]);
      return { y: dense(scoped(weights, 'out'), last), updates: {} };
    },
  },

  'Mamba block: depthwise convolution, SiLU, softplus, selective scan over 16 tokens': {
    initial: (random) => ({
      trainable: {
        ...prefixed(initialDense(random, SMALL.bins / 16, 6), 'tokens'),
        ...prefixed(initialLayerNorm(6), 'norm'),
        ...prefixed(initialDense(random, 6, 16), 'in'),
        ...prefixed(initialConv1d(random, 8, 8, 4, { groups: 8 }), 'conv'),
        ...prefixed(initialDense(random, 8, 8), 'steps'),
        ...prefixed(initialDense(random, 8, 6), 'state'),
        decay: {
          type: 'float32',
          dims: [8, 3],
          data: Float32Array.from({ length: 24 }, (_, i) => Math.log(1 + (i % 3))),
        },
        ...prefixed(initialDense(random, 8, 6), 'project'),
        ...prefixed(initialDense(random, 6, SMALL.outputs), 'out'),
      },
      running: {},
    }),
    forward(weights, x) {
      const tokens = dense(scoped(weights, 'tokens'), tokensOf(x, 16));
      const inner = dense(scoped(weights, 'in'), layerNorm(scoped(weights, 'norm'), tokens));
      const [path, gate] = tf.split(inner, 2, 2) as [tf.Tensor, tf.Tensor];
      const mixed = conv1d(scoped(weights, 'conv'), tf.transpose(path, [0, 2, 1]), { groups: 8, padding: [3, 0] });
      const activated = silu(tf.transpose(mixed, [0, 2, 1]));
      const [input, output] = tf.split(dense(scoped(weights, 'state'), activated), 2, 2) as [tf.Tensor, tf.Tensor];
      const scanned = selectiveScan({
        x: activated,
        steps: tf.softplus(dense(scoped(weights, 'steps'), activated)),
        decay: tf.neg(tf.exp(weights.decay as tf.Tensor)),
        input,
        output,
      });
      const result = tf.add(tokens, dense(scoped(weights, 'project'), tf.mul(scanned, silu(gate))));
      return { y: dense(scoped(weights, 'out'), tf.mean(result, 1)), updates: {} };
    },
  },

  'mixture of experts, the best two of four': {
    initial: (random) => ({
      trainable: {
        ...prefixed(initialDense(random, SMALL.bins / 8, 6), 'tokens'),
        ...prefixed(initialLayerNorm(6), 'norm'),
        ...prefixed(initialMixture(random, 6, 7, 4), 'mixture'),
        ...prefixed(initialDense(random, 6, SMALL.outputs), 'out'),
      },
      running: {},
    }),
    forward(weights, x) {
      const tokens = dense(scoped(weights, 'tokens'), tokensOf(x, 8));
      const mixed = mixtureOfExperts(scoped(weights, 'mixture'), layerNorm(scoped(weights, 'norm'), tokens), 2);
      return { y: dense(scoped(weights, 'out'), tf.mean(tf.add(tokens, mixed), 1)), updates: {} };
    },
  },
};

/** Weights a network starts with; the same every time. */
export const initialOf = (network: SmallNetwork) => network.initial(createRandom(1, 'small network'));

/** A training step of a network: mean squared error to targets, AdamW. */
export function smallStep(network: SmallNetwork): TrainingStep {
  const { trainable, running } = initialOf(network);
  const names = Object.keys(trainable);
  const moments = names.flatMap((name) => {
    const weight = trainable[name] as NamedTensors[string];
    const zeros = { ...weight, data: new Float32Array(weight.data.length) } as NamedTensors[string];
    return [[`weight.${name}`, weight] as const, [`first.${name}`, zeros] as const, [`second.${name}`, zeros] as const];
  });
  return {
    initialState: { ...Object.fromEntries(moments), ...runningState(running) },
    sampleBatch: smallBatch(0),
    scalars: ['learningRate', 'weightDecay', 'firstCorrection', 'secondCorrection'],
    run(state, { x, target }, scalars) {
      const statistics = runningIn(running, state);
      const weights = names.map((name) => state[`weight.${name}`] as tf.Tensor);
      const named = (values: tf.Tensor[]) => ({
        ...statistics,
        ...Object.fromEntries(names.map((name, i) => [name, values[i] as tf.Tensor])),
      });
      const loss = (...values: tf.Tensor[]) =>
        tf.mean(
          tf.square(tf.sub(network.forward(named(values), x as tf.Tensor, 'training').y, target as tf.Tensor)),
        ) as tf.Scalar;
      const { value, grads } = tf.valueAndGrads(loss)(weights);
      const { updates } = network.forward(named(weights), x as tf.Tensor, 'training');
      const next = names.flatMap((name, i) => {
        const before = {
          weight: weights[i] as tf.Tensor,
          first: state[`first.${name}`] as tf.Tensor,
          second: state[`second.${name}`] as tf.Tensor,
        };
        const after = adamw(before, grads[i] as tf.Tensor, {
          ...(scalars as Record<'learningRate' | 'weightDecay' | 'firstCorrection' | 'secondCorrection', tf.Scalar>),
          gradientFactor: tf.scalar(1),
        });
        return [
          [`weight.${name}`, after.weight],
          [`first.${name}`, after.first],
          [`second.${name}`, after.second],
        ] as const;
      });
      return { state: { ...Object.fromEntries(next), ...nextRunning(running, updates) }, results: { loss: value } };
    },
  };
}

/** Spectra and targets of step `t`. */
export function smallBatch(t: number): NamedTensors {
  return { x: spectra(`small ${t}`, SMALL.batch), target: normals(`target ${t}`, SMALL.batch, SMALL.outputs) };
}

/** Random spectra. */
export const spectra = (label: string, count: number) => normals(label, count, SMALL.bins);

/** The scalar inputs at step `t ≥ 1`. */
export function smallScalars(t: number): Record<string, number> {
  const { firstCorrection, secondCorrection } = tinyScalars(t) as Record<string, number>;
  return {
    learningRate: 0.01,
    weightDecay: 0.01,
    firstCorrection: firstCorrection as number,
    secondCorrection: secondCorrection as number,
  };
}
