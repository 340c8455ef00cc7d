import { type HostWeights, hostTensor, l2Normalise, stopGradient, type Weights } from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { logSumExp } from './log-sum-exp.js';
import { EXCLUDED } from './nt-xent.js';
import type { ObjectiveDefinition } from './objective.js';
import { partnersOf } from './partners.js';

const config = z.strictObject({
  /** d of the target, the same at every step. @default 0.999 */
  decay: z.number().min(0).max(1).default(0.999),
  /**
   * Keys of past steps that are negatives too; a step adds N. The paper's 65,536 of 1.28 million images are a twentieth of them: more
   * than there are training spectra brings little but older copies. 0 is without a queue: negatives of the batch alone. @default 64
   */
  queue: z.int().min(0).default(64),
});

/** Settings of MoCo. */
export type MocoConfig = z.infer<typeof config>;

/** Keys of past steps, the newest first, with the spectrum of each: −1 where there is none yet. */
export interface Queue {
  /** Unit rows `[Q, P]`. */
  readonly keys: tf.Tensor;
  /** `[Q]`, float32: whole numbers below 2²⁴ are exact, and WebGPU compares them. */
  readonly spectra: tf.Tensor;
}

/**
 * MoCo's loss (InfoNCE): every view must find the target's projection of the other view among those of other spectra, in the batch
 * and in the queue.
 *
 * A key of the query's own spectrum, which in a small set is often still in the queue, is neither a positive nor a negative: it
 * is left out, as empty places are.
 *
 * @param queries z `[2N, P]`, unit rows
 * @param keys z of the target `[2N, P]`, unit rows; no gradient flows into them
 * @param spectra which spectrum each view is of `[2N]`, float32
 */
export function mocoLoss(
  queries: tf.Tensor,
  keys: tf.Tensor,
  spectra: tf.Tensor,
  temperature: tf.Scalar,
  queue?: Queue,
): tf.Scalar {
  const own = stopGradient(tf.clone, keys);
  const positives = tf.div(tf.sum(tf.mul(queries, partnersOf(own)), -1, true), temperature);
  const negatives = [{ keys: own, spectra }, ...(queue === undefined ? [] : [queue])].map((among) => {
    const similarities = tf.div(tf.matMul(queries, among.keys, false, true), temperature);
    const same = tf.equal(tf.expandDims(spectra, 1), tf.expandDims(among.spectra, 0));
    const empty = tf.less(tf.expandDims(among.spectra, 0), 0);
    return tf.sub(similarities, tf.mul(tf.cast(tf.logicalOr(same, empty), 'float32'), EXCLUDED));
  });
  const candidates = tf.concat([positives, ...negatives], 1);
  return tf.mean(tf.sub(logSumExp(candidates), tf.squeeze(positives, [-1]))) as tf.Scalar;
}

/** The queue after a step: the new keys in front, in their order, and as many of the old ones as there is room for. */
export function enqueued({ keys, spectra }: Queue, newKeys: tf.Tensor, newSpectra: tf.Tensor): Queue {
  const [places, width] = keys.shape as [number, number];
  return {
    keys: tf.slice(tf.concat([newKeys, keys], 0), [0, 0], [places, width]),
    spectra: tf.slice(tf.concat([newSpectra, spectra], 0), [0], [places]),
  };
}

/**
 * MoCo v2 with both views as queries: the momentum target's projections are the keys, those of first views are queued.
 *
 * Without a queue it is not MoCo v3 (Chen et al. 2021), which has a predictor, weighs the loss by 2τ, and takes negatives from the
 * other view alone.
 */
export const moco: ObjectiveDefinition<MocoConfig> = {
  name: 'moco',
  title: 'MoCo',
  source: 'He et al. 2020, equation 1 and algorithm 1',
  reads: ['indices', 'temperature'],
  config,
  create: ({ decay, queue: places }) => ({
    initial: ({ projection }) => ({ state: places === 0 ? {} : emptyQueue(places, projection) }),
    targetDecay: () => decay,
    loss({ projections, targets, indices, temperature, state }) {
      const [spectra, keys] = [tf.cast(indices as tf.Tensor, 'float32'), l2Normalise(targets as tf.Tensor)];
      const queries = l2Normalise(projections);
      const ofViews = tf.concat([spectra, spectra], 0);
      const queue = queueIn(state);
      const loss = mocoLoss(queries, keys, ofViews, temperature, queue);
      if (queue === undefined) {
        return { loss };
      }
      const first = tf.slice(keys, [0, 0], [spectra.shape[0] as number, -1]);
      const next = enqueued(queue, first, spectra);
      return { loss, state: { 'queue.keys': next.keys, 'queue.spectra': next.spectra } };
    },
  }),
};

function emptyQueue(places: number, width: number): HostWeights {
  return {
    'queue.keys': hostTensor([places, width], () => 0),
    'queue.spectra': hostTensor([places], () => -1),
  };
}

function queueIn(state: Weights): Queue | undefined {
  const { 'queue.keys': keys, 'queue.spectra': spectra } = state;
  return keys === undefined || spectra === undefined ? undefined : { keys, spectra };
}
