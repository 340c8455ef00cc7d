import { encodeModel } from '@spectrosim/export';
import type { GraphRuntime, LoadOptions, Metrics, Recipe, TensorValue } from '@spectrosim/models';
import type { TrainingConfig } from './config.js';
import { type Dataset, rowsAt } from './dataset.js';
import type { TrainingEngine } from './engines/engine.js';
import { compareSystems, countPairs, floorName } from './evaluation/evaluate.js';
import { chooseFloor, type Floor, rowCosines } from './evaluation/floor.js';
import { bestThreshold } from './evaluation/measures.js';
import { allPairs } from './evaluation/pairs.js';
import type { Split } from './evaluation/splits.js';
import { modelGraph } from './export-model.js';
import { type TrainedModel, type TrainingProgress, train } from './loop/train.js';
import { runOnRows } from './run-function.js';

/** What an experiment runs on. */
export interface ExperimentPorts {
  readonly engine: TrainingEngine;
  readonly runtime: GraphRuntime;
  readonly options: LoadOptions;
  readonly onProgress?: (progress: TrainingProgress) => void;
}

/** A model trained on some groups and measured on others. */
export interface Experiment {
  readonly trained: TrainedModel;
  /** Frozen on training pairs: the cosine that maximises balanced accuracy there. */
  readonly threshold: number;
  readonly floor: Floor;
  readonly metrics: Metrics;
}

/**
 * Trains on one side of a split and measures on the other, beside the training-free floor.
 *
 * Everything that is fitted or chosen — statistics, weights, both thresholds, the floor's preprocessing — comes from the
 * training side. Embeddings come from the graph that would be exported.
 */
export async function runExperiment(
  dataset: Dataset,
  split: Split,
  protocol: string,
  config: TrainingConfig,
  { engine, runtime, options, onProgress }: ExperimentPorts,
): Promise<Experiment> {
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
  const trained = await train(trainRows, dataset.axis, recipe, config, {
    engine,
    runOnRows: run,
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const embed = await embedder(trained, dataset.rows.bins, runtime, options);
  const width = trained.embedding;
  const trainScores = rowCosines(await embed(trainRows.data), width, trainPairs);
  const threshold = bestThreshold({ scores: trainScores, same: trainPairs.same });
  const scores = rowCosines(await embed(testRows.data), width, testPairs);
  await embed.dispose();

  const metrics = compareSystems(
    protocol,
    { system: `${config.encoder.name} encoder, contrastive`, scores, threshold },
    { system: floorName(floor), scores: await floor.score(testRows, testPairs), threshold: floor.threshold },
    testPairs,
    groupsAt(split.test),
    config.seed,
  );
  return { trained, threshold, floor, metrics };
}

/** A cosine ignores the scale of a spectrum, an encoder does not: the floor's recipe for an encoder ends in SNV. */
function scaleFree(recipe: Recipe): Recipe {
  return recipe.at(-1)?.step === 'snv' ? recipe : [...recipe, { step: 'snv' }];
}

async function embedder(trained: TrainedModel, bins: number, runtime: GraphRuntime, options: LoadOptions) {
  const session = await runtime.load(encodeModel(modelGraph(trained.definition, trained.weights, bins)), options);
  const embed = async (data: Float32Array) => {
    const spectra: TensorValue = { type: 'float32', dims: [data.length / bins, bins], data };
    const { embedding } = await session.run({ spectra });
    return (embedding as TensorValue).data as Float32Array;
  };
  return Object.assign(embed, { dispose: () => session.dispose() });
}
