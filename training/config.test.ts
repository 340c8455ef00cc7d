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
        "earlyStopping": "none",
        "ema": 0,
        "encoder": {
          "config": {
            "residual": true,
          },
          "name": "transformer",
        },
        "head": "paper",
        "learningRate": 0.00003,
        "noise": "none",
        "objective": "nt-xent",
        "preprocessing": "floor",
        "schedule": {
          "name": "cosine",
          "warmUp": 0.1,
        },
        "seed": 1,
        "steps": 200,
        "temperature": 0.1,
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

  it('takes preprocessing as a line of text', () => {
    const { preprocessing } = trainingConfigSchema.parse({ preprocessing: 'pqn, savitzkyGolay(15, 3, 2)' });
    expect(preprocessing).toEqual([
      { step: 'pqn' },
      { step: 'savitzkyGolay', window: 15, polynomial: 3, derivative: 2 },
    ]);
    expect(trainingConfigSchema.parse({ preprocessing: 'floor' }).preprocessing).toBe('floor');
  });

  it('says which step of a line there is not, and the nearest', () => {
    const { error } = trainingConfigSchema.safeParse({ preprocessing: 'sqrt, svn' });
    expect(error?.issues).toMatchObject([
      { path: ['preprocessing'], message: expect.stringMatching(/no preprocessing step "svn". Did you mean "snv"/) },
    ]);
  });

  it.each<[string, object]>([
    ['an unknown key', { temprature: 0.1 }],
    ['an unknown key of an augmentation', { augmentations: [{ name: 'scale', range: 0.1, sigma: 1 }] }],
    ['an unknown augmentation', { augmentations: [{ name: 'magic' }] }],
    ['an unknown key of the encoder', { encoder: { name: 'transformer', width: 8 } }],
    ['an unknown step', { preprocessing: [{ step: 'magic' }] }],
    ['an unknown step in a line', { preprocessing: 'floors' }],
    ['no steps', { steps: 0 }],
    ['half a step', { steps: 1.5 }],
    ['a temperature of 0', { temperature: 0 }],
    ['a batch of 1: nothing to tell apart', { batch: 1 }],
    ['a number as text', { learningRate: '0.1' }],
  ])('refuses %s', (_, config) => {
    expect(trainingConfigSchema.safeParse(config).success).toBe(false);
  });
});
