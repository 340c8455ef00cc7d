import {
  decodeSafetensors,
  type NamedTensors,
  SpectroSimError,
  safetensorsParts,
  sha256,
  type TensorValue,
} from '@spectrosim/models';
import { z } from 'zod';
import type { StoppingRecord } from '../early-stopping/early-stopping.js';
import type { Watched } from './collapse-alarm.js';
import { differences } from './differences.js';

/** What a training takes to go on as if it had never stopped. */
export interface Checkpoint {
  /**
   * Steps taken. It is the position of every random stream too: a feed is drawn from the seed alone, a batch a step, so that drawing as
   * many batches again brings it there.
   */
  readonly step: number;
  /** Weights, moments and whatever else a step hands on. */
  readonly state: NamedTensors;
  /** Loss of every step so far. */
  readonly losses: readonly number[];
  /** What early stopping has seen, where there is any. */
  readonly stopping?: StoppingRecord;
}

/** Where a training keeps its checkpoints, and when it makes one. */
export interface Checkpoints {
  /** Steps between two; the last step always has one. */
  readonly every: number;
  /** The one to go on from; without it, training begins at the beginning. */
  readonly from?: Checkpoint;
  /** What was watched of the steps before `from`, so that an alarm knows what embeddings were like at first. @default none */
  readonly watched?: readonly Watched[];
  /** Keeps one, all or nothing. */
  save(checkpoint: Checkpoint): Promise<void>;
  /** When aborted, the step under way is finished and saved, and training ends with an error `interrupted`. */
  readonly stop?: AbortSignal;
}

/** What decides the bytes of a training: data, settings, engine. Only the same can go on from a checkpoint. */
export type TrainingIdentity = Readonly<Record<string, unknown>>;

/** The files of a checkpoint; the last is there only where early stopping keeps the best state. */
export const CHECKPOINT_FILES = {
  description: 'checkpoint.json',
  state: 'state.safetensors',
  best: 'best.safetensors',
} as const;

const VERSION = 1;

const descriptionSchema = z.strictObject({
  spectrosim: z.literal(VERSION),
  step: z.int().min(1),
  training: z.record(z.string(), z.unknown()),
  /** SHA-256 of the state's file. */
  state: z.string(),
  losses: z.array(z.number()),
  stopping: z
    .strictObject({
      looks: z.array(z.strictObject({ step: z.int().min(0), value: z.number() })).min(1),
      /** SHA-256 of the best state's file. */
      best: z.string(),
    })
    .optional(),
});

/** SHA-256 of a file in parts, 64 hexadecimal digits. */
export type HashParts = (...parts: readonly Uint8Array[]) => Promise<string>;

/**
 * A checkpoint as files by name, each a text or parts that come one after another; the same checkpoint gives the same bytes. Tensors
 * are not copied: the files are to be written before the state changes.
 *
 * @param hash the default, that of browsers, puts the parts together first; where there is a hash that takes one after another, a large
 * state is not copied. @default sha256
 */
export async function encodeCheckpoint(
  { step, state, losses, stopping }: Checkpoint,
  training: TrainingIdentity,
  hash: HashParts = sha256,
): Promise<Record<string, string | readonly Uint8Array[]>> {
  const parts = safetensorsParts(state);
  const best = stopping && safetensorsParts(stopping.best);
  const description = {
    spectrosim: VERSION,
    step,
    training,
    state: await hash(...parts),
    losses,
    ...(stopping && best && { stopping: { looks: stopping.looks, best: await hash(...best) } }),
  };
  return {
    [CHECKPOINT_FILES.description]: `${JSON.stringify(description, undefined, 2)}\n`,
    [CHECKPOINT_FILES.state]: parts,
    ...(best && { [CHECKPOINT_FILES.best]: best }),
  };
}

/** What a checkpoint's files hold. */
export interface CheckpointBytes {
  readonly description: string;
  readonly state: Uint8Array;
  readonly best?: Uint8Array;
}

/**
 * Reads a checkpoint for a training that is to go on from it.
 *
 * @param place what it is called in messages
 * @param hash as in {@link encodeCheckpoint}. @default sha256
 * @throws SpectroSimError `artifact` when it is damaged; `usage` when it is of another training, with all that differs.
 */
export async function decodeCheckpoint(
  place: string,
  files: CheckpointBytes,
  training: TrainingIdentity,
  hash: HashParts = sha256,
): Promise<Checkpoint> {
  const parsed = descriptionSchema.safeParse(parseJson(files.description));
  if (!parsed.success) {
    throw damaged(place, `${CHECKPOINT_FILES.description} is not one of version ${VERSION}`);
  }
  const { step, training: saved, state, losses, stopping } = parsed.data;
  if (losses.length !== step) {
    throw damaged(place, `it says step ${step} and has ${losses.length} losses`);
  }
  const found = differences(training, saved);
  if (found.length > 0) {
    const lines = found.map(({ path, here, there }) => `  ${path}: ${here} here, ${there} in the checkpoint`);
    throw new SpectroSimError(
      'usage',
      `The checkpoint in ${place} is of another training, which this one cannot go on with:\n${lines.join('\n')}\nGive it the data and settings of that training, or start anew without --resume.`,
    );
  }
  if ((await hash(files.state)) !== state) {
    throw damaged(place, `${CHECKPOINT_FILES.state} does not have the hash that it was written with`);
  }
  const read = { step, state: decodeSafetensors(files.state, CHECKPOINT_FILES.state), losses };
  if (stopping === undefined) {
    return read;
  }
  if (files.best === undefined || (await hash(files.best)) !== stopping.best) {
    throw damaged(place, `${CHECKPOINT_FILES.best} is not there with the hash that it was written with`);
  }
  return { ...read, stopping: { looks: stopping.looks, best: decodeSafetensors(files.best, CHECKPOINT_FILES.best) } };
}

/**
 * What training a checkpoint is of, before anything else of it is read.
 *
 * @param place what it is called in messages
 * @param description the file `checkpoint.json`
 * @throws SpectroSimError `artifact` when it is damaged.
 */
export function trainingOf(place: string, description: string): TrainingIdentity {
  const parsed = descriptionSchema.safeParse(parseJson(description));
  if (!parsed.success) {
    throw damaged(place, `${CHECKPOINT_FILES.description} is not one of version ${VERSION}`);
  }
  return parsed.data.training;
}

/**
 * The state to go on with, in the order of the step's own.
 *
 * @throws SpectroSimError `artifact` when its tensors are not those of the step.
 */
export function resumedState(initial: NamedTensors, { state }: Checkpoint): NamedTensors {
  const shapesOf = (tensors: NamedTensors) =>
    Object.entries(tensors)
      .map(([name, { type, dims }]) => `${name} ${type} ${dims.join('×')}`)
      .sort();
  const [expected, got] = [shapesOf(initial), shapesOf(state)];
  const missing = expected.find((tensor) => !got.includes(tensor));
  const foreign = got.find((tensor) => !expected.includes(tensor));
  if (missing !== undefined || foreign !== undefined) {
    throw damaged(
      'the folder given',
      `its tensors are not those of this training: expected ${missing}, got ${foreign}`,
    );
  }
  return Object.fromEntries(Object.keys(initial).map((name) => [name, state[name] as TensorValue]));
}

function damaged(place: string, why: string): SpectroSimError {
  return new SpectroSimError(
    'artifact',
    `The checkpoint in ${place} cannot be used: ${why}. Restore it from a copy, or start anew without --resume: the checkpoint before was deleted when this one was whole.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
