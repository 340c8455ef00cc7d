import {
  type ArtifactReader,
  alignRows,
  createAxis,
  type GraphRuntime,
  type LoadOptions,
  loadModel,
  type Metrics,
  SpectroSimError,
} from '@spectrosim/models';
import type { Dataset } from './dataset.js';
import { compareSystems, floorName } from './evaluation/evaluate.js';
import { floorWith, rowCosines } from './evaluation/floor.js';
import { allPairs } from './evaluation/pairs.js';
import { runOnRows } from './run-function.js';

/**
 * Measures an artifact on spectra that it was not trained on, beside the floor that was chosen when it was trained.
 *
 * @throws SpectroSimError `input` when spectra are among those it was trained on, whatever they are called now.
 */
export async function evaluateArtifact(
  read: ArtifactReader,
  dataset: Dataset,
  runtime: GraphRuntime,
  options: LoadOptions,
  seed: number,
): Promise<Metrics> {
  const model = await loadModel(read, runtime, options);
  const { manifest } = model;
  const trained = new Set(manifest.data.trainingRows);
  const known = dataset.names.filter((_, i) => trained.has(dataset.rowHashes[i] as string));
  if (known.length > 0) {
    throw new SpectroSimError(
      'input',
      `The model was trained on ${known.length} of the ${dataset.names.length} spectra: ${known.slice(0, 5).join(', ')}${known.length > 5 ? ' …' : ''}. A score on them would say nothing about new ones: leave them out.`,
    );
  }
  const axis = createAxis(manifest.input.quantity, manifest.input.axis);
  const bins = axis.values.length;
  const { names, rows } = dataset;
  const data = alignRows({ axis: dataset.axis, names, intensities: rows.data, columns: new Map(), notes: [] }, axis);
  const pairs = allPairs(dataset.groups);
  const embeddings = await model.embed(data);
  await model.dispose();
  const floor = floorWith(manifest.floor.preprocessing, manifest.floor.threshold, (fn, of, weights) =>
    runOnRows(runtime, options, fn, of, weights),
  );
  return compareSystems(
    'spectra the model was not trained on',
    {
      system: `${manifest.encoder.name} encoder, contrastive`,
      scores: rowCosines(embeddings, manifest.encoder.embedding, pairs),
      threshold: manifest.decision.threshold,
    },
    {
      system: floorName(floor),
      scores: await floor.score({ count: names.length, bins, data }, pairs),
      threshold: floor.threshold,
    },
    pairs,
    dataset.groups,
    seed,
  );
}
