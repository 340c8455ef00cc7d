import { describe, expect, it } from 'vitest';
import { expandRows } from './expand-rows.js';
import { parseExperiment } from './experiment.js';

const expand = (value: object) => expandRows(parseExperiment('x', { title: 'X', ...value }));

describe('expandRows', () => {
  it('makes every combination of a grid, after the rows, named by what varies', () => {
    const rows = expand({
      rows: [{ name: 'floor', kind: 'floor' }],
      grid: {
        encoder: ['cnn'],
        objective: ['nt-xent', { name: 'moco', config: { queue: 128 } }],
        temperature: [0.1, 1],
      },
    });
    expect(rows.map(({ name }) => name)).toEqual([
      'floor',
      'nt-xent, temperature 0.1',
      'nt-xent, temperature 1',
      'moco (queue 128), temperature 0.1',
      'moco (queue 128), temperature 1',
    ]);
    expect(rows[4]).toEqual({
      name: 'moco (queue 128), temperature 1',
      kind: 'contrastive',
      encoder: 'cnn',
      objective: { name: 'moco', config: { queue: 128 } },
      temperature: 1,
    });
  });

  it('names augmentations, none of them too', () => {
    const rows = expand({ grid: { augmentations: [[], [{ name: 'crop', keep: 0.8 }, { name: 'flip' }]] } });
    expect(rows.map(({ name }) => name)).toEqual(['no augmentation', 'crop (keep 0.8) + flip']);
  });

  it('refuses two rows of one name', () => {
    const floor = { name: 'floor', kind: 'floor' };
    expect(() => expand({ rows: [floor, floor] })).toThrow(/Two rows are called "floor"/);
  });
});
