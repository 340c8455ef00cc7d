import type { Metrics } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import {
  accuracyOf,
  headlineOf,
  protocolOf,
  questionOf,
  reasonOf,
  shortAccuracyOf,
  similarityOf,
  standingOf,
  tiny,
} from './verdict-words.js';

const verdict = { similarity: 0.931, score: 0.931, threshold: 0.971, sameSource: false };
const system = (balanced: number) => ({
  system: 'x',
  auc: { value: 0.9, lo: 0.8, hi: 1 },
  balancedAccuracy: { value: balanced, lo: balanced - 0.1, hi: balanced + 0.1 },
  threshold: 0.5,
});
const metrics: Metrics = {
  protocol: 'held-out groups, one split',
  groups: 6,
  spectra: 18,
  positivePairs: 18,
  negativePairs: 135,
  interval: '95% bootstrap over groups',
  model: system(0.77),
  floor: system(0.83),
  difference: { value: -0.001, lo: -0.048, hi: 0.07 },
};

describe('the words of a verdict', () => {
  it('name the group', () => {
    expect(questionOf('batch')).toBe('Do these two spectra come from the same batch?');
    expect(headlineOf(verdict, 'batch')).toBe('Different batch');
    expect(headlineOf({ ...verdict, sameSource: true }, 'lot')).toBe('Same lot');
  });

  it('say which side of the threshold the score is on', () => {
    expect(reasonOf(verdict)).toBe('The score, 0.931, is below the model’s threshold, 0.971.');
    expect(reasonOf({ ...verdict, score: 0.971, sameSource: true })).toBe(
      'The score, 0.971, reaches the model’s threshold, 0.971.',
    );
  });

  it('say what the score is', () => {
    expect(similarityOf(verdict, 'cosine')).toMatch(/^Similarity 0\.931: .* It is this model’s score\.$/);
    expect(similarityOf(verdict, 'llr')).toMatch(/log-likelihood ratio/);
  });
});

describe('the words of trust', () => {
  it('give both numbers beside a verdict', () => {
    expect(shortAccuracyOf({ metrics, data: { group: 'batch' } as never })).toBe(
      'On groups it never saw, this model’s verdicts were right in about 77 of 100 (67 to 87). Comparing the spectra without a model: 83 of 100 (73 to 93).',
    );
  });

  it('say when nothing was measured', () => {
    expect(shortAccuracyOf({ metrics: undefined, data: { group: 'batch' } as never })).toBe(
      'How often this model is right on a batch it never saw was not measured.',
    );
  });

  it('say on what it was measured', () => {
    expect(protocolOf(metrics, 'batch')).toMatch(
      /18 spectra of 6 groups.*18 pairs of the same batch, 135 of different/,
    );
    expect(accuracyOf(metrics)).toMatch(/about 77 of 100 .* \(67 to 87, 95% bootstrap over groups\)/);
  });

  it.each([
    [6, -0.048, 0.07, /−0\.048 to \+0\.070\)\. A tie/],
    [6, 0.01, 0.07, /The model is better\.$/],
    [6, -0.07, -0.01, /The model is worse: .* more trust\.$/],
    [4, 0.01, 0.07, /4 groups are too few/],
  ])('compare with the floor on %i groups, %d to %d', (groups, lo, hi, words) => {
    expect(standingOf({ groups, difference: { value: (lo + hi) / 2, lo, hi } })).toMatch(words);
  });
});

describe('tiny', () => {
  it.each([
    [3.6e-7, '4 × 10⁻⁷'],
    [0, '0'],
    [1.2e-12, '1 × 10⁻¹²'],
  ])('%d', (value, text) => {
    expect(tiny(value)).toBe(text);
  });
});
