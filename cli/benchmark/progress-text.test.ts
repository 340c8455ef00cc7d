import { describe, expect, it } from 'vitest';
import type { PlannedRun } from './plan-runs.js';
import { durationText, progressText } from './progress-text.js';

const run = (row: string, weight: number) => ({ row, seed: 2, weight }) as PlannedRun;

describe('progressText', () => {
  it('weighs what is left (by hand: a tenth took 60 s, nine are left)', () => {
    const all = [run('a', 1), run('b', 2), run('c', 7)];
    const text = progressText({ all, done: all.slice(0, 1), underway: all.slice(1, 2), failed: 0, seconds: 60 });
    expect(text).toBe('1 of 3 runs · 1.0 a minute · about 9 min left · b, seed 2');
  });

  it('says at the start what is under way and no time, and what failed', () => {
    const all = [run('a', 1), run('b', 2)];
    expect(progressText({ all, done: [], underway: all, failed: 0, seconds: 0 })).toBe(
      '0 of 2 runs · a, seed 2 · b, seed 2',
    );
    expect(progressText({ all, done: all, underway: [], failed: 1, seconds: 60 })).toMatch(/^2 of 2 runs · 1 failed/);
  });
});

describe('durationText', () => {
  it.each([
    [-3, '0 s'],
    [42, '42 s'],
    [150, '3 min'],
    [4000, '1 h 7 min'],
  ])('of %i s is %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});
