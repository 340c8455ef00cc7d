import type { GraphRuntime, LoadOptions, Manifest, Recipe } from '@spectrosim/models';
import { type BackEndDefinition, prefixed } from '@spectrosim/models/graph';
import type { TrainingConfig } from '../config.js';
import { type Dataset, rowsAt } from '../dataset.js';
import type { Split } from '../evaluation/splits.js';
import type { Experiment } from '../experiment.js';
import { explanationGraph } from '../export-explanation.js';
import { modelGraph, scoreGraph } from '../export-model.js';
import type { TrainedModel } from '../loop/train.js';
import { objectiveOf, type ResolvedObjective } from '../objectives/registry.js';
import { requireEmbedding } from '../objectives/require-embedding.js';
import { runOnRows } from '../run-function.js';
import { assembleArtifact, backEndEntry, type Provenance } from './assemble.js';
import { explanationStart } from './explanation-start.js';

const COSINE: BackEndDefinition = { centre: false, project: false, lengthNormalise: false, scoring: 'cosine' };

/**
 * An experiment's model as the files of an artifact: one branch, an encoder, and the cosine of its embeddings.
 *
 * @param runtime node's CPU, by which the reference outputs are defined
 * @returns file contents by path, `manifest.json` among them
 * @throws SpectroSimError `graph` when a graph of the model does not check; `usage` for an objective that gives no embeddings.
 */
export async function buildArtifact(
  dataset: Dataset,
  split: Split,
  { trained, threshold, floor, metrics }: Experiment,
  config: TrainingConfig,
  provenance: Provenance,
  runtime: GraphRuntime,
  options: LoadOptions,
): Promise<Record<string, Uint8Array>> {
  requireEmbedding(config.objective, 'An artifact');
  const objective = objectiveOf(config.objective);
  const { definition, weights, parameters, embedding } = trained;
  const bins = dataset.rows.bins;
  const start = await explanationStart(
    { ...definition, backEnd: COSINE },
    weights,
    rowsAt(dataset.rows, split.train),
    (fn, x, own) => runOnRows(runtime, options, fn, x, own),
  );
  // The recipe is the branch's own field: as it was resolved, not as it was asked for.
  const { preprocessing: _, ...settings } = config;
  const encoder = {
    name: definition.encoder.name,
    config: definition.encoder.config as Record<string, unknown>,
    parameters,
  };
  const parts = {
    ...cosineOf(definition.preprocessing, embedding, threshold, encoder),
    floor: cosineOf(floor.recipe, bins, floor.threshold),
    training: {
      ...settings,
      batch: trained.batch,
      objective: objective.title,
      ...(typeof config.objective === 'string' ? {} : { objectiveSettings: config.objective.config }),
      loss: lossSummary(trained, objective),
      ...(trained.losses.length < config.steps && { taken: trained.losses.length }),
      ...(trained.best && { best: trained.best }),
      ...provenance,
    },
    metrics,
    trainingRows: split.train,
    graphs: (metadata = {}) => ({
      model: modelGraph(definition, weights, bins, metadata),
      score: scoreGraph(embedding, metadata),
      explain: explanationGraph({ model: definition, weights, start }, dataset.axis, metadata),
    }),
    weights: prefixed(weights, 'branches.0'),
    seed: config.seed,
  };
  return assembleArtifact(dataset, parts, runtime, options);
}

function cosineOf(
  preprocessing: Recipe,
  embedding: number,
  threshold: number,
  encoder?: Manifest['branches'][number]['encoder'],
): Manifest['floor'] {
  return {
    branches: [
      {
        preprocessing: [...preprocessing],
        ...(encoder && { encoder }),
        backEnd: backEndEntry('cosine', COSINE),
        embedding,
        slice: [0, embedding],
      },
    ],
    embedding,
    decision: { score: 'cosine', threshold },
  };
}

/** Mean loss of the first and the last tenth of the steps, beside what telling nothing apart gives, where there is such a number. */
function lossSummary(
  { losses, batch }: TrainedModel,
  { chance }: ResolvedObjective,
): { first: number; last: number; chance?: number } {
  const tenth = Math.max(1, Math.round(losses.length / 10));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    first: mean(losses.slice(0, tenth)),
    last: mean(losses.slice(-tenth)),
    ...(chance && { chance: chance(batch) }),
  };
}
