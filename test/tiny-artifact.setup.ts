import type { LoadOptions, SpectrumSet } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  buildArtifact,
  buildVerifierArtifact,
  createDataset,
  createProtocol,
  type Dataset,
  type Experiment,
  graphEngine,
  holdOutGroups,
  runExperiment,
  runOnRows,
  type Split,
  simulate,
  simulatorParameters,
  type TriedVerifier,
  trainingConfigSchema,
  trainVerifier,
  type Verifier,
  type VerifierEvaluationOptions,
} from '@spectrosim/training';
import { bentEncoder } from '../training/verifier/bent-encoder.setup.js';

/** An encoder that trains in a second. */
export const TINY_ENCODER = {
  name: 'transformer',
  config: { width: 16, layers: 1, heads: 2, feedForward: 16, embedding: 8, patch: 64 },
} as const;

/** How everything here is run. */
export const ONE_THREAD: LoadOptions = { provider: 'cpu', threads: 1 };

/** Simulated spectra: 12 batches of 3 fish, 260 bins. */
export function tinySet(seed = 1): SpectrumSet {
  const design = { batches: 12, fishPerBatch: 3, qcInterval: 0 };
  return simulate(simulatorParameters('default', { axis: { bins: 260 }, design }), seed);
}

/** {@link tinySet} as a dataset by batch. */
export async function tinyDataset(seed = 1): Promise<Dataset> {
  const set = tinySet(seed);
  return createDataset(set, { column: 'batch', values: set.columns.get('batch') as readonly string[] });
}

/**
 * A model trained for three steps, as the files of an artifact.
 *
 * @param settings of the training, besides
 */
export async function tinyArtifact(settings: object = {}): Promise<{
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly dataset: Dataset;
  readonly split: Split;
  readonly experiment: Experiment;
}> {
  const dataset = await tinyDataset();
  const split = holdOutGroups(dataset.groups, 0.25, 1);
  const config = trainingConfigSchema.parse({ encoder: TINY_ENCODER, steps: 3, ...settings });
  const runtime = nodeRuntime();
  const engine = graphEngine(runtime, ONE_THREAD);
  const experiment = await runExperiment(dataset, split, 'tiny', config, { engine, runtime, options: ONE_THREAD });
  const provenance = { engine: engine.name, ...ONE_THREAD };
  const files = await buildArtifact(dataset, split, experiment, config, provenance, runtime, ONE_THREAD);
  return { files, dataset, split, experiment };
}

/** How the tiny verifier is trained, where nothing else is said. */
function verifierOptions(change: Partial<Omit<VerifierEvaluationOptions, 'run'>> = {}): VerifierEvaluationOptions {
  const runtime = nodeRuntime();
  return {
    seed: 1,
    partitions: 1,
    ...change,
    run: (fn, rows, weights) => runOnRows(runtime, ONE_THREAD, fn, rows, weights),
  };
}

/** A verifier chosen by the ladder on {@link tinyDataset}, as the files of an artifact. */
export async function tinyVerifier(
  change: Partial<Omit<VerifierEvaluationOptions, 'run'>> = {},
): Promise<{ readonly files: Readonly<Record<string, Uint8Array>>; readonly dataset: Dataset }> {
  const dataset = await tinyDataset();
  const options = verifierOptions(change);
  const trained = await trainVerifier(dataset, createProtocol('groups', dataset, { folds: 2 }), options);
  const files = await buildVerifierArtifact(dataset, trained, options, ONE_THREAD, nodeRuntime(), ONE_THREAD);
  return { files, dataset };
}

/**
 * As {@link tinyVerifier}, with an encoder in one branch of the ensemble, whether or not that is better, and scores normalised by
 * the nearest of a cohort.
 */
export async function tinyEncodedVerifier(): Promise<{
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly dataset: Dataset;
  readonly verifier: Verifier;
}> {
  const dataset = await tinyDataset();
  const options = verifierOptions({ scoreNormalisation: 'as-norm', fitEncoder: bentEncoder });
  const trained = await trainVerifier(dataset, createProtocol('groups', dataset, { folds: 2 }), options);
  const { ladder, decision } = trained;
  const tried = ladder.tried.find(({ rung, branches }) => rung === 'encoder' && branches.length > 1) as TriedVerifier;
  const verifier = await ladder.fit(tried);
  const encoded = {
    ...trained,
    chosen: { tried, verifier },
    decision: { ...decision, bound: verifier.calibration.bound },
  };
  const files = await buildVerifierArtifact(dataset, encoded, options, ONE_THREAD, nodeRuntime(), ONE_THREAD);
  return { files, dataset, verifier };
}
