import { relative, resolve } from 'node:path';
import { SpectroSimError } from '@spectrosim/models';
import type { Checkpoints, Dataset, ExperimentPorts, TrainingConfig, TrainingProgress } from '@spectrosim/training';
import { openCheckpoints } from './checkpoint-folder.js';
import { interruption, resumingCommand } from './interruption.js';

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
  /** An error of training, with what was kept and how to go on. */
  explain(error: unknown): Promise<unknown>;
  /** The model is written: what was kept in the folder of its own name goes, what was kept in a folder named by a person stays. */
  done(): Promise<void>;
}

/**
 * Opens the folder of a training's checkpoints.
 *
 * @throws SpectroSimError as `openCheckpoints` does, and `usage` when two folders are named.
 */
export async function keptTraining(
  dataset: Dataset,
  config: TrainingConfig,
  { engine, options }: Pick<ExperimentPorts, 'engine' | 'options'>,
  {
    out,
    force,
    checkpoints: { checkpointEvery: every = CHECKPOINT_EVERY, checkpoints, resume },
  }: { readonly out: string; readonly force: boolean; readonly checkpoints: CheckpointOptions },
): Promise<KeptTraining> {
  if (resume !== undefined && checkpoints !== undefined && resolve(resume) !== resolve(checkpoints)) {
    throw new SpectroSimError(
      'usage',
      `--resume ${resume} keeps further checkpoints where it found the first. Leave out --checkpoints ${checkpoints}.`,
    );
  }
  const own = `${relative('.', resolve(out)) || '.'}.checkpoint`;
  const folder = resume ?? checkpoints ?? own;
  const { name, backend } = engine;
  const { provider, threads } = options;
  const identity = { data: dataset.hash, config, engine: { name, ...(backend && { backend }), provider, threads } };
  const opened = await openCheckpoints(
    folder,
    identity,
    resume !== undefined ? 'resume' : force ? 'replace' : 'refuse',
  );
  const interrupted = interruption();
  return {
    ...opened,
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
    async explain(error) {
      if (!(error instanceof SpectroSimError) || !['interrupted', 'training'].includes(error.code)) {
        return error;
      }
      const step = await opened.latest();
      const more =
        error.code === 'interrupted'
          ? `To go on:\n  ${resumingCommand(folder)}`
          : step === undefined
            ? 'No checkpoint had been made before.'
            : `The last good checkpoint, of step ${step}, is in ${folder}.`;
      return new SpectroSimError(error.code, `${error.message} ${more}`, { cause: error });
    },
    async done() {
      if (resolve(folder) === resolve(own)) {
        await opened.remove();
      }
    },
  };
}
