import { createRandom } from '@spectrosim/models';
import { type EncodingWidths, type HostWeights, headOf, prefixed } from '@spectrosim/models/graph';
import type { TrainingConfig } from '../config.js';
import { objectiveOf } from './registry.js';

/** What training starts from besides the model, and what inference throws away. */
export interface BesideModel {
  /** Weights under `head.` and, where the objective has some, `objective.`. */
  readonly trainable: HostWeights;
  /** The objective's state, by its own names. */
  readonly objectiveState: HostWeights;
}

/** Initial weights of head and objective. Where pairs are read nothing is projected, and there is no head. */
export function besideModel(
  { head: name, objective: setting, seed }: Pick<TrainingConfig, 'head' | 'objective' | 'seed'>,
  widths: EncodingWidths,
): BesideModel {
  const head = headOf(name);
  const { pairs, initial } = objectiveOf(setting);
  const sizes = { ...widths, projection: head.width(widths) };
  const { trainable = {}, state = {} } = initial?.(sizes, createRandom(seed, 'objective')) ?? {};
  const headWeights = pairs === undefined ? head.initial(widths, createRandom(seed, 'head')) : {};
  return {
    trainable: { ...prefixed(headWeights, 'head'), ...prefixed(trainable, 'objective') },
    objectiveState: state,
  };
}
