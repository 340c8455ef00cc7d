import {
  type ArtifactReader,
  alignRows,
  createAxis,
  decodeSafetensors,
  type GraphRuntime,
  hashLabel,
  type LoadOptions,
  loadModel,
  type Manifest,
  type Metrics,
  openArtifact,
  SpectroSimError,
} from '@spectrosim/models';
import { scoped } from '@spectrosim/models/graph';
import { verifierName } from './artifact/verifier-name.js';
import type { Dataset } from './dataset.js';
import type { ScoredPartition } from './evaluate-verifier.js';
import { compareSystems } from './evaluation/evaluate.js';
import { hardPairs } from './evaluation/hard-pairs.js';
import { metricsOf } from './evaluation/metrics-of.js';
import { allPairs } from './evaluation/pairs.js';
import { scoreByManifest, scoreInChunks } from './evaluation/score-artifact.js';
import { summariseEvaluation } from './evaluation/summarise-evaluation.js';

/** An artifact's scores of all pairs of spectra that it was not trained on. */
export interface ScoredArtifact {
  readonly manifest: Manifest;
  readonly manifestHash: string;
  /** Every pair, of one fold: one model scored them all. */
  readonly partition: ScoredPartition;
  /** The definition of hard pairs, a sentence. */
  readonly hardPairs: string;
  /** What the model and the floor are, in words. */
  readonly systems: { readonly model: string; readonly floor: string };
}

/**
 * Measures an artifact on spectra that it was not trained on, beside the floor that was chosen when it was trained.
 *
 * @throws SpectroSimError as {@link scoreArtifact} does; `input` when there is no pair of one group or of two.
 */
export async function evaluateArtifact(
  read: ArtifactReader,
  dataset: Dataset,
  runtime: GraphRuntime,
  options: LoadOptions,
  seed: number,
): Promise<Metrics> {
  return measureArtifact(await scoreArtifact(read, dataset, runtime, options), dataset, seed);
}

/**
 * Scores all pairs of spectra that an artifact was not trained on, by its model and its floor.
 *
 * What it was trained on is known by hashes: of each spectrum's numbers, and of each group's name. A spectrum that was
 * altered and put under another group's name is not recognised.
 *
 * @param dataset spectra on any axis that covers the model's
 * @throws SpectroSimError `input` when spectra or groups are among those it was trained on; `artifact` when the artifact
 * does not fit.
 */
export async function scoreArtifact(
  read: ArtifactReader,
  dataset: Dataset,
  runtime: GraphRuntime,
  options: LoadOptions,
): Promise<ScoredArtifact> {
  const { manifest, manifestHash, file } = await openArtifact(read);
  const trained = new Set(manifest.data.trainingRows);
  const known = dataset.names.filter((_, i) => trained.has(dataset.rowHashes[i] as string));
  if (known.length > 0) {
    throw new SpectroSimError(
      'input',
      `The model was trained on ${known.length} of the ${dataset.names.length} spectra: ${known.slice(0, 5).join(', ')}${known.length > 5 ? ' …' : ''}. A score on them would say nothing about new ones: leave them out.`,
    );
  }
  const trainedGroups = new Set(manifest.data.trainingGroups);
  const groups = [...new Set(dataset.groups)];
  const seen = (
    await Promise.all(groups.map(async (group) => (trainedGroups.has(await hashLabel(group)) ? group : undefined)))
  ).filter((group) => group !== undefined);
  if (seen.length > 0) {
    throw new SpectroSimError(
      'input',
      `The model was trained on ${seen.length} of the ${groups.length} groups: ${seen.slice(0, 5).join(', ')}${seen.length > 5 ? ' …' : ''}. Leave their spectra out, or rename the groups if they are others of the same name.`,
    );
  }
  const axis = createAxis(manifest.input.quantity, manifest.input.axis);
  const bins = axis.values.length;
  const { names, rows } = dataset;
  const data = alignRows({ axis: dataset.axis, names, intensities: rows.data, columns: new Map(), notes: [] }, axis);
  const pairs = allPairs(dataset.groups);
  const floorWeights = scoped(decodeSafetensors(await file('weights.safetensors')), 'floor');
  const test = { count: names.length, bins, data };
  const floor = await scoreByManifest(manifest.floor, floorWeights, test, pairs, runtime, options);
  const model = await loadModel(read, runtime, options);
  let scores: Float32Array;
  try {
    const score = async (a: Float32Array, b: Float32Array) => (await model.score(a, b)).score;
    scores = await scoreInChunks(score, await model.embed(data), manifest.embedding, pairs);
  } finally {
    await model.dispose();
  }
  const systems = {
    model: verifierName(manifest.branches),
    floor: `${verifierName(manifest.floor.branches)} spectra (no training)`,
  };
  const thresholds = (of: Manifest['decision']) => new Float64Array(pairs.same.length).fill(of.threshold);
  const { definition, ...chosen } = hardPairs(pairs, dataset, floor);
  const partition = {
    pairs,
    ...chosen,
    foldOf: new Int32Array(pairs.same.length),
    model: { llrs: scores, thresholds: thresholds(manifest.decision) },
    floor: { llrs: floor, thresholds: thresholds(manifest.floor.decision) },
  };
  return { manifest, manifestHash, partition, hardPairs: definition, systems };
}

/** Both scores are calibrated: whatever a likelihood ratio can be judged by is measured. */
export function hasRatios({ decision, floor }: Pick<Manifest, 'decision' | 'floor'>): boolean {
  return decision.score === 'llr' && floor.decision.score === 'llr';
}

/**
 * Measures what {@link scoreArtifact} scored.
 *
 * @throws SpectroSimError `input` when there is no pair of one group or of two.
 */
export function measureArtifact(
  { manifest, partition, hardPairs: definition, systems }: ScoredArtifact,
  { names, groups }: Dataset,
  seed: number,
): Metrics {
  const protocol = 'spectra and groups by name that the model was not trained on';
  if (hasRatios(manifest)) {
    const as = { measured: 'model', protocol, spectra: names.length, ...systems } as const;
    return metricsOf({ ...summariseEvaluation([partition], groups, seed), hardPairs: definition }, as);
  }
  const { pairs, model, floor } = partition;
  return compareSystems(
    protocol,
    {
      model: { system: systems.model, scores: model.llrs, threshold: manifest.decision.threshold },
      floor: { system: systems.floor, scores: floor.llrs, threshold: manifest.floor.decision.threshold },
    },
    pairs,
    groups,
    seed,
  );
}
