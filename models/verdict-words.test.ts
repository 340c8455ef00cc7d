import { describe, expect, it } from 'vitest';
import { likelihoodWords } from './likelihood-words.js';
import type { Manifest } from './manifest.js';
import { judge } from './verdict.js';
import { verdictWords } from './verdict-words.js';

const data = { group: 'batch' } as Manifest['data'];

describe('verdictWords', () => {
  it.each([
    [3, 'same'],
    [0, 'no verdict'],
    [-3, 'different'],
  ])('of a log-likelihood ratio of %d says "%s", and the ratio in words', (score, verdict) => {
    const decision = { score: 'llr', threshold: 0, bound: 4, band: { lo: -1, hi: 1, rate: 0.05 } } as const;
    const likelihood = likelihoodWords(score, 'batch', 4);
    expect(verdictWords(judge(decision, score), { decision, data })).toEqual({ verdict, likelihood });
  });

  it('has no likelihood for a cosine', () => {
    const decision = { score: 'cosine', threshold: 0.5 } as const;
    expect(verdictWords(judge(decision, 0.7), { decision, data })).toEqual({ verdict: 'same', likelihood: null });
  });
});
