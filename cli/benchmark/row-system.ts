import { parseSettings } from '@spectrosim/models';
import { describeEncoder, encoderOf } from '@spectrosim/models/graph';
import {
  type BenchmarkSystem,
  type CostOptions,
  objectiveOf,
  parseLadder,
  type TrainingConfig,
  trainingConfigSchema,
} from '@spectrosim/training';
import { z } from 'zod';
import type { Experiment, ExperimentRow } from './experiment.js';

/** An encoder whose cost is measured. */
export interface CostWork {
  readonly kind: 'cost';
  readonly encoder: { readonly name: string; readonly config?: unknown };
  readonly options: CostOptions;
}

/** What a run does. */
export type RunWork = BenchmarkSystem | CostWork;

/** The rungs of the verifier that other commands choose by default, but for the encoder, which is slow. */
const DEFAULT_CANDIDATES = ['floor', 'linear', 'ensemble'];

/** Settings of training as a benchmark has them: seeds are the experiment's, and epochs may stand for steps. */
const benchmarkTraining = trainingConfigSchema.omit({ seed: true }).extend({ epochs: z.int().min(1).optional() });

/**
 * What a row runs, complete, for one seed.
 *
 * @param experiment whose settings all rows share
 * @throws SpectroSimError `usage` for settings that are wrong, and names that are none
 */
export function workOf(
  row: ExperimentRow,
  { training, cost }: Pick<Experiment, 'training' | 'cost'>,
  { seed, bins }: { readonly seed: number; readonly bins: number },
): RunWork {
  switch (row.kind) {
    case 'cost': {
      const { encoder } = row;
      const named = typeof encoder === 'string' ? { name: encoder } : (encoder as NonNullable<typeof encoder>);
      const options = Object.fromEntries(Object.entries({ bins, ...cost, seed }).filter(([, of]) => of !== undefined));
      return { kind: 'cost', encoder: named, options };
    }
    case 'floor':
      return { kind: 'floor' };
    case 'baseline':
      return { kind: 'baseline', baseline: row.baseline as NonNullable<typeof row.baseline> };
    case 'verifier':
      return { kind: 'verifier', candidates: parseLadder(row.candidates ?? DEFAULT_CANDIDATES) };
    default: {
      const { config, epochs } = trainingOf(row, training, seed);
      return { kind: row.kind, config, ...(epochs === undefined ? {} : { epochs }) };
    }
  }
}

function trainingOf(
  { name, kind, encoder, objective, temperature, batch, augmentations, training: own }: ExperimentRow,
  shared: Readonly<Record<string, unknown>>,
  seed: number,
): { readonly config: TrainingConfig; readonly epochs: number | undefined } {
  // A row's own steps or epochs replace both.
  const { steps, epochs: passes, ...rest } = shared;
  const length = own !== undefined && ('steps' in own || 'epochs' in own) ? {} : { steps, epochs: passes };
  const given = {
    ...rest,
    ...Object.fromEntries(Object.entries(length).filter(([, value]) => value !== undefined)),
    ...own,
    ...(encoder !== undefined && { encoder: typeof encoder === 'string' ? { name: encoder } : encoder }),
    ...(temperature !== undefined && { temperature }),
    ...(batch !== undefined && { batch }),
    ...(augmentations !== undefined && { augmentations }),
    ...(objective !== undefined && { objective }),
    ...(kind === 'classification' && { objective: objective ?? 'classification' }),
  };
  const { epochs, ...parsed } = parseSettings(`The training of the row "${name}"`, benchmarkTraining, given);
  const definition = encoderOf(parsed.encoder.name);
  const config = parseSettings(
    `The encoder "${parsed.encoder.name}" of the row "${name}"`,
    definition.config,
    parsed.encoder.config,
  );
  const { pairs } = objectiveOf(parsed.objective);
  parseSettings(
    `The row "${name}"`,
    z.strictObject({
      kind: z.literal(pairs === undefined ? 'contrastive' : 'classification', {
        error: `its objective ${pairs === undefined ? 'compares embeddings of spectra, which is of kind "contrastive"' : 'reads pairs, which is of kind "classification"'}`,
      }),
    }),
    { kind },
  );
  return {
    config: { ...parsed, seed, encoder: { name: definition.name, config: config as Record<string, unknown> } },
    epochs,
  };
}

/** Numbers that a run trains on spectra of so many bins, the head's left out; 0 where it trains no encoder. */
export function parametersOf(work: RunWork, bins: number): number {
  const encoder = 'config' in work ? work.config.encoder : 'encoder' in work ? work.encoder : undefined;
  return encoder === undefined ? 0 : describeEncoder(encoder.name, bins, encoder.config).parameters;
}
