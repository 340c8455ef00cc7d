import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  buildVerifierArtifact,
  createDataset,
  createProtocol,
  type Dataset,
  runOnRows,
  simulate,
  simulatorParameters,
  type TriedVerifier,
  trainVerifier,
} from '@spectrosim/training';
import { ONE_THREAD } from './tiny-artifact.setup.js';

const SETTINGS = { seed: 1, partitions: 1, candidates: ['floor', 'linear', 'ensemble'] } as const;

/** The ladder's ensemble of five preprocessings, chosen or not, as the files of an artifact; of 16 simulated batches. */
export async function ensembleArtifact(): Promise<{
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly dataset: Dataset;
}> {
  const design = { batches: 16, fishPerBatch: 3, qcInterval: 0 };
  const set = simulate(simulatorParameters('default', { axis: { bins: 300 }, design }), 1);
  const dataset = await createDataset(set, { column: 'batch', values: set.columns.get('batch') as readonly string[] });
  const runtime = nodeRuntime();
  const trained = await trainVerifier(dataset, createProtocol('groups', dataset, { folds: 2 }), {
    ...SETTINGS,
    run: (fn, rows, weights) => runOnRows(runtime, ONE_THREAD, fn, rows, weights),
  });
  const tried = trained.ladder.tried.find(({ rung }) => rung === 'ensemble') as TriedVerifier;
  const verifier = await trained.ladder.fit(tried);
  const decision = { ...trained.decision, bound: verifier.calibration.bound };
  const ensemble = { ...trained, chosen: { tried, verifier }, decision };
  return { files: await buildVerifierArtifact(dataset, ensemble, SETTINGS, ONE_THREAD, runtime, ONE_THREAD), dataset };
}
