import type { Random } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { conv1d, initialConv1d } from '../../layers/conv1d.js';
import { dense, initialDense } from '../../layers/dense.js';
import { initialLayerNorm, layerNorm } from '../../layers/layer-norm.js';
import { silu } from '../../layers/silu.js';
import { type HostWeights, prefixed, scoped, type Weights } from '../../weights.js';
import type { EncoderDefinition } from '../encoder.js';

/** Points of the depthwise filters. */
const SIZE = 4;

const config = z.strictObject({
  /** Width of a token, and E. @default 256 */
  hidden: z.int().positive().default(256),
  /** Residual blocks. @default 6 */
  layers: z.int().positive().default(6),
  /** How often the one token is repeated. @default 100 */
  tokens: z.int().positive().default(100),
});

/** Hyper-parameters of the papers' Mamba. */
export type PaperMambaConfig = z.infer<typeof config>;

/**
 * The papers' Mamba, which has no state space: a linear layer makes one token of the spectrum, it is repeated a hundred times,
 * and after six residual blocks the first token is the embedding. 4,887,808 parameters at 2,080 bins.
 *
 * Only the layers' widths are known. Our reading of a block, with h = LN(x): u = SiLU(conv(in(h))), Δ = softplus(dt(xProj(u))),
 * x + out([Δ, us(Δ ∘ h)]). With causal filters, as Mamba has them, the first token sees no other: the 99 further ones and three of the four
 * points of every filter have no effect.
 */
export const paperMamba: EncoderDefinition<PaperMambaConfig> = {
  name: 'paper/mamba',
  title: 'Mamba without a state space, over one token repeated a hundred times',
  source: 'Wood et al., SpectroSim: cost table; wiring is our reading',
  config,
  // No feature map: its tokens are one linear layer of the whole spectrum, a hundred times over: none has a place on the axis.
  widths: ({ hidden }) => ({ embedding: hidden, token: hidden }),

  initial({ hidden, layers }, axis, random) {
    const blocks = Array.from({ length: layers }, (_, i) => prefixed(initialBlock(random, hidden), `blocks.${i}`));
    return {
      trainable: Object.assign(
        {},
        prefixed(initialDense(random, axis.values.length, hidden), 'token'),
        ...blocks,
        prefixed(initialLayerNorm(hidden), 'norm'),
      ),
      frozen: {},
    };
  },

  encode({ hidden, layers, tokens }, weights, x) {
    const token = dense(scoped(weights, 'token'), x);
    let rows: tf.Tensor = tf.tile(tf.expandDims(token, 1), [1, tokens, 1]);
    for (let i = 0; i < layers; i++) {
      rows = block(scoped(weights, `blocks.${i}`), rows);
    }
    rows = layerNorm(scoped(weights, 'norm'), rows);
    const first = tf.slice(rows, [0, 0, 0], [-1, 1, -1]);
    return { embedding: tf.reshape(first, [x.shape[0] as number, hidden]), tokens: rows };
  },
};

function initialBlock(random: Random, hidden: number): HostWeights {
  const inner = 2 * hidden;
  return {
    ...prefixed(initialLayerNorm(hidden), 'norm'),
    ...prefixed(initialDense(random, hidden, inner), 'in'),
    ...prefixed(initialConv1d(random, inner, inner, SIZE, { groups: inner }), 'conv'),
    ...prefixed(initialDense(random, inner, inner), 'x'),
    ...prefixed(initialDense(random, inner, hidden), 'dt'),
    ...prefixed(initialDense(random, hidden, hidden), 'us'),
    ...prefixed(initialDense(random, inner, hidden), 'out'),
  };
}

/** One residual block, `[B, T, D]` → `[B, T, D]`. */
function block(weights: Weights, x: tf.Tensor): tf.Tensor {
  const normal = layerNorm(scoped(weights, 'norm'), x);
  const channels = tf.transpose(dense(scoped(weights, 'in'), normal), [0, 2, 1]);
  const mixed = conv1d(scoped(weights, 'conv'), channels, {
    groups: channels.shape[1] as number,
    padding: [SIZE - 1, 0],
  });
  const inner = silu(tf.transpose(mixed, [0, 2, 1]));
  const steps = tf.softplus(dense(scoped(weights, 'dt'), dense(scoped(weights, 'x'), inner)));
  const entering = dense(scoped(weights, 'us'), tf.mul(steps, normal));
  return tf.add(x, dense(scoped(weights, 'out'), tf.concat([steps, entering], 2)));
}
