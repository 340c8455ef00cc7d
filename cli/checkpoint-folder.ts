import { createHash } from 'node:crypto';
import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SpectroSimError } from '@spectrosim/models';
import { writeFolder } from '@spectrosim/runtime-node';
import {
  CHECKPOINT_FILES,
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
  type HashParts,
  type TrainingIdentity,
  trainingOf,
} from '@spectrosim/training';
import { RECORD_FILE } from './training-record.js';

/** The file of a training's metrics in its folder of checkpoints, and in the model's. */
export const METRICS_FILE = 'metrics.jsonl';

/** The page of a training's curves, in both too. */
export const PAGE_FILE = 'training.html';

/** A folder in which a training keeps its last checkpoint, and its metrics while it runs. */
export interface CheckpointFolder {
  readonly folder: string;
  /** The checkpoint to go on from, where there is one. */
  readonly from?: Checkpoint;
  /** Keeps a checkpoint, all or nothing, in place of the one before. */
  save(checkpoint: Checkpoint): Promise<void>;
  /** The step of the last checkpoint that is there. */
  latest(): Promise<number | undefined>;
  /** Removes what training wrote, and the folder where nothing else is in it. */
  remove(): Promise<void>;
}

/** What a training is to do with a folder that holds checkpoints already. */
export type Found = 'resume' | 'replace' | 'refuse';

/**
 * Opens the folder of a training's checkpoints, before any step.
 *
 * @throws SpectroSimError `exists` when there is something that may not be replaced; `usage` when it is to be resumed and holds no
 * checkpoint, or one of another training; `artifact` when the checkpoint is damaged.
 */
export async function openCheckpoints(
  folder: string,
  training: TrainingIdentity,
  found: Found,
): Promise<CheckpointFolder> {
  const entries = await entriesOf(folder);
  const at = (step: number) => join(folder, nameOf(step));
  const latest = async () => stepsIn(await entriesOf(folder)).at(-1);
  const last = stepsIn(entries).at(-1);
  if (found === 'resume' && last === undefined) {
    throw noCheckpoint(folder);
  }
  if (found !== 'resume' && entries.length > 0) {
    const foreign = entries.find((entry) => !isOwn(entry));
    if (foreign !== undefined) {
      throw new SpectroSimError(
        'exists',
        `${folder} holds ${foreign}, which no training wrote. Name another folder with --checkpoints.`,
      );
    }
    if (found === 'refuse') {
      const what = last === undefined ? 'a training that was ended' : `a training that got to step ${last}`;
      const goOn = last === undefined ? '' : `go on with it by --resume ${folder}, `;
      throw new SpectroSimError('exists', `${folder} is left of ${what}: ${goOn}replace it by --force, or delete it.`);
    }
    await removeOwn(folder);
  }
  const from = found === 'resume' && last !== undefined ? await readLast(folder, training) : undefined;
  return {
    folder,
    ...(from && { from }),
    async save(checkpoint) {
      await writeFolder(at(checkpoint.step), await encodeCheckpoint(checkpoint, training, hashed));
      const others = stepsIn(await entriesOf(folder)).filter((step) => step !== checkpoint.step);
      await Promise.all(others.map((step) => rm(at(step), { recursive: true, force: true })));
    },
    latest,
    remove: () => removeOwn(folder),
  };
}

/** One part after another: of a state of gigabytes no copy is made. */
const hashed: HashParts = async (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(part);
  }
  return hash.digest('hex');
};

/**
 * What training the last checkpoint in a folder is of.
 *
 * @throws SpectroSimError `usage` when there is none; `artifact` when it is damaged.
 */
export async function trainingIn(folder: string): Promise<TrainingIdentity> {
  const step = stepsIn(await entriesOf(folder)).at(-1);
  if (step === undefined) {
    throw noCheckpoint(folder);
  }
  const at = join(folder, nameOf(step));
  return trainingOf(at, (await fileIn(at, CHECKPOINT_FILES.description)).toString('utf8'));
}

function noCheckpoint(folder: string): SpectroSimError {
  return new SpectroSimError(
    'usage',
    `There is no checkpoint in ${folder}. Name the folder that "spectrosim train" wrote: the model's, with ".checkpoint" after it, or that of --checkpoints.`,
  );
}

/** The last checkpoint; where it is damaged and one from before is still there, the error says so. */
async function readLast(folder: string, training: TrainingIdentity): Promise<Checkpoint> {
  const [last, before] = stepsIn(await entriesOf(folder)).reverse() as [number, number?];
  try {
    return await read(join(folder, nameOf(last)), training);
  } catch (cause) {
    if (before === undefined || !(cause instanceof SpectroSimError) || cause.code !== 'artifact') {
      throw cause;
    }
    const [damaged, whole] = [last, before].map((step) => join(folder, nameOf(step)));
    throw new SpectroSimError('artifact', `${cause.message} ${whole} is still there: delete ${damaged} to use that.`, {
      cause,
    });
  }
}

async function fileIn(folder: string, name: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, name));
  } catch (cause) {
    throw new SpectroSimError('artifact', `${join(folder, name)} cannot be read: ${(cause as Error).message}.`, {
      cause,
    });
  }
}

async function read(folder: string, training: TrainingIdentity): Promise<Checkpoint> {
  const file = (name: string) => fileIn(folder, name);
  const { description, state, best } = CHECKPOINT_FILES;
  const kept = (await entriesOf(folder)).includes(best) ? { best: await file(best) } : {};
  return decodeCheckpoint(
    folder,
    {
      description: (await file(description)).toString('utf8'),
      state: await file(state),
      ...kept,
    },
    training,
    hashed,
  );
}

const STEP = /^step-(\d+)$/;

function nameOf(step: number): string {
  return `step-${step}`;
}

/** What a training writes there, and what one that was killed while writing left. */
function isOwn(entry: string): boolean {
  const files = [METRICS_FILE, PAGE_FILE, RECORD_FILE];
  return (
    STEP.test(entry) ||
    files.some((file) => entry === file || entry.startsWith(`${file}.`)) ||
    /^\.step-\d+\./.test(entry)
  );
}

function stepsIn(entries: readonly string[]): number[] {
  return entries
    .flatMap((entry) => STEP.exec(entry)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

async function removeOwn(folder: string): Promise<void> {
  const entries = await entriesOf(folder);
  await Promise.all(entries.filter(isOwn).map((entry) => rm(join(folder, entry), { recursive: true, force: true })));
  if (entries.length > 0 && entries.every(isOwn)) {
    await rmdir(folder);
  }
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return [];
    }
    throw new SpectroSimError('exists', `${folder} is not a folder. Choose another name.`, { cause: error });
  }
}
