import { createAxis, createRandom } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  graphEngine,
  runOnRows,
  type TrainedModel,
  type TrainingPorts,
  train,
  trainingConfigSchema,
} from '@spectrosim/training';
import { BINS, type TrainedEncoder } from './workload.js';

/** A training as the command does it, on random spectra. */
export interface WholeTraining {
  readonly encoder: TrainedEncoder;
  readonly batch: number;
  readonly steps: number;
  readonly threads: number;
}

/** The default encoder without its residual path, which the benchmarks and PyTorch's peer train. */
export const BENCHED_ENCODER: TrainedEncoder = { name: 'transformer', config: { residual: false } };

/** Batches in the set. */
const BATCHES = 4;

/** SNV, encoder, the settings' defaults otherwise: from spectra to the weights that are exported. */
export async function trainWhole(
  { encoder, batch, steps, threads }: WholeTraining,
  onProgress?: TrainingPorts['onProgress'],
): Promise<TrainedModel> {
  const random = createRandom(1, 'spectra');
  const count = BATCHES * batch;
  const data = Float32Array.from({ length: count * BINS }, () => 1e3 * Math.exp(2 * random.normal()));
  const axis = createAxis(
    'm/z',
    Array.from({ length: BINS }, (_, i) => 100 + i / 2),
  );
  const options = { provider: 'cpu', threads } as const;
  return train(
    { rows: { count, bins: BINS, data }, axis, groups: Array.from({ length: count }, (_, i) => i) },
    [{ step: 'snv' }],
    trainingConfigSchema.parse({ encoder, batch, steps }),
    {
      engine: graphEngine(nodeRuntime(), options),
      runOnRows: (...given) => runOnRows(nodeRuntime(), options, ...given),
      ...(onProgress && { onProgress }),
    },
  );
}
