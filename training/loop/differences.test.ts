import { describe, expect, it } from 'vitest';
import { differences } from './differences.js';

describe('differences', () => {
  it('names every place, and what stands there', () => {
    const here = { steps: 40, encoder: { width: 8, layers: 2 }, list: [{ a: 1 }], same: [1, 2] };
    const there = { steps: 20, encoder: { width: 8 }, list: [{ a: 2 }], same: [1, 2], more: null };
    expect(differences(here, there)).toEqual([
      { path: 'steps', here: '40', there: '20' },
      { path: 'encoder.layers', here: '2', there: 'nothing' },
      { path: 'list', here: '[{"a":1}]', there: '[{"a":2}]' },
      { path: 'more', here: 'nothing', there: 'null' },
    ]);
  });

  it('finds none in what is the same, in whatever order', () => {
    expect(differences({ a: 1, b: { c: 'x' } }, { b: { c: 'x' }, a: 1 })).toEqual([]);
  });
});
