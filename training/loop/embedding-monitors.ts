import * as tf from '@tensorflow/tfjs-core';

/** What is watched of a step's embeddings, scalars all. */
export interface EmbeddingMonitors {
  readonly [name: string]: tf.Tensor;
  /** Mean standard deviation of the unit embeddings' features, times √E: 1 when they fill the sphere evenly, 0 when they are one point. */
  readonly spread: tf.Tensor;
  /**
   * How many directions the unit embeddings vary in: (Σλ)² / Σλ² of their covariance's eigenvalues λ, between 1 and the smaller of
   * E and 2N − 1; 0 when they are one point.
   */
  readonly effectiveRank: tf.Tensor;
  /** Mean squared distance of the two views of a spectrum, 0 … 4 (Wang & Isola 2020, α = 2). */
  readonly alignment: tf.Tensor;
  /** Logarithm of the mean of exp(−2 d²) over pairs of spectra, their first views; 0 when they are one point (Wang & Isola 2020, t = 2). */
  readonly uniformity: tf.Tensor;
}

/**
 * Monitors of a batch of embeddings.
 *
 * The rank is the participation ratio, the effective rank (Roy & Vetterli 2007) with entropy of order 2: it needs no eigenvalues, since
 * Σλ is the trace of the Gram matrix and Σλ² its squared norm, so that a graph computes it at every step.
 *
 * @param embedding `[2N, E]`; row `i` and row `i + N` are the two views of spectrum `i`
 */
export function embeddingMonitors(embedding: tf.Tensor): EmbeddingMonitors {
  const [views, width] = embedding.shape as [number, number];
  const n = views / 2;
  const unit = tf.div(embedding, tf.sqrt(tf.add(tf.sum(tf.square(embedding), -1, true), 1e-12)));
  const centred = tf.sub(unit, tf.mean(unit, 0, true));
  const variances = tf.mean(tf.square(centred), 0);
  const trace = tf.mul(tf.sum(variances), views);
  const gram = tf.matMul(centred, centred, false, true);
  const first = tf.slice(unit, [0, 0], [n, -1]);
  const second = tf.slice(unit, [n, 0], [n, -1]);
  const cosines = tf.matMul(first, first, false, true);
  // d² = 2 − 2 cos of unit rows, and a row is no pair with itself.
  const potentials = tf.mul(tf.exp(tf.mul(tf.sub(cosines, 1), 4)), tf.sub(1, tf.eye(n)));
  return {
    spread: tf.mul(tf.mean(tf.sqrt(variances)), Math.sqrt(width)),
    effectiveRank: tf.div(tf.square(trace), tf.add(tf.sum(tf.square(gram)), 1e-20)),
    alignment: tf.mean(tf.sum(tf.square(tf.sub(first, second)), -1)),
    uniformity: tf.log(tf.div(tf.sum(potentials), n * (n - 1))),
  };
}
