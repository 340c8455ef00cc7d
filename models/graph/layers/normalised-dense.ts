import * as tf from '@tensorflow/tfjs-core';
import { type Weights, weightOf } from '../weights.js';
import { layerNormWithStatistics } from './layer-norm.js';

/**
 * A layer normalisation and the dense layer that reads it, `LN(x) W + b` over the last axis: `[…, D]` → `[…, outputs]`.
 *
 * Forwards these are the two layers. Backwards they are one, since a gradient by x̂, the normalised numbers before scale
 * and offset, needs fewer passes over all rows than one by their result y = s x̂ + o:
 *
 * - dW = s ∘ (x̂ᵀ dz) + o ⊗ db and ds = Σ (x̂ᵀ dz) ∘ W are made of one product, and do = W db, so that no sum over rows is left;
 * - dx̂ is wanted less the mean of each row, which is dz times weights whose columns have mean 0.
 */
export function normalisedDense(norm: Weights, layer: Weights, x: tf.Tensor): tf.Tensor {
  const weight = weightOf(layer, 'weight');
  const [inputs, outputs] = weight.shape as [number, number];
  const rows = tf.reshape(x, [-1, inputs]);
  const scale = weightOf(norm, 'scale');
  const offset = weightOf(norm, 'offset');
  return tf.reshape(onRows(rows, scale, offset, weight, weightOf(layer, 'bias')), [...x.shape.slice(0, -1), outputs]);
}

const onRows = tf.customGrad((...given) => {
  const [x, scale, offset, weight, bias, save] = given as unknown as [...Operands, tf.Tensor, tf.GradSaveFunc];
  const { y, mean, inverse } = layerNormWithStatistics(x, scale, offset);
  save([x, scale, offset, weight, mean, inverse]);
  return {
    value: tf.fused.matMul({ a: y as tf.Tensor2D, b: weight as tf.Tensor2D, bias }),
    gradFunc: (dz: tf.Tensor, saved: tf.Tensor[]) => gradients(dz, saved as Saved),
  };
}) as (...tensors: tf.Tensor[]) => tf.Tensor;

type Operands = [x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor, weight: tf.Tensor];
type Saved = [...Operands, mean: tf.Tensor, inverse: tf.Tensor];

function gradients(dz: tf.Tensor, [x, scale, offset, weight, mean, inverse]: Saved): tf.Tensor[] {
  const column = (vector: tf.Tensor) => tf.reshape(vector, [-1, 1]);
  const normalised = tf.mul(tf.sub(x, mean), inverse);
  const product = tf.matMul(normalised, dz, true);
  const dBias = tf.sum(dz, 0);
  const dWeight = tf.add(tf.mul(product, column(scale)), tf.mul(column(offset), tf.reshape(dBias, [1, -1])));
  const dScale = tf.sum(tf.mul(product, weight), 1);
  const dOffset = tf.reshape(tf.matMul(weight, column(dBias)), [-1]);

  const scaled = tf.mul(weight, column(scale));
  const along = tf.matMul(dz, tf.sub(scaled, tf.mean(scaled, 0, true)), false, true);
  const outwards = tf.mul(normalised, tf.mean(tf.mul(along, normalised), -1, true));
  return [tf.mul(tf.sub(along, outwards), inverse), dScale, dOffset, dWeight, dBias];
}
