import '@tensorflow/tfjs';
import { createAxis, createRandom } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32_SUMS, floats, tensorsOf } from '../../eager.setup.js';
import { gelu } from '../../layers/gelu.js';
import { describeEncoder } from '../describe.js';
import { encoderNames, encoderOf } from '../registry.js';

/** Bins of the papers' spectra. */
const BINS = 2080;

/** Trainable parameters: the papers' cost table, recomputed by hand; of the two that it does not count, ours. */
const PARAMETERS: Readonly<Record<string, number>> = {
  'paper/transformer': 105_491_872,
  'paper/moe': 130_089_624,
  'paper/ensemble': 247_219_936,
  'paper/cnn': 34_275_328,
  'paper/resnet': 34_275_328,
  'paper/rcnn': 502_272,
  'paper/kan': 70_916_316,
  'paper/lstm': 5_091_584,
  'paper/vae': 2_626_144,
  'paper/mamba': 4_887_808,
};

describe('presets of the papers', () => {
  it.each(Object.entries(PARAMETERS))('%s has %i parameters at 2,080 bins', (name, parameters) => {
    expect(describeEncoder(name, BINS)).toMatchObject({ name, paper: true, parameters, embedding: 256 });
  });

  it('are all that there are', () => {
    expect(encoderNames().filter((name) => name.startsWith('paper/'))).toEqual(Object.keys(PARAMETERS));
  });

  it('are described with every hyper-parameter, those not given at their defaults', () => {
    expect(describeEncoder('paper/vae', BINS).config).toEqual({
      hidden: [512, 256, 128],
      latent: 256,
      classifier: 64,
      embedding: 256,
      weight: 1,
    });
    expect(describeEncoder('paper/rcnn', BINS, { stretches: 8 }).config).toMatchObject({ stretches: 8, hidden: 256 });
  });

  it('are counted without their weights: the largest has a gigabyte of them', () => {
    const before = process.memoryUsage().arrayBuffers;
    describeEncoder('paper/ensemble', BINS);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2e6);
  });
});

describe('paper/vae', () => {
  it('has as penalty squared errors and the divergence from N(0, 1), over L, by hand', () => {
    const encoder = encoderOf('paper/vae');
    const config = encoder.config.parse({ hidden: [4], latent: 2, classifier: 3, embedding: 2, weight: 3 });
    const axis = createAxis('m/z', [1, 2, 3]);
    const { trainable } = encoder.initial(config, axis, createRandom(1, 'vae'));
    // Nothing depends on the spectrum: μ = (1, −2), logσ² = (0.5, −1), x̂ = (1, 0, 2).
    const zeros = ['mean', 'logVariance', 'decoder.1'].map((name) => `${name}.weight`);
    const weights = {
      ...tensorsOf(trainable),
      ...Object.fromEntries(zeros.map((name) => [name, tf.zeros([...(trainable[name]?.dims ?? [])])])),
      'mean.bias': floats([2], [1, -2]),
      'logVariance.bias': floats([2], [0.5, -1]),
      'decoder.1.bias': floats([3], [1, 0, 2]),
    };
    const x = floats([2, 3], [1, 1, 1, 3, 0, 0]);
    const { penalty } = encoder.encode(config, weights, x, 'training');
    const errors = (1 + 1 + (4 + 4)) / 2;
    const divergence = (1 + Math.exp(0.5) - 0.5 - 1 + 4 + Math.exp(-1) + 1 - 1) / 2;
    expectClose(penalty as tf.Tensor, [(3 * (errors + divergence)) / 3], FLOAT32_SUMS);
    expect(encoder.encode(config, weights, x).penalty).toBeUndefined();
  });
});

describe('paper/kan', () => {
  it('gives its outer network the sums of 2L + 1 terms and a one', () => {
    const encoder = encoderOf('paper/kan');
    const config = encoder.config.parse({ layers: 1, hidden: 4, sums: 2, embedding: 3 });
    const { trainable, running } = encoder.initial(config, createAxis('m/z', [1, 2, 3]), createRandom(1, 'kan'));
    // The inner network's last layer gives its bias alone: 2·3 + 1 terms of 0.5 and −1, which sum to 3.5 + 1 and −7 + 1.
    const bias = Array.from({ length: 14 }, (_, i) => (i % 2 === 0 ? 0.5 : -1));
    const host = { ...trainable, ...running };
    const weights = {
      ...tensorsOf(host),
      'layers.0.inner.out.weight': tf.zeros([4, 14]),
      'layers.0.inner.out.bias': floats([14], bias),
      // The outer network's first layer lets the two sums through and no more; statistics are 0 and 1.
      'layers.0.outer.hidden1.weight': floats([2, 4], [1, 0, 0, 0, 0, 1, 0, 0]),
      'layers.0.outer.hidden2.weight': floats([4, 4], [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      'layers.0.outer.out.weight': floats([4, 3], [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]),
    };
    const phi = (value: number) => gelu(tf.scalar(value)).dataSync()[0] as number;
    const normal = 1 / Math.sqrt(1 + 1e-5);
    const expected = [4.5, -6].map((sum) => phi(normal * phi(normal * sum)));
    const { embedding } = encoder.encode(config, weights, floats([1, 3], [3, 1, 2]));
    expectClose(embedding, [...expected, 0], FLOAT32_SUMS);
  });
});
