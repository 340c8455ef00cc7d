import { describe, expect, it } from 'vitest';
import { fewGroupsWarnings, standingOf, standingToFloor } from './standing.js';

describe('standingOf', () => {
  it('is a tie unless the interval leaves out 0, and turns round where lower is better', () => {
    expect(standingOf({ lo: 0.01, hi: 0.1 })).toBe('beats');
    expect(standingOf({ lo: -0.1, hi: -0.01 })).toBe('loses');
    expect(standingOf({ lo: 0.01, hi: 0.1 }, 'lower')).toBe('loses');
    expect(standingOf({ lo: -0.1, hi: -0.01 }, 'lower')).toBe('beats');
    for (const tie of [
      { lo: -0.1, hi: 0.2 },
      { lo: 0, hi: 0.2 },
      { lo: -0.2, hi: 0 },
      { lo: Number.NaN, hi: Number.NaN },
    ]) {
      expect([standingOf(tie), standingOf(tie, 'lower')]).toEqual(['tie', 'tie']);
    }
  });
});

describe('fewGroupsWarnings', () => {
  it('is said of fewer than eight groups', () => {
    expect(fewGroupsWarnings(7)).toEqual([expect.stringMatching(/^7 groups are few: /)]);
    expect(fewGroupsWarnings(8)).toEqual([]);
  });
});

describe('standingToFloor', () => {
  const better = { mean: 0.1, sd: 0, lo: 0.05, hi: 0.2 };
  const worse = { mean: -0.1, sd: 0, lo: -0.2, hi: -0.05 };

  it('judges by ROC AUC, and by Cllr where there is one, which is better when lower', () => {
    expect(standingToFloor({ groups: 5, difference: { auc: better } })).toBe('beats');
    expect(standingToFloor({ groups: 5, difference: { auc: better, cllr: better } })).toBe('loses');
    expect(standingToFloor({ groups: 5, difference: { auc: worse, cllr: worse } })).toBe('beats');
  });

  it('is not said of fewer than five groups', () => {
    expect(standingToFloor({ groups: 4, difference: { auc: better } })).toBeUndefined();
  });
});
