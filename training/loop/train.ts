import { type Axis, createRandom, type Recipe, SpectroSimError, type TensorValue } from '@spectrosim/models';
import {
  encoderOf,
  fitRecipe,
  type HostWeights,
  headOf,
  initialModel,
  type ModelDefinition,
  prefixed,
  preprocess,
  type Rows,
} from '@spectrosim/models/graph';
import type { TrainingConfig } from '../config.js';
import { contrastiveStep } from '../contrastive-step.js';
import type { TrainingEngine } from '../engines/engine.js';
import { biasCorrections } from '../optimiser/adamw.js';
import { emaDecayAt } from '../optimiser/ema.js';
import { feedOf } from './feed.js';
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
  /** 1 when unit embeddings fill the sphere evenly, 0 when they have collapsed. */
  readonly spread: number;
}

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
  /** The group of each row, numbered from 0 `[N]`; `sup-con` and noise from replicates read them, nothing else does. */
  readonly groups: readonly number[];
}

/** What training needs besides rows. */
export interface TrainingPorts {
  readonly engine: TrainingEngine;
  /** Computes a tfjs function of rows, for fitting the recipe's statistics. */
  readonly runOnRows: Parameters<typeof fitRecipe>[2];
  readonly onProgress?: (progress: TrainingProgress) => void;
}

/**
 * Trains an encoder on raw spectra: fit the recipe, start the weights, step, take the weights.
 *
 * @throws SpectroSimError `input` with fewer than two spectra, or without replicates where noise comes from them; `training`
 * when the loss is not a finite number.
 */
export async function train(
  { rows, axis, groups }: TrainingData,
  recipe: Recipe,
  config: TrainingConfig,
  { engine, runOnRows, onProgress }: TrainingPorts,
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
  const head = headOf(config.head).initial(widths, createRandom(seed, 'head'));
  const preprocessed = async () =>
    recipe.length === 0
      ? rows
      : { ...rows, data: await runOnRows((x, fitted) => preprocess(recipe, fitted, x), rows, statistics) };
  const { batch, next } = await feedOf({ rows, groups, preprocessed }, config);

  let fed = next();
  const running = await engine.start(
    contrastiveStep({
      model: definition,
      head: config.head,
      objective: config.objective,
      augmentations: config.augmentations,
      trainable: { ...initial.trainable, ...prefixed(head, 'head') },
      frozen: initial.frozen,
      sampleBatch: fed,
      ema: ema > 0,
    }),
  );

  const losses: number[] = [];
  const start = performance.now();
  for (let step = 1; step <= steps; step++) {
    const { loss, gradientNorm, spread } = (await running.step(fed, {
      learningRate: learningRateAt(step, config),
      ...biasCorrections(step),
      weightDecay,
      temperature,
      clip,
      ...(ema > 0 && { emaDecay: emaDecayAt(step, ema) }),
    })) as { loss: number; gradientNorm: number; spread: number };
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) {
      await running.dispose();
      throw new SpectroSimError(
        'training',
        `The loss became ${loss} (gradient norm ${gradientNorm}) at step ${step} of ${steps}. Lower the learning rate (${config.learningRate}) or raise the temperature (${temperature}).`,
      );
    }
    losses.push(loss);
    onProgress?.({ step, steps, loss, gradientNorm, spread, rate: (1000 * step) / (performance.now() - start) });
    if (step < steps) {
      fed = next();
    }
  }
  const state = await running.state();
  await running.dispose();

  const kept = ema > 0 ? 'ema' : 'weight';
  const trained = Object.fromEntries(
    Object.keys(initial.trainable).map((name) => [name, state[`${kept}.${name}`] as TensorValue]),
  );
  return {
    definition,
    weights: { ...initial.frozen, ...trained },
    untrained: { ...initial.frozen, ...initial.trainable },
    parameters: Object.values(trained).reduce((sum, { data }) => sum + data.length, 0),
    embedding: widths.embedding,
    batch,
    losses,
  };
}
