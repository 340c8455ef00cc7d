import type { NamedTensors, Random } from '@spectrosim/models';
import type { Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Augmentation } from './augmentation.js';
import { circularShift } from './circular-shift.js';
import { crop } from './crop.js';
import { flip } from './flip.js';
import { gaussianNoise } from './gaussian-noise.js';
import { peakHeight } from './peak-height.js';
import { permutation } from './permutation.js';
import { scale } from './scale.js';

const AUGMENTATIONS = { gaussianNoise, circularShift, scale, crop, flip, permutation, peakHeight } as const;

/** The name of an augmentation. */
export type AugmentationName = keyof typeof AUGMENTATIONS;

/** All of them. */
export const AUGMENTATION_NAMES = Object.keys(AUGMENTATIONS) as readonly AugmentationName[];

/** One augmentation with its options, told apart by `name`. */
export const augmentationSchema = z.union([
  gaussianNoise.options,
  circularShift.options,
  scale.options,
  crop.options,
  flip.options,
  permutation.options,
  peakHeight.options,
]);

/** Augmentations in the order in which they act. */
export const augmentationsSchema = z.array(augmentationSchema);

/** `gaussianNoise`, `circularShift`, `scale`, `crop`, `flip`, `permutation` or `peakHeight`, with options. */
export type AugmentationOptions = z.infer<typeof augmentationSchema>;

function definitionOf({ name }: AugmentationOptions): Augmentation<AugmentationOptions> {
  return AUGMENTATIONS[name] as Augmentation<AugmentationOptions>;
}

/** The random numbers of one step, named `0.noise`, `1.shift` … by augmentation and draw. */
export function drawAugmentations(
  augmentations: readonly AugmentationOptions[],
  views: number,
  bins: number,
  random: Random,
): NamedTensors {
  return Object.fromEntries(
    augmentations.flatMap((options, i) =>
      Object.entries(definitionOf(options).draw(options, views, bins, random)).map(([name, value]) => [
        `${i}.${name}`,
        value,
      ]),
    ),
  );
}

/** Applies augmentations to raw intensities `[V, L]`, with the draws of {@link drawAugmentations}. */
export function augment(
  augmentations: readonly AugmentationOptions[],
  x: Tensor,
  draws: Readonly<Record<string, Tensor>>,
): Tensor {
  return augmentations.reduce((views, options, i) => {
    const start = `${i}.`;
    const own = Object.fromEntries(
      Object.entries(draws).flatMap(([name, draw]) =>
        name.startsWith(start) ? [[name.slice(start.length), draw]] : [],
      ),
    );
    return definitionOf(options).apply(options, views, own);
  }, x);
}
