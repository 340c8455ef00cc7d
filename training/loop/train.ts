import { type Axis, createRandom, type NamedTensors, type Recipe, SpectroSimError } from '@spectrosim/models';
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
import { assertStoppable } from '../early-stopping/assert-stoppable.js';
import { heldOutAuc, heldOutLoss } from '../early-stopping/criteria.js';
import { earlyStopping, type Look } from '../early-stopping/early-stopping.js';
import { setAside } from '../early-stopping/set-aside.js';
import type { TrainingEngine } from '../engines/engine.js';
import { gatherRows } from '../evaluation/pairs.js';
import { besideModel } from '../objectives/beside-model.js';
import { objectiveOf } from '../objectives/registry.js';
import { allWeights, begin, firstStep, keptIn, stepFrom, trainedIn, weightsIn } from './begin.js';
import type { Checkpoints } from './checkpoint.js';
import { feedOf } from './feed.js';
import type { TrainingProgress } from './progress.js';
import { scalarsAt, takeSteps } from './take-steps.js';

/** A trained model: its definition, the weights that inference needs, and how training went. */
export interface TrainedModel {
  readonly definition: ModelDefinition;
  /** Weights under `preprocessing.` and `encoder.`; the head is gone. */
  readonly weights: HostWeights;
  /** The same weights before the first step, drawn again: training keeps no copy of them. */
  untrained(): HostWeights;
  /** Where the objective reads pairs, its weights under `objective.`, which a pair's score needs, before and after training. */
  readonly pairWeights?: { readonly untrained: HostWeights; readonly trained: HostWeights };
  /** Numbers that training changed, the head's left out. */
  readonly parameters: number;
  /** E */
  readonly embedding: number;
  /** Spectra in one step. */
  readonly batch: number;
  /** Loss of every step. */
  readonly losses: readonly number[];
  /** The step whose state this is, and the criterion of the groups set aside there, where training was to stop early. */
  readonly best?: Look & { readonly criterion: 'auc' | 'loss' };
}

/** What training learns from. */
export interface TrainingData {
  /** Raw intensities `[N, L]`. */
  readonly rows: Rows;
  readonly axis: Axis;
  /** The group of each row, numbered from 0 `[N]`; `sup-con`, noise from replicates and early stopping read them, nothing else does. */
  readonly groups: readonly number[];
}

/** What is known of a training before its first step. */
export type BegunTraining = Pick<TrainedModel, 'definition' | 'parameters' | 'batch'>;

/** What training needs besides rows. */
export interface TrainingPorts {
  readonly engine: TrainingEngine;
  /** Computes a tfjs function of rows: for fitting the recipe's statistics, and the embeddings that early stopping looks at. */
  readonly runOnRows: Parameters<typeof fitRecipe>[2];
  /** Told once, when everything is ready for the first step that is to be taken. */
  readonly onBegin?: (begun: BegunTraining) => void;
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Told once, when embeddings collapse: what happens and what to do. */
  readonly onAlarm?: (text: string) => void;
  readonly checkpoints?: Checkpoints;
  /** Take no step: the model is that of `checkpoints.from`. @default false */
  readonly asItIs?: boolean;
  /** Told once, before the first step, what is to be trained and the weights it starts with: what is thrown here costs no training. */
  readonly beforeSteps?: (definition: ModelDefinition, weights: HostWeights) => void;
}

/**
 * Trains an encoder on raw spectra: fit the recipe, start the weights, step, take the weights.
 *
 * With early stopping, groups are set aside first: nothing is fitted on them, no batch has one of them.
 *
 * @throws SpectroSimError `input` with fewer than two spectra, or without replicates where objective or noise need them, or without
 * groups to set aside; `training` when loss, gradients or state are not finite numbers; `interrupted` when `checkpoints.stop` is aborted.
 */
export async function train(
  { rows: all, axis, groups: allGroups }: TrainingData,
  recipe: Recipe,
  config: TrainingConfig,
  { engine, runOnRows, onBegin, beforeSteps, ...told }: TrainingPorts,
): Promise<TrainedModel> {
  const settings = config.earlyStopping === 'none' ? undefined : config.earlyStopping;
  if (settings) {
    assertStoppable(settings, config.objective);
  }
  const aside = settings && setAside(allGroups, settings.holdOut, config.seed, settings.criterion === 'auc');
  const rows = aside ? rowsAt(all, aside.train) : all;
  const groups = aside ? aside.train.map((row) => allGroups[row] as number) : allGroups;
  if (rows.count < 2) {
    throw new SpectroSimError('input', `Training needs at least 2 spectra to tell apart, got ${rows.count}.`);
  }
  const encoder = encoderOf(config.encoder.name);
  const encoderConfig = encoder.config.parse(config.encoder.config);
  const widths = encoder.widths(encoderConfig, rows.bins);
  const definition = { preprocessing: recipe, encoder: { name: encoder.name, config: encoderConfig } };
  const statistics = await fitRecipe(recipe, rows, runOnRows);
  const preprocessed = async (of: Rows): Promise<Rows> =>
    recipe.length === 0
      ? of
      : { ...of, data: await runOnRows((x, fitted) => preprocess(recipe, fitted, x), of, statistics) };
  const { batch, next } = await feedOf({ rows, groups, preprocessed: () => preprocessed(rows) }, config);
  const initial = () => initialModel(definition, statistics, axis, createRandom(config.seed, 'encoder'));

  const from = told.checkpoints?.from;
  const sampleBatch = next();
  let fed: NamedTensors | undefined = sampleBatch;
  const beginning = () => ({ definition, initial: initial(), widths, sampleBatch, from, beforeSteps });
  const begun = await begin(engine, beginning(), config);
  const atStart = () => firstStep(beginning(), config).initialState;
  const { running, parts } = begun;
  const measureOf = async (criterion: 'auc' | 'loss', indices: readonly number[]) => {
    const raw = rowsAt(all, indices);
    const held = { raw, preprocessed: await preprocessed(raw), groups: indices.map((row) => allGroups[row] as number) };
    if (criterion === 'loss') {
      const stepOf = (state: NamedTensors, sample: NamedTensors) => stepFrom(definition, state, parts, config, sample);
      return heldOutLoss(held, config, engine, stepOf, scalarsAt(1, { ...config, ema: 0 }));
    }
    const auc = heldOutAuc(held, definition, widths.embedding, runOnRows);
    return (state: NamedTensors) => auc(weightsIn(state, parts, config));
  };
  try {
    // The step is the position of the feed too: the batches of the steps taken are drawn again.
    for (let i = 0; i < (from?.step ?? 0); i++) {
      fed = next();
    }
    const feed = () => {
      const first = fed ?? next();
      fed = undefined;
      return first;
    };
    const stopping =
      settings &&
      aside &&
      earlyStopping(
        settings,
        { keep: (state) => keptIn(state, parts, config), measure: await measureOf(settings.criterion, aside.held) },
        from?.stopping,
      );
    if (stopping && from === undefined) {
      await stopping.look(0, await running.state());
    }
    const { parameters } = parts;
    onBegin?.({ definition, parameters, batch });
    const { state, losses } = await takeSteps(
      { running, atStart, next: feed, ...told, ...(stopping && { stopping }) },
      config,
    );
    const kept = stopping ? stopping.record().best : state;
    return {
      definition,
      weights: weightsIn(kept, parts, config),
      untrained: () => allWeights(initial()),
      ...(objectiveOf(config.objective).pairs && {
        pairWeights: (() => {
          const { trainable } = besideModel(config, widths);
          return { untrained: trainable, trained: trainedIn(state, Object.keys(trainable), config) };
        })(),
      }),
      parameters,
      embedding: widths.embedding,
      batch,
      losses,
      ...(stopping && { best: { criterion: stopping.criterion, ...stopping.best() } }),
    };
  } finally {
    await running.dispose();
  }
}

function rowsAt(rows: Rows, indices: readonly number[]): Rows {
  return { ...rows, count: indices.length, data: gatherRows(rows.data, rows.bins, indices) };
}
