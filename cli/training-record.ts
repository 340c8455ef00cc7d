import { mkdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseSettings, SpectroSimError } from '@spectrosim/models';
import { writeFileAtomically } from '@spectrosim/runtime-node';
import type { ExperimentPorts } from '@spectrosim/training';
import { z } from 'zod';
import type { RoleOptions } from './input-files.js';
import type { InputOptions } from './input-options.js';
import { VERSION } from './version.js';

/** The file in a folder of checkpoints that says what no checkpoint does: where the data are, how they were read, what trained. */
export const RECORD_FILE = 'training.json';

const optionsSchema = z.strictObject({
  samples: z.string().optional(),
  group: z.string(),
  run: z.string().optional(),
  stratum: z.string().optional(),
  decimal: z.enum(['comma', 'point']).optional(),
  orientation: z.enum(['rows', 'columns']).optional(),
  axis: z.string().optional(),
  sheet: z.string().optional(),
});

/** A training's data, by the options that they were read with. */
export type TrainingSource = RoleOptions & InputOptions & { readonly data: string; readonly samples?: string };

const recordSchema = z.strictObject({
  spectrosim: z.literal(1),
  /** As `train` takes it, and `samples` too; in the file, from the folder that the file is in. */
  data: z.string(),
  ...optionsSchema.shape,
  /** All that took steps, by the versions, in the order in which they did. */
  software: z.array(z.string()).min(1),
});

/** What is known of a training besides its checkpoints. */
export interface TrainingRecord {
  readonly source: TrainingSource;
  readonly software: readonly string[];
}

/** The options of a command that say what a training's data are. */
export function trainingSource(data: string, options: z.input<typeof optionsSchema>): TrainingSource {
  const keys = Object.keys(optionsSchema.shape) as (keyof typeof options)[];
  const given = keys.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]]]));
  return { data, group: options.group, ...Object.fromEntries(given) };
}

/** What trains here, by versions: another of either may round other numbers otherwise. */
export function softwareHere({ engine, runtime }: Pick<ExperimentPorts, 'engine' | 'runtime'>): string {
  const own = engine.name === 'eager' ? `, ${engine.description}` : '';
  return `spectrosim ${VERSION}, onnxruntime-${runtime.name} ${runtime.version}${own}`;
}

/** Writes the record of a training, all or nothing. */
export async function writeRecord(folder: string, { source, software }: TrainingRecord): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const from = (path: string) => relative(resolve(folder), resolve(path)).replaceAll('\\', '/') || '.';
  const { data, samples, ...options } = source;
  const record = { spectrosim: 1, data: from(data), ...(samples && { samples: from(samples) }), ...options, software };
  await writeFileAtomically(join(folder, RECORD_FILE), `${JSON.stringify(record, undefined, 2)}\n`);
}

/**
 * Reads the record of a training; `undefined` where there is none.
 *
 * @throws SpectroSimError `artifact` when it cannot be read.
 */
export function readRecord(folder: string): TrainingRecord | undefined {
  const path = join(folder, RECORD_FILE);
  try {
    const text = JSON.parse(readFileSync(path, 'utf8')) as unknown;
    const { spectrosim: _, software, data, samples, ...options } = parseSettings(path, recordSchema, text);
    const at = (named: string) => relative('.', resolve(folder, named)) || '.';
    return { source: trainingSource(at(data), { ...options, ...(samples && { samples: at(samples) }) }), software };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw new SpectroSimError(
      'artifact',
      `${path} cannot be used: ${(cause as Error).message}\nRestore it, or delete it: then the training can be gone on with, but no checkpoint exported.`,
      { cause },
    );
  }
}
