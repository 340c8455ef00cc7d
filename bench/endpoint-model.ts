import { type LoadOptions, type SpectrumSet, selectRows } from '@spectrosim/models';
import { nodeRuntime, writeFolder } from '@spectrosim/runtime-node';
import {
  buildArtifact,
  createDataset,
  graphEngine,
  holdOutGroups,
  runExperiment,
  simulate,
  simulatorParameters,
  trainingConfigSchema,
} from '@spectrosim/training';
import { BINS } from './workload.js';

/** Batch in which a step is taken: how good the model is does not matter here, only how large. */
const BATCH = 4;

/**
 * Writes an artifact with the default encoder, without its residual path, trained for one step on simulated spectra.
 *
 * @returns two of the spectra
 */
export async function writeEndpointModel(folder: string, threads: number): Promise<SpectrumSet> {
  const design = { batches: 8, fishPerBatch: 2, qcInterval: 0 };
  const set = simulate(simulatorParameters('default', { axis: { bins: BINS }, design }), 1);
  const groups = set.columns.get('batch') as readonly string[];
  const dataset = await createDataset(set, { column: 'batch', values: groups });
  const split = holdOutGroups(dataset.groups, 0.25, 1);
  // Whatever the defaults of training become: times of one version are to be compared with those of another.
  const encoder = { name: 'transformer', config: { residual: false } };
  const config = trainingConfigSchema.parse({ encoder, steps: 1, batch: BATCH });
  const runtime = nodeRuntime();
  const options: LoadOptions = { provider: 'cpu', threads };
  const engine = graphEngine(runtime, options);
  const experiment = await runExperiment(dataset, split, 'bench', config, { engine, runtime, options });
  const provenance = { engine: engine.name, ...options };
  await writeFolder(folder, await buildArtifact(dataset, split, experiment, config, provenance, runtime, options));
  return selectRows(set, [0, 1]);
}
