import { describe, expect, it } from 'vitest';
import { describeEncoder } from '../describe.js';
import { encoderNames } from '../registry.js';

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

  it('are counted without their weights: the largest has a gigabyte of them', () => {
    const before = process.memoryUsage().arrayBuffers;
    describeEncoder('paper/ensemble', BINS);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2e6);
  });
});
