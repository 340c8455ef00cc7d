import { type NamedTensors, SpectroSimError } from '@spectrosim/models';
import type { TrainingConfig } from '../config.js';
import { objectiveOf } from '../objectives/registry.js';

/** What in a training's state is not a finite number. */
export interface NotFinite {
  /** The first tensor of it, in the order of the state: weights with their moments, from the input on. */
  readonly name: string;
  /** Such tensors, of so many. */
  readonly tensors: number;
  readonly of: number;
}

/** Looks through the state for NaN and Inf; `undefined` where there is none. */
export function notFiniteIn(state: NamedTensors): NotFinite | undefined {
  const names = Object.entries(state)
    .filter(([, { type, data }]) => type === 'float32' && !(data as Float32Array).every(Number.isFinite))
    .map(([name]) => name);
  const [name] = names;
  return name === undefined ? undefined : { name, tensors: names.length, of: Object.keys(state).length };
}

/**
 * The error with which training stops: the step, what was not finite there and first in the state after it, and what to do.
 *
 * @param origin the first value that was not finite, where it is known
 */
export function notFiniteError(
  step: number,
  { loss, gradientNorm }: { readonly loss: number; readonly gradientNorm: number },
  state: NamedTensors,
  { steps, learningRate, temperature, objective }: TrainingConfig,
  origin?: string,
): SpectroSimError {
  const found = notFiniteIn(state);
  const first = !Number.isFinite(loss)
    ? `The loss became ${loss}`
    : !Number.isFinite(gradientNorm)
      ? `The gradient norm became ${gradientNorm} (loss ${loss})`
      : `The state became no finite number (loss ${loss}, gradient norm ${gradientNorm})`;
  const rest =
    found === undefined
      ? 'weights and moments are still finite'
      : `${found.name} is the first of ${found.tensors} among ${found.of} tensors of the state that are not finite after it`;
  const began = origin === undefined ? '' : ` The first value of that step that is not finite is ${origin}.`;
  const warmer = objectiveOf(objective).reads.includes('temperature')
    ? ` or raise the temperature (${temperature})`
    : '';
  return new SpectroSimError(
    'training',
    `${first} at step ${step} of ${steps}; ${rest}.${began} Lower the learning rate (${learningRate})${warmer}.`,
  );
}
