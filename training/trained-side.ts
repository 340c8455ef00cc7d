import type { Recipe } from '@spectrosim/models';
import type { TrainingConfig } from './config.js';
import { type Dataset, rowsAt } from './dataset.js';
import { chooseFloor, type Floor } from './evaluation/floor.js';
import { type Pairs, placedPairs } from './evaluation/pairs.js';
import { type Stage, scoreTrained } from './evaluation/score-trained.js';
import { bestThreshold } from './evaluation/threshold.js';
import type { ExperimentPorts } from './experiment-ports.js';
import { type TrainedModel, train } from './loop/train.js';
import { objectiveOf } from './objectives/registry.js';
import { runOnRows } from './run-function.js';
import { numberGroups } from './verifier/number-groups.js';

/** A model trained on one side of a split, ready to score pairs of any spectra of the dataset. */
export interface TrainedSide {
  readonly trained: TrainedModel;
  readonly floor: Floor;
  /** Scores of pairs that are named by indices of the dataset `[P]`. */
  score(stage: Stage, pairs: Pairs): Promise<Float64Array>;
  /** The score that parts those training pairs best. */
  threshold(stage: Stage, trainPairs: Pairs): Promise<number>;
}

/**
 * Trains on one side of a split: the floor's preprocessing is chosen there, where the configuration leaves that open, and so is all
 * else that is fitted.
 *
 * @param train indices of the training spectra
 * @param trainPairs by which the floor is chosen, named by indices of the dataset
 * @throws SpectroSimError `training` and `interrupted` as {@link train} does.
 */
export async function trainSide(
  dataset: Dataset,
  side: readonly number[],
  trainPairs: Pairs,
  config: TrainingConfig,
  { engine, runtime, options, onMeasure: _, ...told }: ExperimentPorts,
): Promise<TrainedSide> {
  const rows = rowsAt(dataset.rows, side);
  const run: Parameters<typeof chooseFloor>[2] = (fn, of, weights) => runOnRows(runtime, options, fn, of, weights);
  const floor = await chooseFloor(rows, placedPairs(trainPairs, side), run);
  const recipe = config.preprocessing === 'floor' ? scaleFree(floor.recipe) : config.preprocessing;
  const trained = await train(
    { rows, axis: dataset.axis, groups: numberGroups(side.map((i) => dataset.groups[i] as string)) },
    recipe,
    config,
    { engine, runOnRows: run, ...told },
  );
  const objective = objectiveOf(config.objective);
  const score = async (stage: Stage, pairs: Pairs) => {
    // Only the spectra that are compared are encoded.
    const compared = [...new Set([...pairs.a, ...pairs.b])].sort((one, other) => one - other);
    return scoreTrained(trained, stage, objective, rowsAt(dataset.rows, compared), placedPairs(pairs, compared), run);
  };
  return {
    trained,
    floor,
    score,
    threshold: async (stage, pairs) => bestThreshold({ scores: await score(stage, pairs), same: pairs.same }),
  };
}

/** A cosine ignores the scale of a spectrum, an encoder does not: the floor's recipe for an encoder ends in SNV. */
function scaleFree(recipe: Recipe): Recipe {
  return recipe.at(-1)?.step === 'snv' ? recipe : [...recipe, { step: 'snv' }];
}
