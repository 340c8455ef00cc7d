import { encodeModel, type Graph, OPSET } from '@spectrosim/export';
import {
  createRandom,
  encodeSafetensors,
  type GraphRuntime,
  graphMetadata,
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
import { modelCard } from './model-card.js';

/** Reference spectra in an artifact; every pair of them is a reference pair. */
const REFERENCES = 8;

/** Spectra mixed into one reference. */
const MIXED = 4;

/** How a model was trained, besides its configuration. */
export interface Provenance {
  /** Engine, provider and threads: part of the promise that the same seed gives the same bytes. */
  readonly engine: string;
  readonly provider: string;
  readonly threads: number;
}

/**
 * An experiment's model as the files of an artifact, manifest and reference included. The same experiment gives the
 * same bytes: no time, host or version of a machine is in them.
 *
 * @param runtime node's CPU, by which the reference outputs are defined
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
    training: { ...settings, batch: trained.batch, objective: 'NT-Xent', ...provenance },
    data: {
      hash: dataset.hash,
      group: dataset.groupColumn,
      groups: new Set(dataset.groups).size,
      spectra: dataset.names.length,
      trainingRows: split.train.map((i) => dataset.rowHashes[i] as string).sort(),
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
    floor: { preprocessing: [...floor.recipe], threshold: floor.threshold },
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

/** Random mixtures of training spectra `[R, L]`: a plant's own spectra stay with the plant. */
function referenceInputs({ count, bins, data }: Rows, seed: number): Float32Array {
  const random = createRandom(seed, 'reference');
  const mixtures = new Float32Array(REFERENCES * bins);
  for (let r = 0; r < REFERENCES; r++) {
    const shares = Array.from({ length: MIXED }, () => random.uniform() + 0.1);
    const total = shares.reduce((sum, share) => sum + share, 0);
    for (const share of shares) {
      const row = random.integer(count);
      for (let bin = 0; bin < bins; bin++) {
        const at = r * bins + bin;
        mixtures[at] = (mixtures[at] as number) + ((data[row * bins + bin] as number) * share) / total;
      }
    }
  }
  return mixtures;
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
