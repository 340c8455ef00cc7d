import { describe, expect, it } from 'vitest';
import { setAside } from './set-aside.js';

describe('setAside', () => {
  const groups = Array.from({ length: 40 }, (_, row) => Math.floor(row / 4));
  const namesAt = (rows: readonly number[]) => new Set(rows.map((row) => groups[row]));

  it('holds out whole groups, about the share, and every row is on one side', () => {
    const { train, held } = setAside(groups, 0.3, 1);
    expect([...train, ...held].sort((a, b) => a - b)).toEqual(groups.map((_, row) => row));
    expect(namesAt(held).size).toBe(3);
    expect([...namesAt(held)].filter((name) => namesAt(train).has(name))).toEqual([]);
  });

  it('is decided by the seed', () => {
    expect(setAside(groups, 0.3, 1)).toEqual(setAside(groups, 0.3, 1));
    expect(setAside(groups, 0.3, 1)).not.toEqual(setAside(groups, 0.3, 2));
  });

  it('takes groups of several spectra first, and leaves two to train on', () => {
    const { held } = setAside([0, 1, 2, 3, 4, 4], 0.1, 1);
    expect(held).toEqual(expect.arrayContaining([4, 5]));
    expect(setAside([0, 0, 1, 1, 2, 2, 3, 3], 0.5, 1).train).toHaveLength(4);
  });

  it('refuses too few groups, and groups of one', () => {
    expect(() => setAside([0, 0, 1, 1, 2, 2], 0.2, 1)).toThrow(/at least 4 training groups.* got 3, the largest of 2/);
    expect(() => setAside([0, 1, 2, 3, 4], 0.2, 1)).toThrow(/one of them of two spectra, got 5, the largest of 1/);
  });
});
