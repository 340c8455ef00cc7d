// tfjs-core alone has no gradients; the union package registers them.
import '@tensorflow/tfjs';
import type { NamedTensors } from '@spectrosim/models';
import {
  type Encoding,
  encodePreprocessed,
  type HostWeights,
  headOf,
  type ModelDefinition,
  prefixed,
  preprocess,
  scoped,
  type Weights,
} from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';
import { type AugmentationOptions, augment } from './augment/augment.js';
import type { TensorMap, TrainingStep } from './engines/engine.js';
import { embeddingMonitors } from './loop/embedding-monitors.js';
import { nextTarget, targetState, targetWeights } from './objectives/momentum-target.js';
import { type ObjectiveInput, objectiveOf } from './objectives/registry.js';
import { clipByGlobalNorm } from './optimiser/clip.js';
import { type UpdateScalars, updateWeights, weightState } from './optimiser/update-weights.js';
import { keepAll, nextRunning, release, runningIn, runningState } from './running-state.js';

/** What a contrastive training step is made of. */
export interface ContrastiveSetup {
  readonly model: ModelDefinition;
  readonly head: string;
  /** @default 'nt-xent' */
  readonly objective?: ObjectiveInput;
  readonly augmentations: readonly AugmentationOptions[];
  /** Weights that training changes, under `encoder.`, `head.` and, where the objective has some, `objective.`. */
  readonly trainable: HostWeights;
  /** Weights that it leaves alone. */
  readonly frozen: HostWeights;
  /** State that every step moves without gradients: running statistics. @default none */
  readonly running?: HostWeights;
  /** State of the objective, by its own names. @default none */
  readonly objectiveState?: HostWeights;
  /**
   * A batch as it will be fed: `spectra [N, L]` and the draws of augmentations and encoder for 2N views; where the objective reads
   * them also `groups [N]` and `indices [N]`, int32. Where there is `noise [2N, L]`, it is added to preprocessed views.
   */
  readonly sampleBatch: NamedTensors;
  /** Keep a running mean of the weights, `ema.…` of the state, by the scalar input `emaDecay`. @default false */
  readonly ema?: boolean;
}

/** The scalar inputs of a contrastive step; `emaDecay` and `targetDecay` come after them where there is something to decay. */
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
 * State: weights and moments, `running.…` statistics, `objective.…` (a queue), `target.…` (encoder and head that follow).
 * Results: `loss`, `gradientNorm` before clipping, and what is watched of the embeddings: `spread`, `effectiveRank`, `alignment`,
 * `uniformity`.
 */
export function contrastiveStep(setup: ContrastiveSetup): TrainingStep {
  const { model, head, trainable, running = {}, objectiveState = {}, ema = false } = setup;
  const objective = objectiveOf(setup.objective ?? 'nt-xent');
  const follows = objective.targetDecay !== undefined;
  const names = Object.keys(trainable);
  const initialState: NamedTensors = {
    ...weightState(trainable, ema),
    ...runningState(running),
    ...prefixed(objectiveState, 'objective'),
    ...(follows && targetState(trainable, running)),
  };

  const encode = (weights: Weights, x: tf.Tensor, draws?: Weights) =>
    encodePreprocessed(model, weights, x, 'training', draws);
  const project = (weights: Weights, encoding: Encoding) => headOf(head).project(scoped(weights, 'head'), encoding);

  const run: TrainingStep['run'] = (state, batch, scalars) => {
    const { spectra, groups, indices, noise, ...draws } = batch as { spectra: tf.Tensor } & TensorMap;
    const views = augment(setup.augmentations, tf.concat([spectra, spectra], 0), draws);
    const frozen = Object.fromEntries(
      Object.entries(setup.frozen).map(([name, { dims, data }]) => [name, tf.tensor(data as Float32Array, [...dims])]),
    );
    const clean = preprocess(model.preprocessing, scoped(frozen, 'preprocessing'), views);
    const noisy = noise === undefined ? clean : tf.add(clean, noise);
    const x = objective.pairs?.inputs(noisy) ?? noisy;

    // The target's passes come before anything is differentiated: to gradients they are constants.
    const following = follows ? { ...frozen, ...targetWeights(running, state) } : undefined;
    // What is followed drops nothing: it is a mean of many steps, and meant to be steady.
    const targetEncoding = following && encode(following, x);
    const targets = targetEncoding && project(following, targetEncoding);

    let watched: TensorMap = {};
    let updates: TensorMap = {};
    let remembered: TensorMap = {};
    const loss = (...values: tf.Tensor[]) => {
      const named = {
        ...frozen,
        ...runningIn(running, state),
        ...Object.fromEntries(names.map((name, i) => [name, values[i] as tf.Tensor])),
      };
      const encoding = encode(named, x, scoped(draws, 'encoder'));
      watched = keepAll(embeddingMonitors(encoding.embedding));
      updates = keepAll(encoding.updates ?? {});
      const outcome = objective.loss({
        embedding: encoding.embedding,
        projections: objective.pairs === undefined ? project(named, encoding) : encoding.embedding,
        ...(targets && { targets }),
        ...(groups && { groups }),
        ...(indices && { indices }),
        temperature: scalars.temperature as tf.Scalar,
        weights: scoped(named, 'objective'),
        state: scoped(state, 'objective'),
      });
      remembered = keepAll(outcome.state ?? {});
      return encoding.penalty === undefined ? outcome.loss : (tf.add(outcome.loss, encoding.penalty) as tf.Scalar);
    };
    const weights = names.map((name) => state[`weight.${name}`] as tf.Tensor);
    const { value, grads } = tf.valueAndGrads(loss)(weights);
    const monitors = release(watched);
    const moved = release(updates);
    const { factor, norm } = clipByGlobalNorm(grads, scalars.clip as tf.Scalar);
    const { targetDecay, ...ofUpdates } = scalars;
    const next = updateWeights(names, state, grads, {
      ...(ofUpdates as unknown as UpdateScalars),
      gradientFactor: factor,
    });
    return {
      state: {
        ...next.state,
        ...nextRunning(running, moved),
        ...prefixed(release(remembered), 'objective'),
        ...(targetEncoding &&
          nextTarget(running, state, next.weights, targetEncoding.updates ?? {}, targetDecay as tf.Scalar)),
      },
      results: { loss: value, gradientNorm: norm, ...monitors },
    };
  };
  const scalars = [...CONTRASTIVE_SCALARS, ...(ema ? ['emaDecay'] : []), ...(follows ? ['targetDecay'] : [])];
  return { initialState, sampleBatch: setup.sampleBatch, scalars, run };
}
