import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatScores, plain, scoreScale } from './score-scale.js';

const cosine = fc.double({ min: -1, max: 1, noNaN: true }).map(Math.fround);

describe('scoreScale', () => {
  it('ends at 1 for a cosine, and is as long below the threshold as above it', () => {
    expect(scoreScale('cosine', { score: 0.9, threshold: 0.8 })).toEqual({
      low: expect.closeTo(0.6, 12),
      high: 1,
      threshold: expect.closeTo(0.5, 12),
      score: expect.closeTo(0.75, 12),
    });
  });

  it('is centred on the threshold of a log-likelihood ratio', () => {
    expect(scoreScale('llr', { score: 6, threshold: 2 })).toEqual({ low: -3, high: 7, threshold: 0.5, score: 0.9 });
  });

  it('has both on it, in their order (property)', () => {
    fc.assert(
      fc.property(fc.constantFrom('cosine' as const, 'llr' as const), cosine, cosine, (kind, score, threshold) => {
        const scale = scoreScale(kind, { score, threshold });
        for (const share of [scale.score, scale.threshold]) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
        // Equal shares are allowed: two numbers may be closer than the scale can tell apart.
        const [low, high] = score >= threshold ? [scale.threshold, scale.score] : [scale.score, scale.threshold];
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });

  it('stays on the scale when rounding takes a cosine past 1', () => {
    expect(scoreScale('cosine', { score: 1.0000001, threshold: 1 }).score).toBe(1);
  });
});

describe('formatScores', () => {
  it.each([
    [0.931, 0.971, ['0.931', '0.971']],
    [0.81496, 0.81502, ['0.81496', '0.81502']],
    [-0.25, 0.5, ['−0.250', '0.500']],
    [0.5, 0.5, ['0.500', '0.500']],
  ])('%d and %d', (score, threshold, texts) => {
    expect(formatScores(score, threshold)).toEqual(texts);
  });

  it('never shows a score on the other side of the threshold (property)', () => {
    fc.assert(
      fc.property(cosine, cosine, (score, threshold) => {
        const [shown, limit] = formatScores(score, threshold).map((text) => Number(text.replace('−', '-')));
        expect((shown as number) >= (limit as number)).toBe(score >= threshold);
      }),
    );
  });
});

describe('plain', () => {
  it.each([
    [-0.0001, '0.000'],
    [-0.5, '−0.500'],
    [0.5, '0.500'],
  ])('%d', (value, text) => {
    expect(plain(value, 3)).toBe(text);
  });
});
