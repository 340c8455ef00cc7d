import type { Axis, TensorValue } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { hostTensor } from '../weights.js';

/** The values of an axis in mean steps from its first one `[L]`, as the graph has them. */
export function axisInSteps(axis: Axis): TensorValue {
  const [first, step] = [axis.values[0] as number, stepOf(axis)];
  return hostTensor([axis.values.length], (i) => ((axis.values[i] as number) - first) / step);
}

function stepOf(axis: Axis): number {
  const { values } = axis;
  const span = (values.at(-1) as number) - (values[0] as number);
  return span > 0 ? span / (values.length - 1) : 1;
}

/**
 * How each peak stands to each other one: `[B, K, 2R, K]`, at `[b, i, r, j]` of peak i to peak j.
 *
 * The first R are radial functions of the distance of those before i on the axis, the others of those after it, so that an
 * isotope above is told from one below; they are Gaussians evenly spaced on the logarithm of the distance, from one step to
 * the whole axis, which are as fine at an isotope's distance as they are wide at that of a fragment. A peak has none to itself.
 *
 * @param positions in steps and in order, `[B, K]`
 * @param bins L
 * @param radial R, at least 2
 */
export function peakRelations(positions: tf.Tensor, bins: number, radial: number): tf.Tensor {
  const count = positions.shape[1] as number;
  const distance = tf.abs(tf.sub(tf.expandDims(positions, 2), tf.expandDims(positions, 1)));
  // A step at least: a peak and itself have a logarithm too.
  const logarithm = tf.expandDims(tf.log(tf.maximum(distance, 1)), 2);
  const spacing = Math.log(Math.max(bins - 1, 2)) / (radial - 1);
  const centres = tf.tensor(
    Float32Array.from({ length: radial }, (_, r) => r),
    [radial, 1],
  );
  const functions = tf.exp(tf.mul(tf.square(tf.sub(tf.mul(logarithm, 1 / spacing), centres)), -0.5));
  const where = (keep: (i: number, j: number) => boolean) =>
    tf.tensor(
      Float32Array.from({ length: count * count }, (_, at) => Number(keep(Math.floor(at / count), at % count))),
      [count, 1, count],
    );
  return tf.concat(
    [
      tf.mul(
        functions,
        where((i, j) => j < i),
      ),
      tf.mul(
        functions,
        where((i, j) => j > i),
      ),
    ],
    2,
  );
}
