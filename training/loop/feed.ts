import { createRandom, type NamedTensors } from '@spectrosim/models';
import type { Rows } from '@spectrosim/models/graph';
import { drawAugmentations } from '../augment/augment.js';
import type { TrainingConfig } from '../config.js';
import { drawEncoder } from '../draw-encoder.js';
import { gatherRows } from '../evaluation/pairs.js';
import { drawNoise } from '../noise/draw-noise.js';
import { replicateResiduals } from '../noise/replicate-residuals.js';
import { objectiveOf } from '../objectives/registry.js';
import { shuffledBatches } from './batches.js';
import { replicateMembers } from './group-members.js';
import { groupedBatches } from './grouped-batches.js';

/** What batches are made of. */
export interface FeedSource {
  readonly rows: Rows;
  /** The group of each row `[N]`. */
  readonly groups: readonly number[];
  /** The rows preprocessed, in whose space noise is. */
  preprocessed(): Promise<Rows>;
}

/** Batches with all that is random in them, for ever. */
export interface Feed {
  /** N: lowered to the number of rows where these are fewer than asked for. */
  readonly batch: number;
  next(): NamedTensors;
}

/**
 * What a training is fed: spectra, the draws of augmentations and, as the configuration has it, groups, indices and noise.
 *
 * @throws SpectroSimError `input` without replicates where the objective or the noise needs them.
 */
export async function feedOf(
  { rows, groups, preprocessed }: FeedSource,
  { seed, augmentations, encoder, noise, objective, batch: wanted }: TrainingConfig,
): Promise<Feed> {
  const batch = Math.min(wanted, rows.count);
  const { name, reads } = objectiveOf(objective);
  const labelled = reads.includes('groups');
  if (labelled) {
    // Without replicates there is nothing to learn from labels: SupCon would be NT-Xent, and say that it is not.
    replicateMembers(groups, `The objective "${name}"`);
  }
  const batches = labelled ? groupedBatches(groups, batch, seed) : shuffledBatches(rows.count, batch, seed);
  const residuals = noise === 'none' ? undefined : replicateResiduals(await preprocessed(), groups);
  const draws = createRandom(seed, 'augmentations');
  const noises = createRandom(seed, 'noise');
  const encoderDraws = createRandom(seed, 'encoder draws');
  return {
    batch,
    next: () => {
      const indices = batches.next().value;
      return {
        spectra: { type: 'float32', dims: [batch, rows.bins], data: gatherRows(rows.data, rows.bins, indices) },
        ...drawAugmentations(augmentations, 2 * batch, rows.bins, draws),
        ...drawEncoder(encoder, 2 * batch, rows.bins, encoderDraws),
        ...(labelled && {
          groups: { type: 'int32', dims: [batch], data: Int32Array.from(indices, (i) => groups[i] as number) },
        }),
        ...(reads.includes('indices') && {
          indices: { type: 'int32', dims: [batch], data: Int32Array.from(indices) },
        }),
        ...(residuals && noise !== 'none' && { noise: drawNoise(residuals, noise, 2 * batch, noises) }),
      };
    },
  };
}
