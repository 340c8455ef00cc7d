// tfjs-core alone has no gradients; the union package registers them.
import '@tensorflow/tfjs';
import type { NamedTensors } from '@spectrosim/models';
import {
  encodePreprocessed,
  type HostWeights,
  headOf,
  type ModelDefinition,
  preprocess,
  scoped,
} from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';
import { type AugmentationOptions, augment } from './augment/augment.js';
import type { TensorMap, TrainingStep } from './engines/engine.js';
import { embeddingMonitors } from './loop/embedding-monitors.js';
import { type ObjectiveName, objectiveOf } from './objectives/objective.js';
import { type AdamWScalars, adamw } from './optimiser/adamw.js';
import { clipByGlobalNorm } from './optimiser/clip.js';
import { averaged } from './optimiser/ema.js';
import { keepAll, nextRunning, release, runningIn, runningState } from './running-state.js';

/** What a contrastive training step is made of. */
export interface ContrastiveSetup {
  readonly model: ModelDefinition;
  readonly head: string;
  /** @default 'nt-xent' */
  readonly objective?: ObjectiveName;
  readonly augmentations: readonly AugmentationOptions[];
  /** Weights that training changes, under `encoder.` and `head.`. */
  readonly trainable: HostWeights;
  /** Weights that it leaves alone. */
  readonly frozen: HostWeights;
  /** State that every step moves without gradients: running statistics. @default none */
  readonly running?: HostWeights;
  /**
   * A batch as it will be fed: `spectra [N, L]` and the draws of augmentations and encoder for 2N views; for `sup-con` also `groups [N]`, int32.
   * Where there is `noise [2N, L]`, it is added to preprocessed views.
   */
  readonly sampleBatch: NamedTensors;
  /** Keep a running mean of the weights, `ema.…` of the state, by the scalar input `emaDecay`. @default false */
  readonly ema?: boolean;
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
 * Augment twice, preprocess, add noise, encode, project, objective, gradients, clipping by global norm, AdamW: one step, one function.
 *
 * Results: `loss`, `gradientNorm` before clipping, and what is watched of the embeddings: `spread`, `effectiveRank`, `alignment`,
 * `uniformity`.
 */
export function contrastiveStep(setup: ContrastiveSetup): TrainingStep {
  const { running = {} } = setup;
  const names = Object.keys(setup.trainable);
  const { ema = false } = setup;
  const zeros = (value: NamedTensors[string]) =>
    ({ type: 'float32', dims: value.dims, data: new Float32Array(value.data.length) }) as const;
  const moments = Object.fromEntries(
    names.flatMap((name) => {
      const weight = setup.trainable[name] as NamedTensors[string];
      return [
        [`weight.${name}`, weight],
        [`first.${name}`, zeros(weight)],
        [`second.${name}`, zeros(weight)],
        ...(ema ? [[`ema.${name}`, weight] as const] : []),
      ];
    }),
  );
  const initialState: NamedTensors = { ...moments, ...runningState(running) };

  const run: TrainingStep['run'] = (state, batch, scalars) => {
    const { spectra, groups, noise, ...draws } = batch as { spectra: tf.Tensor } & TensorMap;
    const views = augment(setup.augmentations, tf.concat([spectra, spectra], 0), draws);
    const frozen = Object.fromEntries(
      Object.entries(setup.frozen).map(([name, { dims, data }]) => [name, tf.tensor(data as Float32Array, [...dims])]),
    );
    const clean = preprocess(setup.model.preprocessing, scoped(frozen, 'preprocessing'), views);
    const x = noise === undefined ? clean : tf.add(clean, noise);
    const weights = names.map((name) => state[`weight.${name}`] as tf.Tensor);
    let watched: TensorMap = {};
    let updates: TensorMap = {};
    const loss = (...values: tf.Tensor[]) => {
      const named = {
        ...frozen,
        ...runningIn(running, state),
        ...Object.fromEntries(names.map((name, i) => [name, values[i] as tf.Tensor])),
      };
      const encoding = encodePreprocessed(setup.model, named, x, 'training', scoped(draws, 'encoder'));
      watched = keepAll(embeddingMonitors(encoding.embedding));
      updates = keepAll(encoding.updates ?? {});
      const projections = headOf(setup.head).project(scoped(named, 'head'), encoding);
      const objective = objectiveOf(
        setup.objective ?? 'nt-xent',
        projections,
        groups,
        scalars.temperature as tf.Scalar,
      );
      return encoding.penalty === undefined ? objective : (tf.add(objective, encoding.penalty) as tf.Scalar);
    };
    const { value, grads } = tf.valueAndGrads(loss)(weights);
    const monitors = release(watched);
    const moved = release(updates);
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
        ...(ema
          ? [
              [
                `ema.${name}`,
                averaged(state[`ema.${name}`] as tf.Tensor, updated.weight, scalars.emaDecay as tf.Scalar),
              ],
            ]
          : []),
      ] as [string, tf.Tensor][];
    });
    return {
      state: { ...Object.fromEntries(next), ...nextRunning(running, moved) },
      results: { loss: value, gradientNorm: norm, ...monitors },
    };
  };
  const scalars = ema ? [...CONTRASTIVE_SCALARS, 'emaDecay'] : CONTRASTIVE_SCALARS;
  return { initialState, sampleBatch: setup.sampleBatch, scalars, run };
}
