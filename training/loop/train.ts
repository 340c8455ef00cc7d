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
  headOf,
  initialModel,
  type ModelDefinition,
  prefixed,
  type Rows,
} from '@spectrosim/models/graph';
import { drawAugmentations } from '../augment/augment.js';
import type { TrainingConfig } from '../config.js';
import { contrastiveStep } from '../contrastive-step.js';
import type { TrainingEngine } from '../engines/engine.js';
import { gatherRows } from '../evaluation/pairs.js';
import { biasCorrections } from '../optimiser/adamw.js';
import { runningIn } from '../running-state.js';
import { shuffledBatches } from './batches.js';
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

/** What training needs besides rows. */
export interface TrainingPorts {
  readonly engine: TrainingEngine;
  /** Computes a tfjs function of rows, for fitting the recipe's statistics. */
  readonly runOnRows: Parameters<typeof fitRecipe>[2];
  readonly onProgress?: (progress: TrainingProgress) => void;
}

/**
 * Trains an encoder on raw spectra without labels: fit the recipe, start the weights, step, take the weights.
 *
 * @throws SpectroSimError `input` with fewer than two spectra, `training` when the loss is not a finite number.
 */
export async function train(
  rows: Rows,
  axis: Axis,
  recipe: Recipe,
  config: TrainingConfig,
  { engine, runOnRows, onProgress }: TrainingPorts,
): Promise<TrainedModel> {
  if (rows.count < 2) {
    throw new SpectroSimError('input', `Training needs at least 2 spectra to tell apart, got ${rows.count}.`);
  }
  const { seed, augmentations, temperature, weightDecay, clip, steps } = config;
  const encoder = encoderOf(config.encoder.name);
  const encoderConfig = encoder.config.parse(config.encoder.config);
  const definition = { preprocessing: recipe, encoder: { name: encoder.name, config: encoderConfig } };
  const statistics = await fitRecipe(recipe, rows, runOnRows);
  const initial = initialModel(definition, statistics, axis, createRandom(seed, 'encoder'));
  const head = headOf(config.head).initial(encoder.widths(encoderConfig), createRandom(seed, 'head'));

  const batch = Math.min(config.batch, rows.count);
  const draws = createRandom(seed, 'augmentations');
  const batches = shuffledBatches(rows.count, batch, seed);
  const nextBatch = (): NamedTensors => ({
    spectra: {
      type: 'float32',
      dims: [batch, rows.bins],
      data: gatherRows(rows.data, rows.bins, batches.next().value),
    },
    ...drawAugmentations(augmentations, 2 * batch, rows.bins, draws),
  });
  let fed = nextBatch();
  const running = await engine.start(
    contrastiveStep({
      model: definition,
      head: config.head,
      augmentations,
      trainable: { ...initial.trainable, ...prefixed(head, 'head') },
      frozen: initial.frozen,
      running: initial.running,
      sampleBatch: fed,
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
      fed = nextBatch();
    }
  }
  const state = await running.state();
  await running.dispose();

  const trained = Object.fromEntries(
    Object.keys(initial.trainable).map((name) => [name, state[`weight.${name}`] as TensorValue]),
  );
  return {
    definition,
    weights: { ...initial.frozen, ...runningIn(initial.running, state), ...trained },
    untrained: { ...initial.frozen, ...initial.running, ...initial.trainable },
    parameters: Object.values(trained).reduce((sum, { data }) => sum + data.length, 0),
    embedding: encoder.widths(encoderConfig).embedding,
    batch,
    losses,
  };
}
