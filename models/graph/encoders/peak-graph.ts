import { SpectroSimError } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { dense, initialDense } from '../layers/dense.js';
import { gelu } from '../layers/gelu.js';
import { highestPeaks } from '../layers/highest-peaks.js';
import { initialLayerNorm, layerNorm } from '../layers/layer-norm.js';
import { initialMessagePassing, messagePassing } from '../layers/message-passing.js';
import { normalisedDense } from '../layers/normalised-dense.js';
import { axisInSteps, peakRelations } from '../layers/peak-relations.js';
import { positionTable } from '../layers/position-table.js';
import { stopGradient } from '../layers/stop-gradient.js';
import { prefixed, scoped, weightOf } from '../weights.js';
import type { EncoderDefinition } from './encoder.js';
import { touchFeatures } from './feature-map.js';
import { embeddingOptions, embeddingWidth, initialResidualPath, withResidualPath } from './residual-option.js';

const config = z.strictObject({
  /** K, the peaks that are nodes. @default 48 */
  peaks: z.int().positive().default(48),
  /** D, a node's width. @default 128 */
  width: z.int().positive().default(128),
  /** Rounds of messages. @default 3 */
  layers: z.int().positive().default(3),
  /** Radial functions of the difference, in either direction. @default 12 */
  radial: z.int().min(2).default(12),
  /** Numbers of a message. @default 32 */
  message: z.int().positive().default(32),
  /** Width of the layer after the messages. @default 256 */
  feedForward: z.int().positive().default(256),
  ...embeddingOptions,
});

/** Hyper-parameters of the peak graph. */
export type PeakGraphConfig = z.infer<typeof config>;

/** What keeps a spectrum without peaks from being divided by 0. */
const LEAST_WEIGHT = 1e-6;

/**
 * A graph of the highest peaks: nodes are peaks with their height and position, edges the differences between them, which
 * for isotopes, adducts and losses are the same wherever they are. Messages pass along all edges, and the nodes are pooled. The
 * thesis names it as future work; the wiring is ours, after Schütt et al. 2017 and Schlichtkrull et al. 2018.
 *
 * Which bins are peaks is chosen, not learned; gradients flow through their heights.
 */
export const peakGraph: EncoderDefinition<PeakGraphConfig> = {
  name: 'peak-graph',
  title: 'peaks are nodes, their differences on the axis edges',
  source: 'this project; Schlichtkrull et al. 2018; Schütt et al. 2017',
  config,
  featureMap: { along: 'peaks', bins: ({ peaks }, x) => highestPeaks(x, peaks).bins },

  widths: (options, bins) => ({ embedding: embeddingWidth(options, bins), token: options.width }),

  initial(options, axis, random) {
    const { peaks, width, layers, radial, message, feedForward } = options;
    const bins = axis.values.length;
    if (bins < peaks + 2) {
      throw new SpectroSimError(
        'usage',
        `The encoder "peak-graph" looks for ${peaks} peaks on an axis of ${bins} bins. Expected at most ${bins - 2}: set peaks to fewer.`,
      );
    }
    const blocks = Array.from({ length: layers }, (_, i) =>
      prefixed(
        {
          ...prefixed(initialMessagePassing(random, width, message, 2 * radial), 'messages'),
          ...prefixed(initialLayerNorm(width), 'norm'),
          ...prefixed(initialDense(random, width, feedForward), 'expand'),
          ...prefixed(initialDense(random, feedForward, width), 'contract'),
        },
        `blocks.${i}`,
      ),
    );
    return {
      trainable: Object.assign(
        {},
        prefixed(initialDense(random, 3, width), 'nodes'),
        ...blocks,
        prefixed(initialLayerNorm(width), 'norm'),
        prefixed(initialDense(random, 2 * width, options.embedding), 'embedding'),
        initialResidualPath(options, bins),
      ),
      frozen: { positions: positionTable(axis, 1, width), steps: axisInSteps(axis) },
    };
  },

  encode(options, weights, x) {
    const { bins, heights, rises, weights: counts } = highestPeaks(x, options.peaks);
    // Where a peak is, is a whole number: nothing flows back through it.
    const at = (table: string) => (places: tf.Tensor) => tf.gather(weightOf(weights, table), tf.cast(places, 'int32'));
    const where = stopGradient(at('positions'), bins);
    const relations = stopGradient(
      (places) => peakRelations(at('steps')(places), x.shape[1] as number, options.radial),
      bins,
    );
    let nodes = tf.add(dense(scoped(weights, 'nodes'), tf.stack([heights, rises, counts], 2)), where);
    for (let layer = 0; layer < options.layers; layer++) {
      const own = scoped(weights, `blocks.${layer}`);
      const told = messagePassing(scoped(own, 'messages'), nodes, relations, counts);
      const expanded = gelu(normalisedDense(scoped(own, 'norm'), scoped(own, 'expand'), told));
      nodes = tf.add(told, dense(scoped(own, 'contract'), expanded));
    }
    // As rows: of more axes, ONNX Runtime 1.30 on WebGPU gives no inverse deviation when nobody reads the mean.
    const normalised = layerNorm(scoped(weights, 'norm'), tf.reshape(nodes, [-1, options.width]));
    const tokens = touchFeatures(weights, tf.mul(tf.reshape(normalised, nodes.shape), tf.expandDims(counts, 2)));
    const mean = tf.div(tf.sum(tokens, 1), tf.add(tf.sum(counts, 1, true), LEAST_WEIGHT));
    const pooled = tf.concat([mean, tf.max(tokens, 1)], 1);
    const embedding = dense(scoped(weights, 'embedding'), pooled);
    return { embedding: withResidualPath(options, weights, x, embedding), tokens };
  },
};
