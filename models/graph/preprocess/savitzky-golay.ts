import { type RecipeStep, SpectroSimError } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import type { StepDefinition } from './step.js';

/**
 * Savitzky–Golay smoothing and differentiation per bin, as a convolution; the half window at either edge is read off
 * the polynomial fitted to the first and last whole window (Gorry 1990), so that no bin is invented.
 */
export const savitzkyGolay: StepDefinition<Extract<RecipeStep, { step: 'savitzkyGolay' }>> = {
  ignoresOffset: ({ derivative }) => derivative > 0,
  apply(x, { window, polynomial, derivative }) {
    const [batch, bins] = x.shape as [number, number];
    if (bins < window) {
      throw new SpectroSimError(
        'usage',
        `A Savitzky–Golay window of ${window} points does not fit spectra of ${bins} bins. Expected at most ${bins}.`,
      );
    }
    const half = (window - 1) / 2;
    const weights = (position: number) =>
      Array.from({ length: window }, (_, i) => gorryWeight(i - half, position, half, polynomial, derivative));
    const kernel = tf.tensor(weights(0), [1, window, 1, 1]) as tf.Tensor4D;
    const image = tf.reshape(x, [batch, 1, bins, 1]) as tf.Tensor4D;
    const inner = tf.reshape(tf.conv2d(image, kernel, 1, 'valid'), [batch, bins - window + 1]);
    const edge = (start: number, positions: readonly number[]) => {
      const matrix = tf.transpose(tf.tensor2d(positions.map(weights)));
      return tf.matMul(tf.slice(x, [0, start], [-1, window]), matrix);
    };
    const offsets = Array.from({ length: half }, (_, i) => i + 1);
    return tf.concat(
      [
        edge(
          0,
          offsets.map((i) => i - 1 - half),
        ),
        inner,
        edge(bins - window, offsets),
      ],
      1,
    );
  },
};

/** The weight of point `i` for the `derivative`-th derivative at `position` of the polynomial fitted to 2 `half` + 1 points (Gorry 1990, eq. 10). */
function gorryWeight(i: number, position: number, half: number, polynomial: number, derivative: number): number {
  let weight = 0;
  for (let k = 0; k <= polynomial; k++) {
    const scale = ((2 * k + 1) * fallingFactorial(2 * half, k)) / fallingFactorial(2 * half + k + 1, k + 1);
    weight += scale * gram(i, half, k, 0) * gram(position, half, k, derivative);
  }
  return weight;
}

/** The `derivative`-th derivative of the `k`-th Gram polynomial at `i` (Gorry 1990, eq. 11). */
function gram(i: number, half: number, k: number, derivative: number): number {
  if (k === 0) {
    return derivative === 0 ? 1 : 0;
  }
  if (k < 0 || derivative < 0) {
    return 0;
  }
  const scale = k * (2 * half - k + 1);
  const rising = i * gram(i, half, k - 1, derivative) + derivative * gram(i, half, k - 1, derivative - 1);
  return ((4 * k - 2) * rising - (k - 1) * (2 * half + k) * gram(i, half, k - 2, derivative)) / scale;
}

function fallingFactorial(start: number, count: number): number {
  let product = 1;
  for (let factor = start - count + 1; factor <= start; factor++) {
    product *= factor;
  }
  return product;
}
