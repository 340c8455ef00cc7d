import {
  type ArtifactReader,
  alignRows,
  createAxis,
  type GraphRuntime,
  hashLabel,
  type LoadOptions,
  loadModel,
  type Metrics,
  openArtifact,
  SpectroSimError,
} from '@spectrosim/models';
import type { Dataset } from './dataset.js';
import { compareSystems, floorName } from './evaluation/evaluate.js';
import { floorWith } from './evaluation/floor.js';
import { allPairs, gatherRows } from './evaluation/pairs.js';
import { runOnRows } from './run-function.js';

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
  const { manifest } = await openArtifact(read);
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
  const model = await loadModel(read, runtime, options);
  try {
    const embeddings = await model.embed(data);
    const width = manifest.encoder.embedding;
    const { score } = await model.score(gatherRows(embeddings, width, pairs.a), gatherRows(embeddings, width, pairs.b));
    const floor = floorWith(manifest.floor.preprocessing, manifest.floor.threshold, (fn, of, weights) =>
      runOnRows(runtime, options, fn, of, weights),
    );
    return compareSystems(
      'spectra and groups by name that the model was not trained on',
      {
        model: {
          system: `${manifest.encoder.name} encoder, contrastive`,
          scores: score,
          threshold: manifest.decision.threshold,
        },
        floor: {
          system: floorName(floor),
          scores: await floor.score({ count: names.length, bins, data }, pairs),
          threshold: floor.threshold,
        },
      },
      pairs,
      dataset.groups,
      seed,
    );
  } finally {
    await model.dispose();
  }
}
