import { type NamedTensors, SpectroSimError } from '@spectrosim/models';
import type { TrainingConfig } from '../config.js';
import type { EarlyStopping } from '../early-stopping/early-stopping.js';
import type { RunningTraining, StepInputs } from '../engines/engine.js';
import { objectiveOf } from '../objectives/registry.js';
import { biasCorrections } from '../optimiser/adamw.js';
import { emaDecayAt } from '../optimiser/ema.js';
import type { Checkpoints } from './checkpoint.js';
import { collapseAlarm, type Watched } from './collapse-alarm.js';
import { keepCheckpoint } from './keep-checkpoint.js';
import { notFiniteError, notFiniteIn } from './not-finite.js';
import { pace } from './pace.js';
import type { TrainingProgress } from './progress.js';
import { learningRateAt } from './schedule.js';

/** The scalar results of a step. */
type ContrastiveResults = Pick<
  TrainingProgress,
  'loss' | 'gradientNorm' | 'spread' | 'effectiveRank' | 'alignment' | 'uniformity'
>;

/** A training that has been started, with what it is fed and who is told. */
export interface StartedTraining {
  readonly running: RunningTraining;
  /** The state that it was started from, made anew. */
  readonly atStart: () => NamedTensors;
  /** Batches from the first step on that is to be taken. */
  readonly next: () => NamedTensors;
  readonly onProgress?: (progress: TrainingProgress) => void;
  readonly onAlarm?: (text: string) => void;
  readonly checkpoints?: Checkpoints;
  /** Take no step: the state is that of `checkpoints.from`. @default false */
  readonly asItIs?: boolean;
  readonly stopping?: EarlyStopping;
}

/** What the steps came to. */
export interface StepsTaken {
  readonly state: NamedTensors;
  /** Loss of every step, those before a checkpoint too. */
  readonly losses: readonly number[];
}

/**
 * Takes the steps that are left, several at once: up to the next checkpoint or look, and about a second's worth.
 *
 * @throws SpectroSimError `training` when loss, gradients or state are not finite numbers; `interrupted` when `checkpoints.stop` is
 * aborted.
 */
export async function takeSteps(
  { running, atStart, next, onProgress, onAlarm, checkpoints, asItIs = false, stopping }: StartedTraining,
  config: TrainingConfig,
): Promise<StepsTaken> {
  const { steps } = config;
  const from = checkpoints?.from;
  const before = from?.step ?? 0;
  const losses = [...(from?.losses ?? [])];
  const alarm = collapseAlarm(objectiveOf(config.objective));
  const { next: together, took } = pace();
  const start = performance.now();
  const waiting: StepInputs[] = [];
  let t = before;
  let state = from?.state;
  const tell = (watched: Watched) => {
    const collapse = alarm(watched);
    if (collapse !== undefined) {
      onAlarm?.(collapse);
    }
  };
  // An alarm that sounded before the checkpoint sounds again: whoever goes on with that training should know.
  checkpoints?.watched?.forEach(tell);
  while (!asItIs && t < steps && stopping?.ended() !== true) {
    const begun = performance.now();
    const count = together(stepsUntilDue(t, steps, checkpoints?.every, stopping?.every));
    for (let ahead = t + waiting.length + 1; waiting.length < count; ahead++) {
      waiting.push({ batch: next(), scalars: scalarsAt(ahead, config) });
    }
    // Fewer than were asked for, where one has a result that is no finite number.
    const taken = (await running.steps(waiting.slice(0, count))) as readonly ContrastiveResults[];
    waiting.splice(0, taken.length);
    const now = performance.now();
    took(taken.length, now - begun);
    const rate = (1000 * (t + taken.length - before)) / (now - start);
    const reached = t + taken.length;
    const present = once(() => finiteState({ running, atStart }, reached, taken.at(-1) as ContrastiveResults, config));
    for (const results of taken) {
      t++;
      if (!Number.isFinite(results.loss) || !Number.isFinite(results.gradientNorm)) {
        throw notFiniteError(t, results, await running.state(), config, await running.firstNotFinite?.(atStart));
      }
      losses.push(results.loss);
      const looked = stopping && (t === steps || t % stopping.every === 0);
      const held = looked ? { heldOut: await stopping.look(t, await present()) } : {};
      onProgress?.({ step: t, steps, ...results, learningRate: learningRateAt(t, config), rate, ...held });
      tell({ step: t, ...results });
    }
    const last = stopping?.ended() === true ? t : steps;
    await keepCheckpoint(checkpoints, t, last, async () => ({
      step: t,
      state: await present(),
      losses: [...losses],
      ...(stopping && { stopping: stopping.record() }),
    }));
    if (t === last) {
      state = await present();
    }
  }
  if (state === undefined) {
    throw new SpectroSimError('training', `Training of ${steps} steps took none and had no checkpoint to go on from.`);
  }
  return { state, losses };
}

/** Steps before something is due that comes every so many, or the last step. */
function stepsUntilDue(taken: number, steps: number, ...everys: readonly (number | undefined)[]): number {
  return Math.min(steps - taken, ...everys.flatMap((every) => (every === undefined ? [] : [every - (taken % every)])));
}

/** What is fed to step `t ≥ 1` besides its batch. */
export function scalarsAt(t: number, config: TrainingConfig): StepInputs['scalars'] {
  const { weightDecay, temperature, clip, ema, steps } = config;
  const { targetDecay } = objectiveOf(config.objective);
  return {
    learningRate: learningRateAt(t, config),
    ...biasCorrections(t),
    weightDecay,
    temperature,
    clip,
    ...(ema > 0 && { emaDecay: emaDecayAt(t, ema) }),
    ...(targetDecay && { targetDecay: targetDecay(t, steps) }),
  };
}

/** Weights can leave the finite numbers at a step whose loss is still one; such a state is neither kept nor exported. */
async function finiteState(
  { running, atStart }: Pick<StartedTraining, 'running' | 'atStart'>,
  t: number,
  results: ContrastiveResults,
  config: TrainingConfig,
): Promise<NamedTensors> {
  const present = await running.state();
  if (notFiniteIn(present) !== undefined) {
    throw notFiniteError(t, results, present, config, await running.firstNotFinite?.(atStart));
  }
  return present;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
