import { parseSettings, SpectroSimError } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { trainingConfigSchema } from '../config.js';
import { OBJECTIVES, objectiveOf } from './registry.js';
import { requireEmbedding } from './require-embedding.js';

const resolved = (objective: unknown) => trainingConfigSchema.parse({ objective }).objective;
const refusal = (objective: unknown): string => {
  try {
    parseSettings('The configuration', trainingConfigSchema, { objective });
  } catch (error) {
    expect(error).toBeInstanceOf(SpectroSimError);
    return (error as SpectroSimError).message;
  }
  return 'accepted';
};

describe('objectives in a configuration', () => {
  it('are these', () => {
    expect(OBJECTIVES).toEqual([
      'nt-xent',
      'sup-con',
      'byol',
      'barlow-twins',
      'simsiam',
      'moco',
      'vicreg',
      'triplet',
      'classification',
    ]);
  });

  it.each(['nt-xent', 'sup-con'])('without settings stay a name: %s', (name) => {
    expect(resolved(name)).toBe(name);
    expect(resolved({ name })).toBe(name);
  });

  it.each([
    ['byol', { decay: 0.996, hidden: 256 }],
    ['barlow-twins', { lambda: 0.005 }],
    ['simsiam', { hidden: 64 }],
    ['moco', { decay: 0.999, queue: 64 }],
    ['vicreg', { invariance: 25, variance: 25, covariance: 1 }],
    ['triplet', { margin: 1, keep: 0.3 }],
    ['classification', { labelSmoothing: 0.1, partners: 2 }],
  ])('by name have the defaults of the papers: %s', (name, config) => {
    expect(resolved(name)).toEqual({ name, config });
    expect(resolved(resolved(name))).toEqual({ name, config });
  });

  it('take settings, the others at their defaults', () => {
    expect(resolved({ name: 'moco', config: { queue: 0 } })).toEqual({
      name: 'moco',
      config: { decay: 0.999, queue: 0 },
    });
  });

  it.each([
    ['an unknown name', 'magic', /objective\.name: expected one of "nt-xent", .*"classification"/],
    ['an unknown name with settings', { name: 'magic', config: {} }, /objective\.name: expected one of/],
    [
      'an unknown key',
      { name: 'byol', config: { decya: 0.9 } },
      /objective\.config: unknown key "decya". Did you mean "decay"/,
    ],
    ['an unknown key beside', { name: 'byol', decay: 0.9 }, /objective: unknown key "decay"/],
    ['settings of one that has none', { name: 'nt-xent', config: { temperature: 1 } }, /unknown key "temperature"/],
    ['a value out of range', { name: 'triplet', config: { margin: -1 } }, /objective\.config\.margin: /],
  ])('refuse %s', (_, objective, message) => {
    expect(refusal(objective)).toMatch(message);
  });
});

describe('objectiveOf', () => {
  it('lists what there is when asked for something else', () => {
    expect(() => objectiveOf('magic')).toThrow(/no objective "magic". Objectives: nt-xent, sup-con/);
  });

  it.each([
    ['nt-xent', Math.log(31)],
    ['sup-con', Math.log(31)],
    ['triplet', 1],
    ['classification', Math.LN2],
  ])('knows the loss of telling nothing apart of %s', (name, expected) => {
    expect(objectiveOf(name).chance?.(16)).toBeCloseTo(expected, 12);
  });

  it.each(['byol', 'barlow-twins', 'simsiam', 'moco', 'vicreg'])('knows none of %s', (name) => {
    expect(objectiveOf(name).chance).toBeUndefined();
  });

  it('knows none of a triplet loss that counts no term of that', () => {
    expect(objectiveOf({ name: 'triplet', config: { margin: 0.2 } }).chance).toBeUndefined();
  });
});

describe('requireEmbedding', () => {
  it('refuses an encoder that reads pairs, and says what else there is', () => {
    expect(() => requireEmbedding('classification', 'An artifact')).toThrow(
      /An artifact needs an embedding.*"classification".*evaluate --contrastive, or take one of nt-xent, .*triplet\.$/,
    );
    for (const name of OBJECTIVES.filter((one) => one !== 'classification')) {
      expect(() => requireEmbedding(name, 'An artifact')).not.toThrow();
    }
  });
});
