import { describe, expect, it } from 'vitest';
import { standingOf } from './standing.js';

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
