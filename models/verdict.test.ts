import { describe, expect, it } from 'vitest';
import { decide, judge } from './verdict.js';

const of = (score: number, threshold = 0.5) => decide({ score: 'cosine', threshold }, { similarity: score, score });

describe('decide', () => {
  it('says same at the threshold itself, and different just below', () => {
    expect(of(0.5).sameSource).toBe(true);
    expect(of(0.5 - Number.EPSILON).sameSource).toBe(false);
  });

  it('keeps similarity, score and threshold apart', () => {
    expect(decide({ score: 'llr', threshold: 2 }, { similarity: 0.9, score: 1.5 })).toEqual({
      similarity: 0.9,
      score: 1.5,
      threshold: 2,
      sameSource: false,
      undecided: false,
    });
  });

  it.each([
    [-1.01, false, false],
    [-1, false, true],
    [0, true, true],
    [1.99, true, true],
    [2, true, false],
  ])('with a band from -1 to 2 says of %d: same %s, undecided %s', (score, sameSource, undecided) => {
    const decision = { score: 'llr', threshold: 0, band: { lo: -1, hi: 2, rate: 0.05 } } as const;
    expect(decide(decision, { similarity: 0, score })).toMatchObject({ sameSource, undecided });
  });

  it('says of a score alone what it says of a pair', () => {
    const { similarity, ...rest } = of(0.7);
    expect(similarity).toBe(0.7);
    expect(judge({ score: 'cosine', threshold: 0.5 }, 0.7)).toEqual(rest);
  });

  it('takes infinite scores, and refuses one that is not a number', () => {
    expect(of(Number.POSITIVE_INFINITY).sameSource).toBe(true);
    expect(of(Number.NEGATIVE_INFINITY).sameSource).toBe(false);
    expect(() => of(Number.NaN)).toThrow(expect.objectContaining({ code: 'input' }));
  });
});
