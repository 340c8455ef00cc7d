import { type Manifest, parseSettings, SpectroSimError } from '@spectrosim/models';
import { assertFree } from '@spectrosim/runtime-node';
import {
  EAGER_BACKENDS,
  requireEmbedding,
  runExperiment,
  type TrainingConfig,
  trainingConfigSchema,
} from '@spectrosim/training';
import { z } from 'zod';
import { openCheckpoints, trainingIn } from './checkpoint-folder.js';
import { describeData, readDataset } from './input-files.js';
import { identityOf } from './kept-training.js';
import { metricsLog } from './metrics-log.js';
import { resolveEngine } from './options.js';
import { readRecord } from './training-record.js';
import { PROTOCOL, splitOf, writeTrained } from './write-trained.js';

/** What a checkpoint says of the training that it is of. */
const trainingSchema = z.strictObject({
  data: z.string(),
  config: trainingConfigSchema,
  engine: z.strictObject({
    name: z.enum(['graph', 'eager']),
    backend: z.enum(EAGER_BACKENDS).optional(),
    provider: z.enum(['cpu', 'cuda', 'webgpu', 'wasm']),
    threads: z.int().min(1),
  }),
});

/** A model to be made of a checkpoint. */
export interface CheckpointExport {
  /** The folder of checkpoints. */
  readonly folder: string;
  readonly out: string;
  /** Replace what is there. @default false */
  readonly force?: boolean;
  /** Where the data are now. @default where they were when training began */
  readonly data?: string;
  readonly samples?: string;
  /** The command and its options as they were resolved, for `run.json`. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Told what a person should know on the way. */
  readonly note: (text: string) => void;
}

/**
 * Writes the model of the last checkpoint in a folder, as `train` would if that step were its last: of the last step, the same bytes.
 *
 * It is measured anew, so the data are read again; the engine, its provider and threads are those of the training.
 *
 * @throws SpectroSimError `usage` when there is no checkpoint or the data are others; `artifact` when something of it is damaged or
 * missing; `runtime` when what trained it is not here.
 */
export async function exportCheckpoint({
  folder,
  out,
  force = false,
  data,
  samples,
  configuration,
  note,
}: CheckpointExport): Promise<{ readonly manifest: Manifest; readonly config: TrainingConfig; readonly step: number }> {
  const replace = force ? 'manifest.json' : undefined;
  await assertFree(out, replace);
  const started = new Date();
  const { config, engine } = parseSettings(`The training in ${folder}`, trainingSchema, await trainingIn(folder));
  requireEmbedding(config.objective, 'An artifact');
  const record = readRecord(folder);
  if (record === undefined) {
    throw new SpectroSimError(
      'artifact',
      `${folder} does not say where its data are and how they were read: it has no training.json. Restore that file, or let the training go on with --resume ${folder}: its next checkpoint writes it anew.`,
    );
  }
  const { name, ...rest } = engine;
  const { backend, ...runtime } = rest;
  const ports = await resolveEngine({ engine: name, ...(backend && { backend }), ...runtime });
  const { data: there, ...read } = record.source;
  // Samples that were named go with the data that they were named for.
  const { samples: _, ...elsewhere } = read;
  const options = { ...(data === undefined ? read : elsewhere), ...(samples === undefined ? {} : { samples }) };
  const { set, dataset } = await readDataset(data ?? there, options, note);
  note(`${describeData(dataset, set)}; ${ports.engine.description}`);
  const checkpoints = await openCheckpoints(folder, identityOf(dataset, config, ports), 'resume');
  const step = checkpoints.from?.step as number;
  const metrics = metricsLog(folder, step);
  const split = splitOf({ dataset, config });
  const experiment = await runExperiment(dataset, split, PROTOCOL, config, {
    ...ports,
    checkpoints: { ...checkpoints, every: config.steps },
    asItIs: true,
  });
  const trained = { dataset, config, ports, metrics, split, experiment };
  return { manifest: await writeTrained(out, trained, configuration, started, replace), config, step };
}
