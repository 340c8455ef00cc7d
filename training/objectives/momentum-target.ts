import { type HostWeights, prefixed, scoped, type Weights } from '@spectrosim/models/graph';
import type * as tf from '@tensorflow/tfjs-core';
import type { TensorMap } from '../engines/engine.js';
import { averaged } from '../optimiser/ema.js';
import { nextRunning, runningIn, runningState } from '../running-state.js';

/** What a target has of its own: encoder and head, not what an objective adds to them. */
const FOLLOWED = /^(encoder|head)\./;

/** A second encoder and head that follow the trained ones, as state under `target.`: at first their copy, running statistics too. */
export function targetState(trainable: HostWeights, running: HostWeights): HostWeights {
  return prefixed({ ...followed(trainable), ...runningState(running) }, 'target');
}

/** The target's weights among a state, by the names that encoder and head know. */
export function targetWeights(running: HostWeights, state: TensorMap): Weights {
  const own = scoped(state, 'target');
  return { ...followed(own), ...runningIn(running, own) };
}

/**
 * The target after a step: `d · target + (1 − d) · trained`, its running statistics those of its own passes.
 *
 * @param trained weights after the step
 * @param updates of running statistics, from the target's encoding
 * @param decay d, a scalar
 */
export function nextTarget(
  running: HostWeights,
  state: TensorMap,
  trained: TensorMap,
  updates: TensorMap,
  decay: tf.Scalar,
): TensorMap {
  const moved = Object.entries(followed(scoped(state, 'target'))).map(([name, weight]) => [
    name,
    averaged(weight, trained[name] as tf.Tensor, decay),
  ]);
  return prefixed({ ...Object.fromEntries(moved), ...nextRunning(running, updates) }, 'target');
}

function followed<T>(weights: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(weights).filter(([name]) => FOLLOWED.test(name)));
}
