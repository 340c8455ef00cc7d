import {
  type ArtifactReader,
  alignRows,
  createAxis,
  decodeSafetensors,
  type GraphRuntime,
  hashLabel,
  type LoadOptions,
  loadModel,
  type Metrics,
  openArtifact,
  SpectroSimError,
} from '@spectrosim/models';
import { scoped } from '@spectrosim/models/graph';
import { verifierName } from './artifact/verifier-name.js';
import type { Dataset } from './dataset.js';
import { compareSystems, countPairs } from './evaluation/evaluate.js';
import { hardPairs } from './evaluation/hard-pairs.js';
import { metricsOf } from './evaluation/metrics-of.js';
import { allPairs } from './evaluation/pairs.js';
import { scoreByManifest, scoreInChunks } from './evaluation/score-artifact.js';
import { summariseEvaluation } from './evaluation/summarise-evaluation.js';

/**
 * Measures an artifact on spectra that it was not trained on, beside the floor that was chosen when it was trained.
 *
 * What it was trained on is known by hashes: of each spectrum's numbers, and of each group's name. A spectrum that was
 * altered and put under another group's name is not recognised.
 *
 * @param dataset spectra on any axis that covers the model's
 * @throws SpectroSimError `input` when spectra or groups are among those it was trained on; `artifact` when the artifact
 * does not fit.
 */
export async function evaluateArtifact(
  read: ArtifactReader,
  dataset: Dataset,
  runtime: GraphRuntime,
  options: LoadOptions,
  seed: number,
): Promise<Metrics> {
  const { manifest, file } = await openArtifact(read);
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
  const measured = 'spectra and groups by name that the model was not trained on';
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
  const system = verifierName(manifest.branches);
  const floorSystem = `${verifierName(manifest.floor.branches)} spectra (no training)`;
  if (manifest.decision.score === 'llr' && manifest.floor.decision.score === 'llr') {
    countPairs('test', pairs, dataset.groups);
    const { hard } = hardPairs(pairs, dataset, floor);
    const summary = summariseEvaluation(
      [{ pairs, hard, model: { llrs: scores }, floor: { llrs: floor } }],
      dataset.groups,
      seed,
    );
    return metricsOf(summary, {
      measured: 'model',
      protocol: measured,
      spectra: names.length,
      model: system,
      floor: floorSystem,
    });
  }
  return compareSystems(
    measured,
    {
      model: { system, scores, threshold: manifest.decision.threshold },
      floor: { system: floorSystem, scores: floor, threshold: manifest.floor.decision.threshold },
    },
    pairs,
    dataset.groups,
    seed,
  );
}
