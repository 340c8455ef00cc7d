import type { GraphRuntime, LoadOptions } from '@spectrosim/models';
import type { TrainingEngine } from './engines/engine.js';
import type { Checkpoints } from './loop/checkpoint.js';
import type { TrainingProgress } from './loop/progress.js';
import type { BegunTraining, TrainingPorts } from './loop/train.js';

/** What an experiment runs on. */
export interface ExperimentPorts {
  readonly engine: TrainingEngine;
  readonly runtime: GraphRuntime;
  readonly options: LoadOptions;
  /** Told once, before the first step, what is to be trained and the weights it starts with: what is thrown here costs no training. */
  readonly beforeSteps?: NonNullable<TrainingPorts['beforeSteps']>;
  readonly onBegin?: (begun: BegunTraining) => void;
  readonly onProgress?: (progress: TrainingProgress) => void;
  readonly onAlarm?: (text: string) => void;
  readonly checkpoints?: Checkpoints;
  /** Told once, when training is over and measuring begins. */
  readonly onMeasure?: () => void;
  /** Take no step, and measure the model of `checkpoints.from`. @default false */
  readonly asItIs?: boolean;
}
