import type { NamedTensors, TensorValue } from '@spectrosim/models';
import type { EncodingWidths, HostWeights, InitialModel, ModelDefinition } from '@spectrosim/models/graph';
import type { TrainingConfig } from '../config.js';
import { contrastiveStep } from '../contrastive-step.js';
import type { RunningTraining, TrainingEngine, TrainingStep } from '../engines/engine.js';
import { besideModel } from '../objectives/beside-model.js';
import { runningIn, runningState } from '../running-state.js';
import { type Checkpoint, resumedState } from './checkpoint.js';

/** What a training starts from. */
export interface Beginning {
  readonly definition: ModelDefinition;
  readonly initial: InitialModel;
  readonly widths: EncodingWidths;
  readonly sampleBatch: NamedTensors;
  readonly from: Checkpoint | undefined;
  readonly beforeSteps?: ((definition: ModelDefinition, weights: HostWeights) => void) | undefined;
}

/** All weights of a model that is not trained yet. */
export function allWeights({ trainable, frozen, running }: InitialModel): HostWeights {
  return { ...frozen, ...running, ...trainable };
}

/** What of a model is no weight that training changes, and the names of those that are. */
export interface ModelParts {
  readonly trainable: readonly string[];
  /** Numbers in them. */
  readonly parameters: number;
  readonly frozen: HostWeights;
  /** Running statistics, as they were at the start. */
  readonly running: HostWeights;
}

/** Starts a training: a function of its own, so that whoever takes the steps holds nothing of the weights that it starts from. */
export async function begin(
  engine: TrainingEngine,
  beginning: Beginning,
  config: TrainingConfig,
): Promise<{ readonly running: RunningTraining; readonly parts: ModelParts }> {
  const { trainable, frozen, running } = beginning.initial;
  beginning.beforeSteps?.(beginning.definition, allWeights(beginning.initial));
  return {
    running: await engine.start(firstStep(beginning, config)),
    parts: {
      trainable: Object.keys(trainable),
      parameters: Object.values(trainable).reduce((sum, { data }) => sum + data.length, 0),
      frozen,
      running,
    },
  };
}

/** The step of a training, from the weights or the checkpoint that it starts from. */
export function firstStep(
  { definition, initial, widths, sampleBatch, from }: Beginning,
  { head, objective, augmentations, seed, ema }: TrainingConfig,
): TrainingStep {
  const { trainable, frozen, running } = initial;
  const beside = besideModel({ head, objective, seed }, widths);
  const step = contrastiveStep({
    model: definition,
    head,
    objective,
    augmentations,
    trainable: { ...trainable, ...beside.trainable },
    objectiveState: beside.objectiveState,
    frozen,
    running,
    sampleBatch,
    ema: ema > 0,
  });
  return from === undefined ? step : { ...step, initialState: resumedState(step.initialState, from) };
}

/** The step of a training for another batch, from the weights that would be exported of a state, head included. */
export function stepFrom(
  definition: ModelDefinition,
  state: NamedTensors,
  { frozen, running }: ModelParts,
  { head, objective, augmentations, ema }: TrainingConfig,
  sampleBatch: NamedTensors,
): TrainingStep {
  const prefix = ema > 0 ? 'ema.' : 'weight.';
  const trainable = Object.entries(state).flatMap(([name, value]) =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), value] as const] : [],
  );
  return contrastiveStep({
    model: definition,
    head,
    objective,
    augmentations,
    trainable: Object.fromEntries(trainable),
    frozen,
    running: runningIn(running, state),
    sampleBatch,
  });
}

/** What of a state is exported: weights, or their running mean where there is one, and running statistics; the head is not. */
export function keptIn(state: NamedTensors, { trainable, running }: ModelParts, config: TrainingConfig): NamedTensors {
  const names = [...trainable.map((name) => keptName(name, config)), ...Object.keys(runningState(running))];
  return Object.fromEntries(names.map((name) => [name, state[name] as TensorValue]));
}

/** Weights that training changed, by their own names, of a state or of what was kept of it. */
export function trainedIn(state: NamedTensors, names: readonly string[], config: TrainingConfig): HostWeights {
  return Object.fromEntries(names.map((name) => [name, state[keptName(name, config)] as TensorValue]));
}

/** All weights that inference needs, of a state or of what was kept of it. */
export function weightsIn(state: NamedTensors, parts: ModelParts, config: TrainingConfig): HostWeights {
  return { ...parts.frozen, ...runningIn(parts.running, state), ...trainedIn(state, parts.trainable, config) };
}

function keptName(name: string, { ema }: TrainingConfig): string {
  return `${ema > 0 ? 'ema' : 'weight'}.${name}`;
}
