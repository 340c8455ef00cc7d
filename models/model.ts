import { alignRows } from './align.js';
import { type Artifact, type ArtifactReader, openArtifact } from './artifact.js';
import { createAxis } from './axis.js';
import { SpectroSimError } from './errors.js';
import { type Attributions, attribute, explanationFile } from './explain/attributions.js';
import { type Explanation, explanationOf } from './explain/explanation.js';
import type { Manifest } from './manifest.js';
import type { GraphRuntime, GraphSession, LoadOptions, Provider, TensorValue, ValueInfo } from './runtime.js';
import { type SpectrumSet, selectRows } from './spectrum-set.js';
import { decide, type Verdict } from './verdict.js';

/** Rows that go through a graph at once: bounds memory, changes no number. */
const CHUNK = 64;

/** Scores of `P` pairs. */
export interface PairScores {
  /** Cosine of the embeddings `[P]`. */
  readonly similarity: Float32Array;
  /** What the decision is about `[P]`. */
  readonly score: Float32Array;
}

/** A loaded artifact: the same calls in node and in a page, whatever runtime is behind it. */
export interface Model {
  readonly manifest: Manifest;
  readonly artifact: Artifact;
  readonly provider: Provider;
  readonly threads: number;
  /** Raw intensities on the model's axis `[N, L]` → embeddings `[N, E]`. */
  embed(rows: Float32Array): Promise<Float32Array>;
  /** Embeddings of `P` pairs, `[P, E]` each, → scores `[P]`. */
  score(a: Float32Array, b: Float32Array): Promise<PairScores>;
  /** The verdict on two spectra, each a set of one or picked by index. */
  compare(a: SpectrumSet, b: SpectrumSet): Promise<Verdict>;
  /**
   * Why the verdict on two spectra is what it is, each a set of one.
   *
   * The graph of explanations is loaded when it is first asked for.
   *
   * @throws SpectroSimError `artifact` where the model is too old to have one.
   */
  explain(a: SpectrumSet, b: SpectrumSet): Promise<Explanation>;
  /** Raw intensities of `P` pairs on the model's axis, `[P, L]` each → each bin's part in each score; to be averaged over pairs. */
  attribute(a: Float32Array, b: Float32Array): Promise<Attributions>;
  dispose(): Promise<void>;
}

/**
 * Loads an artifact into a runtime.
 *
 * @throws SpectroSimError `artifact` when a file is absent, altered or of another version, or missing intensities were
 * settled otherwise; `runtime` when the provider is not available.
 * @example
 * ```ts
 * const model = await loadModel(readFrom('models/hoki'), nodeRuntime(), { provider: 'cpu', threads: 2 });
 * const { sameSource, score } = await model.compare(spectrumA, spectrumB);
 * ```
 */
export async function loadModel(read: ArtifactReader, runtime: GraphRuntime, options: LoadOptions): Promise<Model> {
  const artifact = await openArtifact(read);
  const { manifest } = artifact;
  const axis = createAxis(manifest.input.quantity, manifest.input.axis);
  const bins = axis.values.length;
  const width = manifest.embedding;
  const session = await runtime.load(await artifact.file(manifest.graphs.model.file), options);
  let scorer: GraphSession;
  try {
    assertFits('spectra', session.inputs, bins);
    assertFits('embedding', session.outputs, width);
    scorer = await runtime.load(await artifact.file(manifest.graphs.score.file), options);
  } catch (error) {
    await session.dispose();
    throw error;
  }

  const embed = async (rows: Float32Array) => {
    const embeddings = new Float32Array((rows.length / bins) * width);
    for (let start = 0; start * bins < rows.length; start += CHUNK) {
      const part = rows.subarray(start * bins, Math.min(rows.length, (start + CHUNK) * bins));
      const { embedding } = await run(session, { spectra: matrix(part, bins) });
      embeddings.set(embedding as Float32Array, start * width);
    }
    return embeddings;
  };
  const score = async (a: Float32Array, b: Float32Array) => {
    const { similarity, score } = await run(scorer, { a: matrix(a, width), b: matrix(b, width) });
    return { similarity: similarity as Float32Array, score: score as Float32Array };
  };
  let explainer: Promise<GraphSession> | undefined;
  const loadExplainer = async () => {
    const loaded = await runtime.load(await artifact.file(explanationFile(manifest)), options);
    assertFits('a', loaded.inputs, bins);
    assertFits('partsA', loaded.outputs, bins);
    return loaded;
  };
  const attributePairs = async (a: Float32Array, b: Float32Array) => {
    explainer ??= loadExplainer();
    explainer.catch(() => {
      // What failed once may be tried again.
      explainer = undefined;
    });
    return attribute(await explainer, bins, a, b);
  };
  const judgeRows = async (a: Float32Array, b: Float32Array) => {
    const pair = await score(await embed(a), await embed(b));
    return decide(manifest.decision, { similarity: pair.similarity[0] as number, score: pair.score[0] as number });
  };
  return {
    manifest,
    artifact,
    provider: session.provider,
    threads: session.threads,
    embed,
    score,
    async compare(a, b) {
      return judgeRows(alignRows(one(a), axis), alignRows(one(b), axis));
    },
    async explain(a, b) {
      const [left, right] = [alignRows(one(a), axis), alignRows(one(b), axis)];
      // Together they would be two runs of a runtime that takes one at a time.
      const verdict = await judgeRows(left, right);
      return explanationOf(verdict, axis, { a: left, b: right }, await attributePairs(left, right));
    },
    attribute: attributePairs,
    async dispose() {
      await session.dispose();
      await scorer.dispose();
      await (await explainer?.catch(() => undefined))?.dispose();
    },
  };
}

/** The manifest is hashed by nothing: that it is of these graphs shows in their shapes. */
function assertFits(name: string, values: readonly ValueInfo[], expected: number): void {
  const width = values.find((value) => value.name === name)?.dims[1];
  if (width !== expected) {
    throw new SpectroSimError(
      'artifact',
      `The manifest does not fit its graph: "${name}" is ${width ?? 'not there'} in the graph, ${expected} wide in the manifest. Restore manifest.json or train again.`,
    );
  }
}

function one(set: SpectrumSet): SpectrumSet {
  if (set.names.length === 1) {
    return set;
  }
  throw new SpectroSimError(
    'input',
    `A comparison takes one spectrum a side, got ${set.names.length}: ${set.names.slice(0, 5).join(', ')}. Pick one by name.`,
  );
}

/** The spectrum called `name`, as a set of one. @throws SpectroSimError `input` listing names when there is none. */
export function pickSpectrum(set: SpectrumSet, name: string): SpectrumSet {
  const index = set.names.indexOf(name);
  if (index < 0) {
    throw new SpectroSimError(
      'input',
      `There is no spectrum "${name}" among ${set.names.length}. Names: ${set.names.slice(0, 8).join(', ')}${set.names.length > 8 ? ' …' : ''}.`,
    );
  }
  return selectRows(set, [index]);
}

function matrix(data: Float32Array, width: number): TensorValue {
  return { type: 'float32', dims: [data.length / width, width], data };
}

async function run(session: GraphSession, feeds: Record<string, TensorValue>): Promise<Record<string, unknown>> {
  const outputs = await session.run(feeds);
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, value.data]));
}
