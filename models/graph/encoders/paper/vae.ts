import type { Random } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { dense, initialDense } from '../../layers/dense.js';
import { type HostWeights, prefixed, scoped, type Weights } from '../../weights.js';
import type { EncoderDefinition } from '../encoder.js';

const config = z.strictObject({
  /** Widths of the layers before the latent numbers; the decoder has them in reverse. @default 512, 256, 128 */
  hidden: z.array(z.int().positive()).min(1).default([512, 256, 128]),
  /** Latent numbers z. @default 256 */
  latent: z.int().positive().default(256),
  /** Width of the classifier's middle layer. @default 64 */
  classifier: z.int().positive().default(64),
  /** E, the width of the classifier's result, which is the embedding. @default 256 */
  embedding: z.int().positive().default(256),
  /** What reconstruction and divergence, both a bin, weigh beside the objective. @default 1 */
  weight: z.number().nonnegative().default(1),
});

/** Hyper-parameters of the papers' VAE. */
export type PaperVaeConfig = z.infer<typeof config>;

/**
 * The papers' variational autoencoder (Kingma & Welling 2014) with a classifier of its latent numbers, whose result is the
 * embedding: in training of z = μ + σ·ε, in inference of μ. 2,626,144 parameters at 2,080 bins.
 *
 * The decoder takes 512 numbers and the latent ones are 256: that it gets the embedding beside them, as a conditional one gets
 * the class, is our reading. So is the penalty: Σ (x̂ − x)² + KL(z ‖ N(0, 1)), over L so that it does not drown the objective.
 */
export const paperVae: EncoderDefinition<PaperVaeConfig> = {
  name: 'paper/vae',
  title: 'variational autoencoder with a classifier of its latent numbers',
  source: 'Wood et al., SpectroSim: cost table; Kingma & Welling 2014',
  config,
  // No feature map: its one token is latent numbers: none has a place on the axis.
  widths: ({ embedding, latent }) => ({ embedding, token: latent }),

  initial({ hidden, latent, classifier, embedding }, axis, random) {
    const bins = axis.values.length;
    const last = hidden.at(-1) as number;
    return {
      trainable: {
        ...prefixed(initialStack(random, [bins, ...hidden]), 'encoder'),
        ...prefixed(initialDense(random, last, latent), 'mean'),
        ...prefixed(initialDense(random, last, latent), 'logVariance'),
        ...prefixed(initialStack(random, [latent + embedding, ...hidden.toReversed(), bins]), 'decoder'),
        ...prefixed(initialStack(random, [latent, classifier, embedding]), 'classifier'),
      },
      frozen: {},
    };
  },

  draws: ({ latent }) => ({ noise: { kind: 'normal', dims: [latent] } }),

  encode({ hidden, weight }, weights, x, mode = 'inference', draws = {}) {
    const features = tf.relu(stack(scoped(weights, 'encoder'), x, hidden.length));
    const mean = dense(scoped(weights, 'mean'), features);
    const classified = (z: tf.Tensor) => ({
      embedding: stack(scoped(weights, 'classifier'), z, 2),
      tokens: tf.expandDims(z, 1),
    });
    if (mode === 'inference') {
      return classified(mean);
    }
    const logVariance = dense(scoped(weights, 'logVariance'), features);
    const deviation = tf.exp(tf.mul(logVariance, 0.5));
    const z = draws.noise === undefined ? mean : tf.add(mean, tf.mul(draws.noise, deviation));
    const encoding = classified(z);
    const restored = stack(scoped(weights, 'decoder'), tf.concat([z, encoding.embedding], 1), hidden.length + 1);
    const errors = tf.sum(tf.squaredDifference(restored, x), 1);
    const divergence = tf.mul(
      tf.sum(tf.sub(tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), logVariance), 1), 1),
      0.5,
    );
    return { ...encoding, penalty: tf.mul(tf.mean(tf.add(errors, divergence)), weight / (x.shape[1] as number)) };
  },
};

/** Initial weights of linear layers from width to width. */
function initialStack(random: Random, widths: readonly number[]): HostWeights {
  const layers = widths.slice(1).map((width, i) => prefixed(initialDense(random, widths[i] as number, width), `${i}`));
  return Object.assign({}, ...layers);
}

/** Linear layers with a ReLU between any two. */
function stack(weights: Weights, x: tf.Tensor, layers: number): tf.Tensor {
  let y = dense(scoped(weights, '0'), x);
  for (let i = 1; i < layers; i++) {
    y = dense(scoped(weights, `${i}`), tf.relu(y));
  }
  return y;
}
