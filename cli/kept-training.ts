import { join, relative, resolve } from 'node:path';
import { SpectroSimError } from '@spectrosim/models';
import { writeFileAtomically } from '@spectrosim/runtime-node';
import type {
  Checkpoints,
  Dataset,
  ExperimentPorts,
  TrainingConfig,
  TrainingIdentity,
  TrainingProgress,
} from '@spectrosim/training';
import { openCheckpoints, PAGE_FILE } from './checkpoint-folder.js';
import { interruption, resumingCommand } from './interruption.js';
import { shellWord } from './shell-word.js';
import { readRecord, softwareHere, type TrainingSource, writeRecord } from './training-record.js';

/** Steps between checkpoints where nothing else is asked for. */
export const CHECKPOINT_EVERY = 100;

/** Options of `train` that say where a training is kept; they change nothing of what it gives. */
export interface CheckpointOptions {
  /** @default 100 */
  readonly checkpointEvery?: number;
  /** A folder for them. @default that of the model, with `.checkpoint` after its name */
  readonly checkpoints?: string;
  /** Go on from the checkpoint in this folder, and keep further ones there. */
  readonly resume?: string;
}

/** How a training is to be kept. */
export interface Keeping extends CheckpointOptions {
  /** Its data, for whoever makes a model of a checkpoint. */
  readonly source: TrainingSource;
}

/** Their names. */
export const OF_CHECKPOINTS = ['checkpointEvery', 'checkpoints', 'resume'] as const;

/** Those of a command's options. */
export function checkpointOptions({ checkpointEvery, checkpoints, resume }: CheckpointOptions): CheckpointOptions {
  return {
    ...(checkpointEvery === undefined ? {} : { checkpointEvery }),
    ...(checkpoints === undefined ? {} : { checkpoints }),
    ...(resume === undefined ? {} : { resume }),
  };
}

/** A training that is kept in a folder, stops at Ctrl-C, and can be gone on with. */
export interface KeptTraining extends Checkpoints {
  readonly folder: string;
  /** To be told of every step. */
  follow(progress: TrainingProgress): void;
  /** From now on Ctrl-C ends the process, as it does everywhere else. */
  end(): void;
  /**
   * An error of training, with what was kept and how to go on.
   *
   * @param page the curves so far, which are kept too
   */
  explain(error: unknown, page?: string): Promise<unknown>;
  /**
   * The model is written: what was kept in the folder of its own name goes, what was kept in a folder named by a person stays.
   *
   * @param page the curves, which are kept there too
   */
  done(page: string): Promise<void>;
}

/** What decides the bytes of a training. */
export function identityOf(
  dataset: Dataset,
  config: TrainingConfig,
  { engine, options }: Pick<ExperimentPorts, 'engine' | 'options'>,
): TrainingIdentity {
  const { name, backend } = engine;
  const { provider, threads } = options;
  return { data: dataset.hash, config, engine: { name, ...(backend && { backend }), provider, threads } };
}

/**
 * Opens the folder of a training's checkpoints.
 *
 * @param note told what a person should know before it goes on
 * @throws SpectroSimError as `openCheckpoints` does, and `usage` when two folders are named.
 */
export async function keptTraining(
  dataset: Dataset,
  config: TrainingConfig,
  ports: Pick<ExperimentPorts, 'engine' | 'runtime' | 'options'>,
  {
    out,
    force,
    checkpoints: { checkpointEvery: every = CHECKPOINT_EVERY, checkpoints, resume, source },
  }: { readonly out: string; readonly force: boolean; readonly checkpoints: Keeping },
  note?: (text: string) => void,
): Promise<KeptTraining> {
  if (resume !== undefined && checkpoints !== undefined && resolve(resume) !== resolve(checkpoints)) {
    throw new SpectroSimError(
      'usage',
      `--resume ${resume} keeps further checkpoints where it found the first. Leave out --checkpoints ${checkpoints}.`,
    );
  }
  const own = `${relative('.', resolve(out)) || '.'}.checkpoint`;
  const folder = resume ?? checkpoints ?? own;
  const opened = await openCheckpoints(
    folder,
    identityOf(dataset, config, ports),
    resume !== undefined ? 'resume' : force ? 'replace' : 'refuse',
  );
  const here = softwareHere(ports);
  const before = resume === undefined ? [] : (readRecord(folder)?.software ?? ['software that is not known']);
  const others = before.filter((one) => one !== here);
  if (others.length > 0) {
    note?.(
      `This training was begun with ${others.join(', then ')}, and goes on with ${here}. What it gives may differ from a training that never stopped in the last digits of its numbers.`,
    );
  }
  const pagePath = join(folder, PAGE_FILE);
  const keepPage = (page: string) => writeFileAtomically(pagePath, page);
  const interrupted = interruption();
  let recorded = false;
  return {
    ...opened,
    async save(checkpoint) {
      if (!recorded) {
        await writeRecord(folder, { source, software: [...new Set([...before, here])] });
        recorded = true;
      }
      await opened.save(checkpoint);
    },
    every,
    stop: interrupted.signal,
    follow({ step, steps }) {
      // Before the first step there is nothing to save, after the last everything is.
      if (step === steps) {
        interrupted.disarm();
      } else {
        interrupted.arm();
      }
    },
    end: interrupted.disarm,
    async explain(error, page) {
      if (page !== undefined) {
        await keepPage(page);
      }
      if (!(error instanceof SpectroSimError) || !['interrupted', 'training'].includes(error.code)) {
        return error;
      }
      const step = await opened.latest();
      const more =
        error.code === 'interrupted'
          ? `To go on:\n  ${resumingCommand(folder)}`
          : step === undefined
            ? 'No checkpoint had been made before.'
            : `The last good checkpoint, of step ${step}, is in ${folder}. To make its model:\n  npx spectrosim export ${shellWord(folder)} --out ${shellWord(out)}\nGoing on from it with the same settings leads to the same end: to train on, start anew with other ones, and --force.`;
      const curves = page === undefined ? '' : `\nThe curves so far: ${pagePath}`;
      return new SpectroSimError(error.code, `${error.message} ${more}${curves}`, { cause: error });
    },
    async done(page) {
      if (resolve(folder) === resolve(own)) {
        await opened.remove();
      } else {
        await keepPage(page);
      }
    },
  };
}
