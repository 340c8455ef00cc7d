import type { GraphRuntime, LoadOptions, Metrics, Recipe } from '@spectrosim/models';
import type { TrainingConfig } from './config.js';
import { type Dataset, rowsAt } from './dataset.js';
import type { TrainingEngine } from './engines/engine.js';
import { assertDisjoint } from './evaluation/assert-disjoint.js';
import { compareSystems, countPairs, floorName, measureSystem, type SystemScores } from './evaluation/evaluate.js';
import { chooseFloor, type Floor } from './evaluation/floor.js';
import { allPairs } from './evaluation/pairs.js';
import { type Stage, scoreTrained } from './evaluation/score-trained.js';
import type { Split } from './evaluation/splits.js';
import { bestThreshold } from './evaluation/threshold.js';
import type { Checkpoints } from './loop/checkpoint.js';
import type { TrainingProgress } from './loop/progress.js';
import { type TrainedModel, train } from './loop/train.js';
import { objectiveOf } from './objectives/registry.js';
import { runOnRows } from './run-function.js';
import { numberGroups } from './verifier/number-groups.js';

/** What an experiment runs on. */
export interface ExperimentPorts {
  readonly engine: TrainingEngine;
  readonly runtime: GraphRuntime;
  readonly options: LoadOptions;
  readonly onProgress?: (progress: TrainingProgress) => void;
  readonly onAlarm?: (text: string) => void;
  readonly checkpoints?: Checkpoints;
  /** Told once, when training is over and measuring begins. */
  readonly onMeasure?: () => void;
}

/** What an experiment measures: the model before training too. */
export type ExperimentMetrics = Metrics & { readonly untrained: NonNullable<Metrics['untrained']> };

/** A model trained on some groups and measured on others. */
export interface Experiment {
  readonly trained: TrainedModel;
  /** Frozen on training pairs: the score, a cosine unless the objective reads pairs, that maximises balanced accuracy there. */
  readonly threshold: number;
  readonly floor: Floor;
  readonly metrics: ExperimentMetrics;
}

/**
 * Trains on one side of a split and measures on the other, beside the training-free floor.
 *
 * Everything that is fitted or chosen — statistics, weights, both thresholds, the floor's preprocessing — comes from the
 * training side. Embeddings come from traced graphs, as they do once the model is exported.
 *
 * @param protocol how the split was made, for the report
 * @throws SpectroSimError `input` when the sides share a spectrum or a group, or either lacks pairs of one group or of
 * two, before any work; `training` and `interrupted` as {@link train} does.
 * @example
 * ```ts
 * const split = holdOutGroups(dataset.groups, 0.25, config.seed);
 * const { metrics } = await runExperiment(dataset, split, 'held-out groups', config, { engine, runtime, options });
 * metrics.model.auc; // { value, lo, hi }
 * ```
 */
export async function runExperiment(
  dataset: Dataset,
  split: Split,
  protocol: string,
  config: TrainingConfig,
  { engine, runtime, options, onProgress, onAlarm, checkpoints, onMeasure }: ExperimentPorts,
): Promise<Experiment> {
  assertDisjoint(split, dataset);
  const trainRows = rowsAt(dataset.rows, split.train);
  const testRows = rowsAt(dataset.rows, split.test);
  const groupsAt = (indices: readonly number[]) => indices.map((i) => dataset.groups[i] as string);
  const trainPairs = allPairs(groupsAt(split.train));
  const testPairs = allPairs(groupsAt(split.test));
  // Before any work: of too few groups no threshold can be chosen, and none measured.
  countPairs('training', trainPairs, groupsAt(split.train));
  countPairs('test', testPairs, groupsAt(split.test));
  const run: Parameters<typeof chooseFloor>[2] = (fn, rows, weights) => runOnRows(runtime, options, fn, rows, weights);

  const floor = await chooseFloor(trainRows, trainPairs, run);
  const recipe = config.preprocessing === 'floor' ? scaleFree(floor.recipe) : config.preprocessing;
  const trained = await train(
    { rows: trainRows, axis: dataset.axis, groups: numberGroups(groupsAt(split.train)) },
    recipe,
    config,
    {
      engine,
      runOnRows: run,
      ...(onProgress && { onProgress }),
      ...(onAlarm && { onAlarm }),
      ...(checkpoints && { checkpoints }),
    },
  );
  onMeasure?.();
  const objective = objectiveOf(config.objective);
  const scored = async (system: string, stage: Stage): Promise<SystemScores> => {
    const known = await scoreTrained(trained, stage, objective, trainRows, trainPairs, run);
    const threshold = bestThreshold({ scores: known, same: trainPairs.same });
    return { system, scores: await scoreTrained(trained, stage, objective, testRows, testPairs, run), threshold };
  };
  const kind = objective.pairs === undefined ? 'contrastive' : objective.title;
  const model = await scored(`${config.encoder.name} encoder, ${kind}`, 'trained');
  const metrics = compareSystems(
    protocol,
    {
      model,
      floor: {
        system: floorName(floor),
        scores: await floor.score(testRows, testPairs),
        threshold: floor.threshold,
      },
    },
    testPairs,
    groupsAt(split.test),
    config.seed,
  );
  const untrained = await scored('the same encoder, untrained', 'untrained');
  return {
    trained,
    threshold: model.threshold,
    floor,
    metrics: { ...metrics, untrained: measureSystem(untrained, testPairs, groupsAt(split.test), config.seed) },
  };
}

/** A cosine ignores the scale of a spectrum, an encoder does not: the floor's recipe for an encoder ends in SNV. */
function scaleFree(recipe: Recipe): Recipe {
  return recipe.at(-1)?.step === 'snv' ? recipe : [...recipe, { step: 'snv' }];
}
