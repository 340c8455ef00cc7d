import type { Random, TensorValue } from '@spectrosim/models';
import type { Rows } from '@spectrosim/models/graph';
import { z } from 'zod';

/** Noise of preprocessed views, drawn from how replicates of the training side differ. */
export const noiseSchema = z.strictObject({
  from: z.literal('replicates'),
  /** What residuals are multiplied by. @default 1 */
  strength: z.number().min(0).default(1),
  /**
   * Residuals that make up one view's noise, with random weights of squares that sum to 1: the covariance is that of one,
   * the combinations hardly ever repeat. @default 2
   */
  mixed: z.int().min(1).default(2),
});

/** Settings of the noise. */
export type NoiseOptions = z.infer<typeof noiseSchema>;

/**
 * Noise for `views` rows `[V, L]`: each a combination of residuals drawn at random, its weights a random point of the unit sphere,
 * sign included, so that on average its covariance is that of the residuals.
 */
export function drawNoise(
  { count, bins, data }: Rows,
  { strength, mixed }: NoiseOptions,
  views: number,
  random: Random,
): Extract<TensorValue, { type: 'float32' }> {
  const noise = new Float32Array(views * bins);
  for (let view = 0; view < views; view++) {
    const weights = Array.from({ length: mixed }, () => random.normal());
    const length = Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0));
    for (const weight of weights) {
      const from = random.integer(count) * bins;
      const share = (strength * weight) / length;
      for (let bin = 0; bin < bins; bin++) {
        const at = view * bins + bin;
        noise[at] = (noise[at] as number) + share * (data[from + bin] as number);
      }
    }
  }
  return { type: 'float32', dims: [views, bins], data: noise };
}
