import type { NamedTensors, Random } from '@spectrosim/models';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { z } from 'zod';

/**
 * One way in which a view may differ from its spectrum.
 *
 * Randomness is drawn on the host and fed, so that every engine and runtime sees the same numbers; what is done with it is
 * a tfjs function of raw intensities, traced into the training step.
 */
export interface Augmentation<Options> {
  readonly name: string;
  readonly options: z.ZodType<Options>;
  /** The random numbers for `views` views of `bins` bins. */
  draw(options: Options, views: number, bins: number, random: Random): NamedTensors;
  /** `x [V, L]` raw intensities → `[V, L]`. */
  apply(options: Options, x: Tensor, draws: Readonly<Record<string, Tensor>>): Tensor;
}

/** A standard normal number for every bin of every view, `[V, L]`. */
export function drawPerBin(views: number, bins: number, random: Random): NamedTensors[string] {
  const data = new Float32Array(views * bins);
  random.fillNormal(data);
  return { type: 'float32', dims: [views, bins], data };
}

/** One random number a view, `[V, 1]`. */
export function drawPerView(views: number, draw: () => number): NamedTensors[string] {
  return { type: 'float32', dims: [views, 1], data: Float32Array.from({ length: views }, draw) };
}
