import { encodeModel, type Graph, OPSET } from '@spectrosim/export';
import {
  encodeSafetensors,
  type GraphRuntime,
  graphMetadata,
  hashLabel,
  type LoadOptions,
  loadModel,
  MANIFEST_VERSION,
  type Manifest,
  type ManifestBranch,
  type Model,
  runReference,
  sealArtifact,
} from '@spectrosim/models';
import type { BackEndDefinition, HostWeights, Rows } from '@spectrosim/models/graph';
import { type Dataset, rowsAt } from '../dataset.js';
import { modelCard } from './model-card.js';
import { REFERENCES, referenceInputs, referencePairs, referenceSteps } from './reference.js';

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

/** The graphs of an artifact. */
export interface ArtifactGraphs {
  readonly model: Graph;
  readonly score: Graph;
  readonly explain: Graph;
}

/** What kinds of artifact differ in. */
export interface ArtifactParts
  extends Pick<Manifest, 'branches' | 'embedding' | 'decision' | 'floor' | 'training' | 'choice' | 'metrics'> {
  /** The rows that were trained on; the groups of these are known to the artifact. */
  readonly trainingRows: readonly number[];
  readonly graphs: (metadata?: Readonly<Record<string, string>>) => ArtifactGraphs;
  readonly weights: HostWeights;
  /** Of the reference inputs. */
  readonly seed: number;
}

/**
 * Puts the files of an artifact together, manifest and reference included. The same parts give the same bytes: no time,
 * host or version of a machine is in them.
 *
 * @param runtime node's CPU, by which the reference outputs are defined
 * @returns file contents by path, `manifest.json` among them
 */
export async function assembleArtifact(
  dataset: Dataset,
  { decision, metrics, choice, trainingRows, graphs, weights, seed, ...parts }: ArtifactParts,
  runtime: GraphRuntime,
  options: LoadOptions,
): Promise<Record<string, Uint8Array>> {
  const bins = dataset.rows.bins;
  const trainingGroups = [...new Set(trainingRows.map((i) => dataset.groups[i] as string))];
  const plain = graphs();
  const described = {
    spectrosim: MANIFEST_VERSION,
    simulated: dataset.simulated,
    input: { quantity: dataset.axis.quantity, missing: dataset.missing, axis: Array.from(dataset.axis.values) },
    ...parts,
    data: {
      hash: dataset.hash,
      group: dataset.groupColumn,
      groups: new Set(dataset.groups).size,
      spectra: dataset.names.length,
      trainingRows: trainingRows.map((i) => dataset.rowHashes[i] as string).sort(),
      trainingGroups: (await Promise.all(trainingGroups.map(hashLabel))).sort(),
    },
    graphs: {
      model: graphEntry('onnx/model.onnx', plain.model),
      score: graphEntry('onnx/score.onnx', plain.score),
      explain: graphEntry('onnx/explain.onnx', plain.explain),
    },
  } as const;
  // Traced once: what a graph says of itself is no part of what it computes.
  const metadata = graphMetadata(described);
  const encoded = (graph: Graph) => encodeModel({ ...graph, metadata });
  const manifest: Omit<Manifest, 'files'> = {
    ...described,
    decision,
    ...(choice && { choice }),
    ...(metrics && { metrics }),
  };
  const files: Record<string, Uint8Array> = {
    'onnx/model.onnx': encoded(plain.model),
    'onnx/score.onnx': encoded(plain.score),
    'onnx/explain.onnx': encoded(plain.explain),
    'weights.safetensors': encodeSafetensors(weights),
    'README.md': new TextEncoder().encode(modelCard(manifest)),
  };
  const unreferenced = await sealArtifact(manifest, files);
  const model = await loadModel(async (path) => unreferenced[path], runtime, options);
  const known = rowsAt(dataset.rows, trainingRows);
  const pairs = referencePairs();
  const { input, embedding, score } = await referenceOf(model, known, seed, pairs).finally(() => model.dispose());
  return sealArtifact(manifest, {
    ...files,
    'reference.safetensors': encodeSafetensors({
      input: { type: 'float32', dims: [REFERENCES, bins], data: input },
      embedding: { type: 'float32', dims: [REFERENCES, parts.embedding], data: embedding },
      pairs: { type: 'int32', dims: [pairs.length / 2, 2], data: pairs },
      score: { type: 'float32', dims: [score.length], data: score },
    }),
  });
}

/** Reference inputs of the kind that the decision asks for, with what the model makes of them. */
async function referenceOf(model: Model, known: Rows, seed: number, pairs: Int32Array) {
  const { decision } = model.manifest;
  const scoreOf = async (a: Float32Array, b: Float32Array) => {
    const { score } = await model.score(await model.embed(a), await model.embed(b));
    return score[0] as number;
  };
  const input =
    decision.score === 'llr' ? await referenceSteps(known, seed, decision, scoreOf) : referenceInputs(known, seed);
  return { input, ...(await runReference(model, { input, pairs })) };
}

/** A back-end with its name, as manifests have it. */
export function backEndEntry(name: string, definition: BackEndDefinition): ManifestBranch['backEnd'] {
  const { centre, project, lengthNormalise, scoring } = definition;
  return { name, centre, project, lengthNormalise, scoring };
}

function graphEntry(file: string, { inputs, outputs }: Graph): Manifest['graphs']['model'] {
  const shapes = (values: Graph['inputs']) => values.map(({ name, dims }) => ({ name, dims: [...dims] }));
  return { file, opset: OPSET, inputs: shapes(inputs), outputs: shapes(outputs) };
}
