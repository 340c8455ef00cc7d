import { describe, expect, it } from 'vitest';
import { trainingConfigSchema } from './config.js';

describe('trainingConfigSchema', () => {
  it('has these defaults', () => {
    expect(trainingConfigSchema.parse({})).toMatchInlineSnapshot(`
      {
        "augmentations": [
          {
            "name": "peakHeight",
            "sigma": 0.5,
          },
          {
            "name": "gaussianNoise",
            "sigma": 0.01,
          },
        ],
        "batch": 16,
        "clip": 1,
        "encoder": {
          "config": {},
          "name": "transformer",
        },
        "head": "paper",
        "learningRate": 0.00003,
        "preprocessing": "floor",
        "seed": 1,
        "steps": 200,
        "temperature": 0.1,
        "warmUp": 0.1,
        "weightDecay": 0.01,
      }
    `);
  });

  it('gives back what it was given, resolved', () => {
    const resolved = trainingConfigSchema.parse({ preprocessing: [{ step: 'savitzkyGolay' }], steps: 3 });
    expect(resolved).toMatchObject({
      preprocessing: [{ step: 'savitzkyGolay', window: 11, polynomial: 2, derivative: 0 }],
      steps: 3,
    });
    expect(trainingConfigSchema.parse(resolved)).toEqual(resolved);
  });

  it.each<[string, object]>([
    ['an unknown key', { temprature: 0.1 }],
    ['an unknown key of an augmentation', { augmentations: [{ name: 'scale', range: 0.1, sigma: 1 }] }],
    ['an unknown augmentation', { augmentations: [{ name: 'magic' }] }],
    ['an unknown key of the encoder', { encoder: { name: 'transformer', width: 8 } }],
    ['an unknown step', { preprocessing: [{ step: 'magic' }] }],
    ['no steps', { steps: 0 }],
    ['half a step', { steps: 1.5 }],
    ['a temperature of 0', { temperature: 0 }],
    ['a batch of 1: nothing to tell apart', { batch: 1 }],
    ['a number as text', { learningRate: '0.1' }],
  ])('refuses %s', (_, config) => {
    expect(trainingConfigSchema.safeParse(config).success).toBe(false);
  });
});
