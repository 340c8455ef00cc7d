import type { Axis } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { FEATURE_OFFSET, type FeatureMap } from '../encoders/feature-map.js';
import { encoderOf } from '../encoders/registry.js';
import { cosine, encodePreprocessed, type ModelDefinition } from '../model.js';
import type { Weights } from '../weights.js';

/** A map whose largest number is below this is one of zeros. */
const LEAST = 1e-30;

/** Whether an encoder names a feature map, without which there is no Grad-CAM. */
export function hasFeatureMap(name: string): boolean {
  return encoderOf(name).featureMap !== undefined;
}

/**
 * Grad-CAM (Selvaraju et al. 2017, equations 1 and 2) of both spectra of pairs, as SpectroSim's thesis has it for spectra: the
 * score is the cosine of the two embeddings, of which the other is held; each feature of the last block counts by the mean over
 * places of its gradient; what is below 0 is left out. Interpolated to the axis, the largest is 1.
 *
 * @param weights under `encoder.`
 * @param a preprocessed spectra `[P, L]`
 * @param b as many
 * @returns 0 … 1, for `a` and for `b` `[P, L]`
 */
export function gradCam(
  { encoder }: Pick<ModelDefinition, 'encoder'>,
  weights: Weights,
  axis: Axis,
  a: tf.Tensor,
  b: tf.Tensor,
): { readonly a: tf.Tensor; readonly b: tf.Tensor } {
  const { featureMap, config } = encoderOf(encoder.name);
  if (featureMap === undefined) {
    throw new Error(`the encoder "${encoder.name}" names no feature map`);
  }
  const options = config.parse(encoder.config);
  const encoded = (x: tf.Tensor, offset?: tf.Tensor) =>
    encodePreprocessed({ encoder }, { ...weights, ...(offset && { [`encoder.${FEATURE_OFFSET}`]: offset }) }, x);
  const [left, right] = [encoded(a), encoded(b)];
  const side = (x: tf.Tensor, tokens: tf.Tensor, other: tf.Tensor) => {
    const score = (offset: tf.Tensor) => tf.sum(cosine(encoded(x, offset).embedding, other)) as tf.Scalar;
    // Zeros that are computed: those that are only known would have to be copied by a number of pairs that is open.
    const gradient = tf.grad(score)(tf.mul(tokens, 0));
    const places = combined(featureMap.along, tokens, gradient);
    return scaled(
      featureMap.along === 'peaks'
        ? placed(places, featureMap.bins(options, x), axis.values.length)
        : interpolated(places, featureMap.positions(options, axis), axis),
    );
  };
  return { a: side(a, left.tokens, right.embedding), b: side(b, right.tokens, left.embedding) };
}

/**
 * Activations `[P, T, D]` by the mean of their gradients over the places, what is below 0 left out: one number a place. Where each
 * feature of a token is a place of its own there is nothing to take a mean over; several such tokens are added.
 */
function combined(along: FeatureMap<unknown>['along'], tokens: tf.Tensor, gradient: tf.Tensor): tf.Tensor {
  return tf.relu(
    along === 'features' ? tf.sum(tf.mul(tokens, gradient), 1) : tf.sum(tf.mul(tokens, tf.mean(gradient, 1, true)), 2),
  );
}

/** Numbers of peaks `[P, T]` at their bins `[P, T]`, 0 between them `[P, L]`. */
function placed(x: tf.Tensor, bins: tf.Tensor, length: number): tf.Tensor {
  const here = tf.cast(tf.equal(tf.expandDims(bins, 2), tf.range(0, length)), 'float32');
  return tf.sum(tf.mul(here, tf.expandDims(x, 2)), 1);
}

/** Each row by its largest. */
function scaled(x: tf.Tensor): tf.Tensor {
  return tf.div(x, tf.maximum(tf.max(x, -1, true), LEAST));
}

/** Numbers at places `[P, T]`, linearly between them on the axis and level beyond the outermost `[P, L]`. */
function interpolated(x: tf.Tensor, positions: ArrayLike<number>, { values }: Axis): tf.Tensor {
  const places = positions.length;
  const below: number[] = [];
  const shares: number[] = [];
  let place = 0;
  for (const value of values) {
    while (place + 2 < places && (positions[place + 1] as number) <= value) {
      place++;
    }
    const [from, to] = [positions[place] as number, positions[Math.min(place + 1, places - 1)] as number];
    below.push(place);
    shares.push(to > from ? Math.min(1, Math.max(0, (value - from) / (to - from))) : 0);
  }
  const share = tf.tensor(shares, [1, values.length]);
  const at = (indices: number[]) => tf.gather(x, tf.tensor1d(indices, 'int32'), 1);
  const [left, right] = [at(below), at(below.map((index) => Math.min(index + 1, places - 1)))];
  return tf.add(left, tf.mul(tf.sub(right, left), share));
}
