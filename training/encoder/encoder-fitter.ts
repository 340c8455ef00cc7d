import { parseSettings } from '@spectrosim/models';
import { scoped } from '@spectrosim/models/graph';
import type { z } from 'zod';
import { trainingConfigSchema } from '../config.js';
import type { TrainingEngine } from '../engines/engine.js';
import { train } from '../loop/train.js';
import { requireEmbedding } from '../objectives/require-embedding.js';
import type { FitEncoder } from '../verifier/fit-encoder.js';

/**
 * Settings of a fit inside cross-validation: those of training, apart from preprocessing and seed, which the caller has, and from early
 * stopping, since every group counts where there are few.
 */
export type EncoderSettings = Omit<z.input<typeof trainingConfigSchema>, 'preprocessing' | 'seed' | 'earlyStopping'>;

/**
 * Gentle on purpose, for a back-end comes after it: with a higher learning rate, or without the projection head that takes most of
 * what training does upon itself, cosines gain more and PLDA of the same spectra loses (docs/training.md).
 */
const GENTLE = {
  encoder: { name: 'residual', config: { hidden: 64 } },
  head: 'paper',
  batch: 32,
  steps: 100,
  learningRate: 5e-4,
} satisfies EncoderSettings;

/** Settings of {@link encoderFitter} where groups are known: their spectra are each other's positives, noise is how they differ. */
export const REPLICATE_ENCODER: EncoderSettings = {
  ...GENTLE,
  objective: 'sup-con',
  augmentations: [],
  noise: { from: 'replicates' },
};

/** Settings of {@link encoderFitter} that make no use of groups. */
export const LABEL_FREE_ENCODER: EncoderSettings = {
  ...GENTLE,
  objective: 'nt-xent',
  augmentations: [{ name: 'gaussianNoise', sigma: 0.02 }],
};

/**
 * Fits encoders on preprocessed rows, as the ladder asks for them: a short training that starts from the rows themselves.
 * The same rows, groups, seed, settings and engine give the same bytes.
 *
 * @throws SpectroSimError `usage` for settings that are wrong, or an objective that gives no spectrum an embedding.
 * @param settings `REPLICATE_ENCODER`, `LABEL_FREE_ENCODER`, or settings of your own
 * @example
 * ```ts
 * const fit = encoderFitter(engine);
 * const { encoder, weights } = await fit(rows, groups, axis, 1);
 * ```
 */
export function encoderFitter(engine: TrainingEngine, settings: EncoderSettings = REPLICATE_ENCODER): FitEncoder {
  const resolved = parseSettings(
    'The settings of the encoder',
    trainingConfigSchema.omit({ earlyStopping: true }),
    settings,
  );
  requireEmbedding(resolved.objective, 'A back-end');
  return async (rows, groups, axis, seed) => {
    // The rows are preprocessed already: no recipe, and nothing to compute for it.
    const { definition, weights, embedding, parameters } = await train(
      { rows, axis, groups },
      [],
      { ...resolved, seed, earlyStopping: 'none' },
      { engine, runOnRows: async (_, { data }) => data },
    );
    return { encoder: definition.encoder, weights: scoped(weights, 'encoder'), embedding, parameters };
  };
}
