// tfjs-core alone has no gradients; the union package registers them.
import '@tensorflow/tfjs';
import type { NamedTensors } from '@spectrosim/models';
import { encode, type HostWeights, headOf, type ModelDefinition, scoped } from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';
import { type AugmentationOptions, augment } from './augment/augment.js';
import type { TensorMap, TrainingStep } from './engines/engine.js';
import { ntXent } from './objectives/nt-xent.js';
import { type AdamWScalars, adamw } from './optimiser/adamw.js';
import { clipByGlobalNorm } from './optimiser/clip.js';
import { keepAll, nextRunning, release, runningIn, runningState } from './running-state.js';

/** What a contrastive training step is made of. */
export interface ContrastiveSetup {
  readonly model: ModelDefinition;
  readonly head: string;
  readonly augmentations: readonly AugmentationOptions[];
  /** Weights that training changes, under `encoder.` and `head.`. */
  readonly trainable: HostWeights;
  /** Weights that it leaves alone. */
  readonly frozen: HostWeights;
  /** State that every step moves without gradients: running statistics. @default none */
  readonly running?: HostWeights;
  /** A batch as it will be fed: `spectra [N, L]` and the draws for 2N views. */
  readonly sampleBatch: NamedTensors;
}

/** The scalar inputs of a contrastive step. */
export const CONTRASTIVE_SCALARS = [
  'learningRate',
  'weightDecay',
  'firstCorrection',
  'secondCorrection',
  'temperature',
  'clip',
] as const;

/**
 * Augment twice, encode, project, NT-Xent, gradients, clipping by global norm, AdamW: one step, one function.
 *
 * Results: `loss`, `gradientNorm` before clipping, and `spread`, the mean standard deviation of the unit embeddings'
 * features times √E: 1 when they fill the sphere evenly, 0 when they have collapsed into one point.
 */
export function contrastiveStep(setup: ContrastiveSetup): TrainingStep {
  const { running = {} } = setup;
  const names = Object.keys(setup.trainable);
  const zeros = (value: NamedTensors[string]) =>
    ({ type: 'float32', dims: value.dims, data: new Float32Array(value.data.length) }) as const;
  const moments = Object.fromEntries(
    names.flatMap((name) => {
      const weight = setup.trainable[name] as NamedTensors[string];
      return [
        [`weight.${name}`, weight],
        [`first.${name}`, zeros(weight)],
        [`second.${name}`, zeros(weight)],
      ];
    }),
  );
  const initialState: NamedTensors = { ...moments, ...runningState(running) };

  const run: TrainingStep['run'] = (state, batch, scalars) => {
    const { spectra, ...draws } = batch as { spectra: tf.Tensor } & TensorMap;
    const views = augment(setup.augmentations, tf.concat([spectra, spectra], 0), draws);
    const frozen = Object.fromEntries(
      Object.entries(setup.frozen).map(([name, { dims, data }]) => [name, tf.tensor(data as Float32Array, [...dims])]),
    );
    const weights = names.map((name) => state[`weight.${name}`] as tf.Tensor);
    let kept: { spread: tf.Tensor } & TensorMap = { spread: tf.scalar(0) };
    const loss = (...values: tf.Tensor[]) => {
      const named = {
        ...frozen,
        ...runningIn(running, state),
        ...Object.fromEntries(names.map((name, i) => [name, values[i] as tf.Tensor])),
      };
      const encoding = encode(setup.model, named, views, 'training');
      kept = keepAll({ ...encoding.updates, spread: spreadOf(encoding.embedding) });
      const projections = headOf(setup.head).project(scoped(named, 'head'), encoding);
      return ntXent(projections, scalars.temperature as tf.Scalar);
    };
    const { value, grads } = tf.valueAndGrads(loss)(weights);
    const { spread, ...updates } = release(kept);
    const { factor, norm } = clipByGlobalNorm(grads, scalars.clip as tf.Scalar);
    const next = names.flatMap((name, i) => {
      const moments = {
        weight: weights[i] as tf.Tensor,
        first: state[`first.${name}`] as tf.Tensor,
        second: state[`second.${name}`] as tf.Tensor,
      };
      const updated = adamw(moments, grads[i] as tf.Tensor, {
        ...(scalars as unknown as Omit<AdamWScalars, 'gradientFactor'>),
        gradientFactor: factor,
      });
      return [
        [`weight.${name}`, updated.weight],
        [`first.${name}`, updated.first],
        [`second.${name}`, updated.second],
      ] as const;
    });
    return {
      state: { ...Object.fromEntries(next), ...nextRunning(running, updates) },
      results: { loss: value, gradientNorm: norm, spread },
    };
  };
  return { initialState, sampleBatch: setup.sampleBatch, scalars: CONTRASTIVE_SCALARS, run };
}

function spreadOf(embedding: tf.Tensor): tf.Scalar {
  const width = embedding.shape[1] as number;
  const unit = tf.div(embedding, tf.sqrt(tf.add(tf.sum(tf.square(embedding), -1, true), 1e-12)));
  const centred = tf.sub(unit, tf.mean(unit, 0, true));
  const deviation = tf.sqrt(tf.mean(tf.square(centred), 0));
  return tf.mul(tf.mean(deviation), Math.sqrt(width)) as tf.Scalar;
}
