import * as tf from '@tensorflow/tfjs-core';

/** The grid's end on either side of 0, in standard deviations of what is normalised. */
const REACH = 2;

/** Degree of the splines. */
const DEGREE = 3;

/** Splines on a grid of `intervals` pieces. */
export function splineCount(intervals: number): number {
  return intervals + DEGREE;
}

/**
 * The cubic B-splines on a uniform grid over −2 … 2 that goes on for three knots on either side, at each number: `[…]` →
 * `[…, K]`, K = intervals + 3. Inside the grid they add up to 1; beyond its continuation all are 0.
 *
 * On a uniform grid every spline is the same bump, in knots a away from its centre: B(a) = ((2 − a)₊³ − 4 (1 − a)₊³) / 6. It has
 * one gradient for all of it, since these are the largest tensors of a network.
 */
export function cubicSplines(x: tf.Tensor, count: number): tf.Tensor {
  const knots = (count - DEGREE) / (2 * REACH);
  // Of each spline, on a scale on which one sixth is a cube: the division by 6 costs no pass over the features.
  const unit = Math.cbrt(1 / 6);
  const centres = Float32Array.from({ length: count }, (_, k) => unit * (k - 1 - REACH * knots));
  return tf.customGrad((given, save) => {
    const input = given as tf.Tensor;
    (save as tf.GradSaveFunc)([input]);
    const { near, nearer } = bump(input, centres, unit, knots);
    return {
      value: tf.sub(tf.mul(tf.square(near), near), tf.mul(tf.mul(tf.square(nearer), nearer), 4)),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const again = bump(saved[0] as tf.Tensor, centres, unit, knots);
        const slope = tf.sub(tf.mul(tf.square(again.nearer), 4), tf.square(again.near));
        // Both sides fall away from the centre; at the centre itself the slope is 0, so that its sign does not matter.
        const outwards = tf.where(tf.greater(again.distance, 0), slope, tf.neg(slope));
        return tf.mul(tf.sum(tf.mul(dy, outwards), -1), 3 * unit * knots);
      },
    };
  })(x);
}

function bump(x: tf.Tensor, centres: Float32Array, unit: number, knots: number) {
  const distance = tf.sub(tf.expandDims(tf.mul(x, unit * knots), -1), tf.tensor1d(centres));
  const near = tf.relu(tf.sub(2 * unit, tf.abs(distance)));
  const nearer = tf.relu(tf.sub(near, unit));
  return { distance, near, nearer };
}
