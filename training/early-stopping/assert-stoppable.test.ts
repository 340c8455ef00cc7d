import { describe, expect, it } from 'vitest';
import { OBJECTIVES } from '../objectives/registry.js';
import { assertStoppable } from './assert-stoppable.js';

describe('assertStoppable', () => {
  it.each(OBJECTIVES.filter((name) => name !== 'classification'))('lets %s stop by what cosines rank', (name) => {
    expect(() => assertStoppable({ criterion: 'auc' }, name)).not.toThrow();
  });

  it.each(['byol', 'moco'])('refuses the loss of %s, which is held against a moving target', (name) => {
    expect(() => assertStoppable({ criterion: 'loss' }, name)).toThrow(/target that follows.*criterion to "auc"/);
  });

  it.each(['auc', 'loss'] as const)('refuses classification, which has no embeddings: %s', (criterion) => {
    expect(() => assertStoppable({ criterion }, 'classification')).toThrow(/cannot stop early/);
  });
});
