import type { HostWeights } from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';
import type { TensorMap } from './engines/engine.js';

/** Running statistics as part of a training step's state, `running.NAME`. */
export function runningState(running: HostWeights): HostWeights {
  return Object.fromEntries(Object.entries(running).map(([name, value]) => [stateName(name), value]));
}

/** The running statistics among a state, by their own names. */
export function runningIn<T>(running: HostWeights, state: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.keys(running).map((name) => [name, state[stateName(name)] as T]));
}

/**
 * The state after a step in which an encoder gave these updates.
 *
 * @throws Error when one is missing or none of the running statistics, which is a mistake in the encoder's code
 */
export function nextRunning(running: HostWeights, updates: TensorMap): TensorMap {
  const [expected, got] = [Object.keys(running), Object.keys(updates)].map((names) => names.toSorted().join(', '));
  if (expected !== got) {
    throw new Error(
      `an encoder in training updates its running statistics, which are: ${expected}; it updated: ${got}`,
    );
  }
  return Object.fromEntries(Object.entries(updates).map(([name, value]) => [stateName(name), value]));
}

/** Keeps tensors that are made while a loss is differentiated, so that {@link release} can hand them out after it. */
export function keepAll<T extends TensorMap>(tensors: T): T {
  for (const tensor of Object.values(tensors)) {
    tf.keep(tensor);
  }
  return tensors;
}

/** Kept tensors as ones that belong to the caller's scope, which frees them. */
export function release<T extends TensorMap>(tensors: T): T {
  const own = Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tf.clone(tensor)]));
  tf.dispose(Object.values(tensors));
  return own as T;
}

function stateName(name: string): string {
  return `running.${name}`;
}
