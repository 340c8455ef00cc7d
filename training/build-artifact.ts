import { encodeModel, type Graph, OPSET } from '@spectrosim/export';
import {
  createRandom,
  encodeSafetensors,
  type GraphRuntime,
  graphMetadata,
  hashLabel,
  type LoadOptions,
  loadModel,
  MANIFEST_VERSION,
  type Manifest,
  type ModelDescription,
  runReference,
  sealArtifact,
} from '@spectrosim/models';
import type { Rows } from '@spectrosim/models/graph';
import type { TrainingConfig } from './config.js';
import { type Dataset, rowsAt } from './dataset.js';
import type { Split } from './evaluation/splits.js';
import type { Experiment } from './experiment.js';
import { modelGraph, scoreGraph } from './export-model.js';
import type { TrainedModel } from './loop/train.js';
import { modelCard } from './model-card.js';

/** Reference spectra in an artifact; every pair of them is a reference pair. */
const REFERENCES = 8;

/** Spectra mixed into one reference, where there are as many. */
const MIXED = 4;

/** Standard deviation of the logarithm of a bin's factor, in the first reference and in the last. */
const LEAST_SPREAD = 0.02;
const MOST_SPREAD = 2;

/** How a model was trained, besides its configuration. */
export interface Provenance {
  /**
   * Engine, its backend where it has one, ONNX Runtime's provider and threads: part of the promise that the same seed gives
   * the same bytes.
   */
  readonly engine: string;
  readonly backend?: string;
  readonly provider: string;
  readonly threads: number;
}

/**
 * An experiment's model as the files of an artifact, manifest and reference included. The same experiment gives the
 * same bytes: no time, host or version of a machine is in them.
 *
 * @param runtime node's CPU, by which the reference outputs are defined
 * @returns file contents by path, `manifest.json` among them
 * @throws SpectroSimError `graph` when a graph of the model does not check.
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
  const { definition, weights, parameters, embedding } = trained;
  const bins = dataset.rows.bins;
  const trainingGroups = [...new Set(split.train.map((i) => dataset.groups[i] as string))];
  // The recipe is the manifest's own field: as it was resolved, not as it was asked for.
  const { preprocessing: _, ...settings } = config;
  const described: Omit<ModelDescription, 'graphs'> = {
    spectrosim: MANIFEST_VERSION,
    simulated: dataset.simulated,
    input: { quantity: dataset.axis.quantity, missing: dataset.missing, axis: Array.from(dataset.axis.values) },
    preprocessing: [...definition.preprocessing],
    encoder: {
      name: definition.encoder.name,
      config: definition.encoder.config as Record<string, unknown>,
      parameters,
      embedding,
    },
    training: { ...settings, batch: trained.batch, objective: 'NT-Xent', loss: lossSummary(trained), ...provenance },
    floor: { preprocessing: [...floor.recipe], threshold: floor.threshold },
    data: {
      hash: dataset.hash,
      group: dataset.groupColumn,
      groups: new Set(dataset.groups).size,
      spectra: dataset.names.length,
      trainingRows: split.train.map((i) => dataset.rowHashes[i] as string).sort(),
      trainingGroups: (await Promise.all(trainingGroups.map(hashLabel))).sort(),
    },
  };
  const decision = { score: 'cosine', threshold } as const;
  const withShapes = {
    ...described,
    graphs: {
      model: graphEntry('onnx/model.onnx', modelGraph(definition, weights, bins)),
      score: graphEntry('onnx/score.onnx', scoreGraph(embedding, decision.score)),
    },
  };
  const metadata = graphMetadata(withShapes);
  const manifest: Omit<Manifest, 'files'> = {
    ...withShapes,
    decision,
    metrics,
  };
  const files: Record<string, Uint8Array> = {
    'onnx/model.onnx': encodeModel(modelGraph(definition, weights, bins, metadata)),
    'onnx/score.onnx': encodeModel(scoreGraph(embedding, decision.score, metadata)),
    'weights.safetensors': encodeSafetensors(weights),
    'README.md': new TextEncoder().encode(modelCard(manifest)),
  };

  const unreferenced = await sealArtifact(manifest, files);
  const model = await loadModel(async (path) => unreferenced[path], runtime, options);
  const input = referenceInputs(rowsAt(dataset.rows, split.train), config.seed);
  const pairs = referencePairs();
  const { embedding: reference, score } = await runReference(model, { input, pairs });
  await model.dispose();
  return sealArtifact(manifest, {
    ...files,
    'reference.safetensors': encodeSafetensors({
      input: { type: 'float32', dims: [REFERENCES, bins], data: input },
      embedding: { type: 'float32', dims: [REFERENCES, embedding], data: reference },
      pairs: { type: 'int32', dims: [pairs.length / 2, 2], data: pairs },
      score: { type: 'float32', dims: [score.length], data: score },
    }),
  });
}

function graphEntry(file: string, { inputs, outputs }: Graph): Manifest['graphs']['model'] {
  const shapes = (values: Graph['inputs']) => values.map(({ name, dims }) => ({ name, dims: [...dims] }));
  return { file, opset: OPSET, inputs: shapes(inputs), outputs: shapes(outputs) };
}

/** Mean loss of the first and the last tenth of the steps, beside what telling nothing apart gives: ln(2N − 1). */
function lossSummary({ losses, batch }: TrainedModel): { first: number; last: number; chance: number } {
  const tenth = Math.max(1, Math.round(losses.length / 10));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    first: mean(losses.slice(0, tenth)),
    last: mean(losses.slice(-tenth)),
    chance: Math.log(2 * batch - 1),
  };
}

/**
 * Random mixtures of training spectra `[R, L]`, each bin multiplied by its own log-normal factor: no spectrum is among
 * them as it was measured. The factors spread more from row to row, so that the pairs go from alike to unlike and
 * verdicts of both kinds are certified.
 */
function referenceInputs({ count, bins, data }: Rows, seed: number): Float32Array {
  const random = createRandom(seed, 'reference');
  const inputs = new Float32Array(REFERENCES * bins);
  for (let r = 0; r < REFERENCES; r++) {
    const rows = random.permutation(count).slice(0, MIXED);
    const shares = rows.map(() => random.uniform() + 0.1);
    const total = shares.reduce((sum, share) => sum + share, 0);
    const spread = LEAST_SPREAD * (MOST_SPREAD / LEAST_SPREAD) ** (r / (REFERENCES - 1));
    for (let bin = 0; bin < bins; bin++) {
      const mixed = rows.reduce((sum, row, i) => sum + (data[row * bins + bin] as number) * (shares[i] as number), 0);
      inputs[r * bins + bin] = (mixed / total) * Math.exp(spread * random.normal());
    }
  }
  return inputs;
}

function referencePairs(): Int32Array {
  const pairs: number[] = [];
  for (let a = 0; a < REFERENCES; a++) {
    for (let b = a + 1; b < REFERENCES; b++) {
      pairs.push(a, b);
    }
  }
  return Int32Array.from(pairs);
}
