import type { NamedTensors } from '@spectrosim/models';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Tensors by name. */
export type TensorMap = Readonly<Record<string, Tensor>>;

/**
 * One training step as a tfjs function, `(state, batch, scalars) → (state′, results)`.
 *
 * State is any set of named tensors; whatever changes from step to step is a batch input or a scalar, so that one trace
 * serves the whole training.
 */
export interface TrainingStep {
  /** State before the first step. */
  readonly initialState: NamedTensors;
  /** A batch as it will be fed, for its names, types and static shapes. */
  readonly sampleBatch: NamedTensors;
  /** Names of the scalar inputs. */
  readonly scalars: readonly string[];
  /** The step. `state` of the result has the names and shapes of the state given; `results` are scalars. */
  run(
    state: TensorMap,
    batch: TensorMap,
    scalars: TensorMap,
  ): { readonly state: TensorMap; readonly results: TensorMap };
}

/** What a step is fed. */
export interface StepInputs {
  readonly batch: NamedTensors;
  readonly scalars: Readonly<Record<string, number>>;
}

/** The scalar results of a step, by name. */
export type StepResults = Readonly<Record<string, number>>;

/** A training under way. */
export interface RunningTraining {
  /**
   * Takes steps one after another, up to the first of which a result is no finite number. Several at once can be faster and never give
   * other bytes.
   *
   * @returns the results of the steps taken
   */
  steps(inputs: readonly StepInputs[]): Promise<readonly StepResults[]>;
  /** A copy of the present state. */
  state(): Promise<NamedTensors>;
  /**
   * Takes the last steps again to find where numbers ended, the first value in the order of computing that is not finite; `undefined`
   * where that cannot be told: all are finite, or the runtime keeps no state but the present one and this was not the first run.
   *
   * @param atStart gives the state that the training was started from
   */
  firstNotFinite?(atStart: () => NamedTensors): Promise<string | undefined>;
  dispose(): Promise<void>;
}

/** Something that runs training steps. Two engines given the same step, state and batches give the same losses. */
export interface TrainingEngine {
  readonly name: 'graph' | 'eager';
  /** What computes below it, where the engine can choose: the eager engine's tfjs backend. */
  readonly backend?: string;
  /** Engine, backend or provider with version and threads, for logs. */
  readonly description: string;
  start(step: TrainingStep): Promise<RunningTraining>;
}
