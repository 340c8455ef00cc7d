import { describe, expect, it } from 'vitest';
import { algebraText } from './algebra-report.js';

describe('algebraText', () => {
  it('says how many times the library takes, and where results are not the same', () => {
    const row = { operation: 'A·B', library: 'mmul', size: 100, ours: 0.5, theirs: 1.25, difference: 2e-15 };
    const lines = algebraText([row, { ...row, size: 320, theirs: 87.4, difference: 1e-3 }], 7).split('\n');
    expect(lines[0]).toContain('the median of 7 turns');
    expect(lines.slice(2).map((line) => line.trim().split(/\s+/).join(' '))).toEqual([
      'A·B 100 0.50 1.3 mmul 2.5 2e-15',
      'A·B 320 0.50 87 mmul 174.8 1e-3 NOT THE SAME',
    ]);
  });

  it('takes a difference that is no number for one', () => {
    const row = { operation: 'A·B', library: 'mmul', size: 100, ours: 1, theirs: 1, difference: Number.NaN };
    expect(algebraText([row], 1)).toContain('NOT THE SAME');
  });
});
