import {
  type ArtifactReader,
  checkParity,
  createAxis,
  decodeReference,
  type GraphRuntime,
  type LoadOptions,
  loadModel,
  type Model,
  openArtifact,
  type ParityReference,
  type ParityRow,
  type Provider,
  SpectroSimError,
  type SpectrumSet,
} from '@spectrosim/models';
import { webgpuAdapter } from './webgpu-adapter.js';

/** Comparisons timed for each provider. The first, slow ones ran before: the check against the reference is the warm-up. */
const RUNS = 9;

/** What trying one provider showed. */
export type ProviderTrial = { readonly provider: Provider; readonly threads: number } & (
  | {
      readonly outcome: 'measured';
      /** Median duration of one comparison: two embeddings and their score. */
      readonly compareMs: number;
    }
  | {
      /** `unavailable`: it does not load here. `wrong`: it runs, and does not give the reference's answers. */
      readonly outcome: 'unavailable' | 'wrong';
      readonly reason: string;
    }
);

/** The fastest provider's model, and what was measured. */
export interface Calibration {
  /** Loaded on the provider that won; whoever called disposes it. */
  readonly model: Model;
  /** The winner's agreement with the artifact's reference. */
  readonly check: ParityRow;
  /** One a candidate, in their order. */
  readonly trials: readonly ProviderTrial[];
}

/**
 * Finds the provider that compares fastest on this device, among those that give the artifact's reference answers.
 *
 * A GPU is not always faster: a small model is done in WebAssembly before a GPU has its input. So each candidate is
 * loaded, checked against `reference.safetensors`, and timed; one that is fast and wrong never wins. Files are read once.
 *
 * @param candidates with one number of threads: a page settles on it when its first graph is loaded
 * @throws SpectroSimError `artifact` when the artifact is damaged; `runtime` when no candidate works, with every reason
 * @example
 * ```ts
 * const threads = crossOriginIsolated ? 4 : 1;
 * const { model, trials } = await calibrateProvider(read, webRuntime(), [
 *   { provider: 'wasm', threads },
 *   { provider: 'webgpu', threads },
 * ]);
 * ```
 */
export async function calibrateProvider(
  read: ArtifactReader,
  runtime: GraphRuntime,
  candidates: readonly LoadOptions[],
): Promise<Calibration> {
  const once = readingOnce(read);
  const artifact = await openArtifact(once);
  // Read before any candidate is tried, so that a damaged file is never taken for a provider that is not there.
  await Promise.all([artifact.manifest.graphs.model.file, artifact.manifest.graphs.score.file].map(artifact.file));
  const reference = decodeReference(await artifact.file('reference.safetensors'));

  const trials: ProviderTrial[] = [];
  let best: { readonly model: Model; readonly check: ParityRow } | undefined;
  for (const candidate of candidates) {
    const { trial, ...tried } = await tryProvider(once, runtime, candidate, reference);
    trials.push(trial);
    if (tried.model !== undefined && fastestTrial(trials) === trial) {
      await best?.model.dispose();
      best = tried;
    } else {
      await tried.model?.dispose();
    }
  }
  if (best === undefined) {
    const reasons = trials.map((trial) => `${trial.provider}: ${'reason' in trial ? trial.reason : ''}`);
    throw new SpectroSimError('runtime', `No provider runs this model here. ${reasons.join(' ')}`);
  }
  return { ...best, trials };
}

/** The measured trial with the shortest comparison; the earlier one when two are equal. */
export function fastestTrial(trials: readonly ProviderTrial[]): ProviderTrial | undefined {
  return trials
    .filter((trial) => trial.outcome === 'measured')
    .reduce<Extract<ProviderTrial, { outcome: 'measured' }> | undefined>(
      (best, trial) => (best === undefined || trial.compareMs < best.compareMs ? trial : best),
      undefined,
    );
}

type Tried =
  | { readonly trial: ProviderTrial; readonly model: Model; readonly check: ParityRow }
  | { readonly trial: ProviderTrial; readonly model?: never };

async function tryProvider(
  read: ArtifactReader,
  runtime: GraphRuntime,
  options: LoadOptions,
  reference: ParityReference,
): Promise<Tried> {
  const { provider, threads } = options;
  let model: Model;
  try {
    model = await loadModel(read, runtime, options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { trial: { provider, threads, outcome: 'unavailable', reason } };
  }
  const check = await checkHere(model, reference);
  if (check.status !== 'pass') {
    await model.dispose();
    return { trial: { provider, threads, outcome: 'wrong', reason: disagreement(check) } };
  }
  const compareMs = await timeComparison(model, reference);
  return { trial: { provider, threads, outcome: 'measured', compareMs }, model, check };
}

/** Whether a model gives the reference's answers, on whatever it was loaded here. */
export async function checkHere(model: Model, reference: ParityReference): Promise<ParityRow> {
  const device = model.provider === 'webgpu' ? await webgpuAdapter() : undefined;
  return checkParity(model.provider, model, reference, device);
}

/** What a row that did not pass says is wrong. */
export function disagreement({ reason, embedding, score, flips }: ParityRow): string {
  return reason === undefined
    ? `It differs from the model's reference: embeddings by ${embedding?.toExponential(1)} of the largest number, scores by ${score?.toExponential(1)}, ${flips} other verdicts.`
    : `It ${reason}.`;
}

async function timeComparison(model: Model, { input, pairs }: ParityReference): Promise<number> {
  const axis = createAxis(model.manifest.input.quantity, model.manifest.input.axis);
  const bins = axis.values.length;
  const spectrum = (index: number): SpectrumSet => ({
    axis,
    names: [`${index}`],
    intensities: input.slice(index * bins, (index + 1) * bins),
    columns: new Map(),
    notes: [],
  });
  const [a, b] = [spectrum(pairs[0] as number), spectrum(pairs[1] as number)];
  const durations: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    await model.compare(a, b);
    durations.push(performance.now() - start);
  }
  return durations.sort((x, y) => x - y)[(RUNS - 1) / 2] as number;
}

function readingOnce(read: ArtifactReader): ArtifactReader {
  const files = new Map<string, ReturnType<ArtifactReader>>();
  return (path) => {
    const file = files.get(path) ?? read(path);
    files.set(path, file);
    return file;
  };
}
