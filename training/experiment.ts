import type { Metrics } from '@spectrosim/models';
import type { TrainingConfig } from './config.js';
import { type Dataset, rowsAt } from './dataset.js';
import { assertDisjoint } from './evaluation/assert-disjoint.js';
import { compareSystems, countPairs, floorName, measureSystem, type SystemScores } from './evaluation/evaluate.js';
import type { Floor } from './evaluation/floor.js';
import { pairsAmong, placedPairs } from './evaluation/pairs.js';
import type { Stage } from './evaluation/score-trained.js';
import type { Split } from './evaluation/splits.js';
import type { ExperimentPorts } from './experiment-ports.js';
import type { TrainedModel } from './loop/train.js';
import { objectiveOf } from './objectives/registry.js';
import { trainSide } from './trained-side.js';

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
  ports: ExperimentPorts,
): Promise<Experiment> {
  assertDisjoint(split, dataset);
  const { groups } = dataset;
  const groupsAt = (indices: readonly number[]) => indices.map((i) => groups[i] as string);
  const trainPairs = pairsAmong(split.train, groups);
  const testPairs = pairsAmong(split.test, groups);
  // Before any work: of too few groups no threshold can be chosen, and none measured.
  countPairs('training', trainPairs, groupsAt(split.train));
  countPairs('test', testPairs, groupsAt(split.test));
  const tested = placedPairs(testPairs, split.test);
  const side = await trainSide(dataset, split.train, trainPairs, config, ports);
  const { trained, floor } = side;
  ports.onMeasure?.();
  const objective = objectiveOf(config.objective);
  const scored = async (system: string, stage: Stage): Promise<SystemScores> => ({
    system,
    scores: await side.score(stage, testPairs),
    threshold: await side.threshold(stage, trainPairs),
  });
  const kind = objective.pairs === undefined ? 'contrastive' : objective.title;
  const model = await scored(`${config.encoder.name} encoder, ${kind}`, 'trained');
  const metrics = compareSystems(
    protocol,
    {
      model,
      floor: {
        system: floorName(floor),
        scores: await floor.score(rowsAt(dataset.rows, split.test), tested),
        threshold: floor.threshold,
      },
    },
    tested,
    groupsAt(split.test),
    config.seed,
  );
  const untrained = await scored('the same encoder, untrained', 'untrained');
  return {
    trained,
    threshold: model.threshold,
    floor,
    metrics: { ...metrics, untrained: measureSystem(untrained, tested, groupsAt(split.test), config.seed) },
  };
}
