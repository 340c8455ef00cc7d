import { describe, expect, it } from 'vitest';
import { decide } from './verdict.js';

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
    });
  });

  it('takes infinite scores, and refuses one that is not a number', () => {
    expect(of(Number.POSITIVE_INFINITY).sameSource).toBe(true);
    expect(of(Number.NEGATIVE_INFINITY).sameSource).toBe(false);
    expect(() => of(Number.NaN)).toThrow(expect.objectContaining({ code: 'input' }));
  });
});
