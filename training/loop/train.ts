import {
  type Axis,
  createRandom,
  type NamedTensors,
  type Recipe,
  SpectroSimError,
  type TensorValue,
} from '@spectrosim/models';
import {
  encoderOf,
  fitRecipe,
  type HostWeights,
  initialModel,
  type ModelDefinition,
  preprocess,
  type Rows,
} from '@spectrosim/models/graph';
import type { TrainingConfig } from '../config.js';
import { contrastiveStep } from '../contrastive-step.js';
import type { TrainingEngine } from '../engines/engine.js';
import { besideModel } from '../objectives/beside-model.js';
import { objectiveOf } from '../objectives/registry.js';
import { biasCorrections } from '../optimiser/adamw.js';
import { emaDecayAt } from '../optimiser/ema.js';
import { runningIn } from '../running-state.js';
import { type Checkpoints, resumedState } from './checkpoint.js';
import { collapseAlarm } from './collapse-alarm.js';
import { feedOf } from './feed.js';
import { keepCheckpoint } from './keep-checkpoint.js';
import { notFiniteError, notFiniteIn } from './not-finite.js';
import { learningRateAt } from './schedule.js';

/** What training reports after every step. */
export interface TrainingProgress {
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
  /** Steps a second since the start. */
  readonly rate: number;
  /** Norm of all gradients before clipping. */
  readonly gradientNorm: number;
  readonly learningRate: number;
  /** 1 when unit embeddings fill the sphere evenly, 0 when they have collapsed. */
  readonly spread: number;
  /** Directions that unit embeddings vary in. */
  readonly effectiveRank: number;
  /** Mean squared distance of the two views of a spectrum. */
  readonly alignment: number;
  /** How evenly spectra lie on the sphere: 0 for one point, the less the more evenly. */
  readonly uniformity: number;
}

/** The scalar results of a step. */
type StepResults = Pick<
  TrainingProgress,
  'loss' | 'gradientNorm' | 'spread' | 'effectiveRank' | 'alignment' | 'uniformity'
>;

/** A trained model: its definition, the weights that inference needs, and how training went. */
export interface TrainedModel {
  readonly definition: ModelDefinition;
  /** Weights under `preprocessing.` and `encoder.`; the head is gone. */
  readonly weights: HostWeights;
  /** The same weights before the first step. */
  readonly untrained: HostWeights;
  /** Numbers that training changed, the head's left out. */
  readonly parameters: number;
  /** E */
  readonly embedding: number;
  /** Where the objective reads pairs, its weights under `objective.`, which a pair's score needs, before and after training. */
  readonly pairWeights?: { readonly untrained: HostWeights; readonly trained: HostWeights };
  /** Spectra in one step. */
  readonly batch: number;
  /** Loss of every step. */
  readonly losses: readonly number[];
}

/** What training learns from. */
export interface TrainingData {
  /** Raw intensities `[N, L]`. */
  readonly rows: Rows;
  readonly axis: Axis;
  /** The group of each row, numbered from 0 `[N]`; objectives with labels and noise from replicates read them, nothing else does. */
  readonly groups: readonly number[];
}

/** What training needs besides rows. */
export interface TrainingPorts {
  readonly engine: TrainingEngine;
  /** Computes a tfjs function of rows, for fitting the recipe's statistics. */
  readonly runOnRows: Parameters<typeof fitRecipe>[2];
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Told once, when embeddings collapse: what happens and what to do. */
  readonly onAlarm?: (text: string) => void;
  readonly checkpoints?: Checkpoints;
}

/**
 * Trains an encoder on raw spectra: fit the recipe, start the weights, step, take the weights.
 *
 * @throws SpectroSimError `input` with fewer than two spectra, or without replicates where objective or noise need them; `training`
 * when loss, gradients or state are not finite numbers; `interrupted` when `checkpoints.stop` is aborted.
 */
export async function train(
  { rows, axis, groups }: TrainingData,
  recipe: Recipe,
  config: TrainingConfig,
  { engine, runOnRows, onProgress, onAlarm, checkpoints }: TrainingPorts,
): Promise<TrainedModel> {
  if (rows.count < 2) {
    throw new SpectroSimError('input', `Training needs at least 2 spectra to tell apart, got ${rows.count}.`);
  }
  const { seed, temperature, weightDecay, clip, steps, ema } = config;
  const encoder = encoderOf(config.encoder.name);
  const encoderConfig = encoder.config.parse(config.encoder.config);
  const widths = encoder.widths(encoderConfig, rows.bins);
  const definition = { preprocessing: recipe, encoder: { name: encoder.name, config: encoderConfig } };
  const statistics = await fitRecipe(recipe, rows, runOnRows);
  const initial = initialModel(definition, statistics, axis, createRandom(seed, 'encoder'));
  const objective = objectiveOf(config.objective);
  const beside = besideModel(config, widths);
  const preprocessed = async () =>
    recipe.length === 0
      ? rows
      : { ...rows, data: await runOnRows((x, fitted) => preprocess(recipe, fitted, x), rows, statistics) };
  const { batch, next } = await feedOf({ rows, groups, preprocessed }, config);

  let fed = next();
  const step = contrastiveStep({
    model: definition,
    head: config.head,
    objective: config.objective,
    augmentations: config.augmentations,
    trainable: { ...initial.trainable, ...beside.trainable },
    objectiveState: beside.objectiveState,
    frozen: initial.frozen,
    running: initial.running,
    sampleBatch: fed,
    ema: ema > 0,
  });
  const from = checkpoints?.from;
  const before = from?.step ?? 0;
  for (let i = 0; i < before; i++) {
    fed = next();
  }
  const running = await engine.start(
    from === undefined ? step : { ...step, initialState: resumedState(step.initialState, from) },
  );

  const losses = [...(from?.losses ?? [])];
  const alarm = collapseAlarm(objective);
  const start = performance.now();
  // Weights can leave the finite numbers at a step whose loss is still one; such a state is neither kept nor exported.
  const finiteState = async (t: number, results: StepResults) => {
    const present = await running.state();
    if (notFiniteIn(present) !== undefined) {
      throw notFiniteError(t, results, present, config);
    }
    return present;
  };
  let state: NamedTensors = from?.state ?? step.initialState;
  try {
    for (let t = before + 1; t <= steps; t++) {
      const learningRate = learningRateAt(t, config);
      const results = (await running.step(fed, {
        learningRate,
        ...biasCorrections(t),
        weightDecay,
        temperature,
        clip,
        ...(ema > 0 && { emaDecay: emaDecayAt(t, ema) }),
        ...(objective.targetDecay && { targetDecay: objective.targetDecay(t, steps) }),
      })) as StepResults;
      if (!Number.isFinite(results.loss) || !Number.isFinite(results.gradientNorm)) {
        throw notFiniteError(t, results, await running.state(), config);
      }
      losses.push(results.loss);
      const rate = (1000 * (t - before)) / (performance.now() - start);
      onProgress?.({ step: t, steps, ...results, learningRate, rate });
      const collapse = alarm({ step: t, ...results });
      if (collapse !== undefined) {
        onAlarm?.(collapse);
      }
      await keepCheckpoint(checkpoints, t, steps, async () => ({
        step: t,
        state: await finiteState(t, results),
        losses: [...losses],
      }));
      if (t < steps) {
        fed = next();
      } else {
        state = await finiteState(t, results);
      }
    }
  } finally {
    await running.dispose();
  }

  const kept = ema > 0 ? 'ema' : 'weight';
  const trainedOf = (weights: HostWeights): HostWeights =>
    Object.fromEntries(Object.keys(weights).map((name) => [name, state[`${kept}.${name}`] as TensorValue]));
  const trained = trainedOf(initial.trainable);
  return {
    definition,
    weights: { ...initial.frozen, ...runningIn(initial.running, state), ...trained },
    untrained: { ...initial.frozen, ...initial.running, ...initial.trainable },
    ...(objective.pairs && {
      pairWeights: { untrained: beside.trainable, trained: trainedOf(beside.trainable) },
    }),
    parameters: Object.values(trained).reduce((sum, { data }) => sum + data.length, 0),
    embedding: widths.embedding,
    batch,
    losses,
  };
}
