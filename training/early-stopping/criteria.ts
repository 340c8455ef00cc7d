import { type NamedTensors, SpectroSimError } from '@spectrosim/models';
import {
  encodePreprocessed,
  type fitRecipe,
  type HostWeights,
  type ModelDefinition,
  type Rows,
} from '@spectrosim/models/graph';
import type { TrainingConfig } from '../config.js';
import type { StepInputs, TrainingEngine, TrainingStep } from '../engines/engine.js';
import { areaUnderRoc } from '../evaluation/area-under-roc.js';
import { rowCosines } from '../evaluation/floor.js';
import { allPairs } from '../evaluation/pairs.js';
import { feedOf } from '../loop/feed.js';

/** Spectra that a loss is of, at most: all of them are told apart from each other. */
const MOST_IN_LOSS = 64;

/** What was set aside. */
export interface HeldOut {
  /** As they were measured. */
  readonly raw: Rows;
  readonly preprocessed: Rows;
  /** The group of each row. */
  readonly groups: readonly number[];
}

/** ROC AUC of the cosines of all pairs of embeddings. @returns a function of the weights that inference needs */
export function heldOutAuc(
  { preprocessed, groups }: HeldOut,
  definition: ModelDefinition,
  embedding: number,
  runOnRows: Parameters<typeof fitRecipe>[2],
): (weights: HostWeights) => Promise<number> {
  const pairs = allPairs(groups.map(String));
  return async (weights) => {
    const embeddings = await runOnRows(
      (x, given) => encodePreprocessed(definition, given, x).embedding,
      preprocessed,
      weights,
    );
    return areaUnderRoc({ scores: rowCosines(embeddings, embedding, pairs), same: pairs.same });
  };
}

/**
 * The training's own loss on one batch of what was set aside, the draws of augmentations and noise in it the same at every look. It is
 * the loss of a first step, which is computed before the step moves anything.
 *
 * @param stepOf a step from a state, for a batch
 */
export async function heldOutLoss(
  { raw, preprocessed, groups }: HeldOut,
  config: TrainingConfig,
  engine: TrainingEngine,
  stepOf: (state: NamedTensors, sampleBatch: NamedTensors) => TrainingStep,
  scalars: StepInputs['scalars'],
): Promise<(state: NamedTensors) => Promise<number>> {
  const settings = { ...config, batch: Math.min(MOST_IN_LOSS, raw.count) };
  const { next } = await feedOf({ rows: raw, groups, preprocessed: async () => preprocessed }, settings);
  const batch = next();
  return async (state) => {
    const running = await engine.start(stepOf(state, batch));
    try {
      const [results] = await running.steps([{ batch, scalars }]);
      const loss = results?.loss as number;
      if (!Number.isFinite(loss)) {
        throw new SpectroSimError(
          'training',
          `The loss of the groups set aside became ${loss}. Lower the learning rate (${config.learningRate}) or raise the temperature (${config.temperature}).`,
        );
      }
      return loss;
    } finally {
      await running.dispose();
    }
  };
}
