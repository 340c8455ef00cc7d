import type { Metrics } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import {
  accuracyOf,
  decisionWords,
  headlineOf,
  protocolOf,
  questionOf,
  reasonOf,
  shortAccuracyOf,
  similarityOf,
  standingWords,
  tiny,
} from './verdict-words.js';

const verdict = { similarity: 0.931, score: 0.931, threshold: 0.971, sameSource: false, undecided: false };
const cosineModel = { decision: { score: 'cosine', threshold: 0.971 }, data: { group: 'batch' } as never } as const;
const system = (balanced: number) => ({
  system: 'x',
  auc: { mean: 0.9, sd: 0, lo: 0.8, hi: 1 },
  balancedAccuracy: { mean: balanced, sd: 0, lo: balanced - 0.1, hi: balanced + 0.1 },
  threshold: 0.5,
});
const metrics: Metrics = {
  measured: 'model',
  protocol: 'held-out groups, one split',
  partitions: 1,
  groups: 6,
  spectra: 18,
  positivePairs: 18,
  negativePairs: 135,
  interval: '95% bootstrap over groups',
  model: system(0.77),
  floor: system(0.83),
  difference: { auc: { mean: -0.001, sd: 0, lo: -0.048, hi: 0.07 } },
};

describe('the words of a verdict', () => {
  it('name the group', () => {
    expect(questionOf('batch')).toBe('Do these two spectra come from the same batch?');
    expect(headlineOf(verdict, 'batch')).toBe('Different batch');
    expect(headlineOf({ ...verdict, sameSource: true }, 'lot')).toBe('Same lot');
  });

  it('say which side of the threshold the score is on', () => {
    expect(reasonOf(verdict, cosineModel)).toBe('The score, 0.931, is below the model’s threshold, 0.971.');
    expect(reasonOf({ ...verdict, score: 0.971, sameSource: true }, cosineModel)).toBe(
      'The score, 0.971, reaches the model’s threshold, 0.971.',
    );
  });

  it('say what the score is', () => {
    expect(similarityOf(verdict, 'cosine')).toMatch(/^Similarity 0\.931: .* It is this model’s score\.$/);
    expect(similarityOf(verdict, 'llr')).toMatch(/log-likelihood ratio/);
  });
});

describe('the words of a log-likelihood ratio', () => {
  const decision = { score: 'llr', threshold: 0, bound: 5, band: { lo: -1, hi: 1, rate: 0.05 } } as const;
  const model = { decision, data: { group: 'batch' } as never };
  const pair = (score: number) => ({
    similarity: 0.9,
    score,
    threshold: 0,
    sameSource: score >= 0,
    undecided: Math.abs(score) < 1,
  });

  it('say how much better one explanation fits', () => {
    expect(headlineOf(pair(3), 'batch')).toBe('Same batch');
    expect(reasonOf(pair(3), model)).toMatch(
      /^What is seen is about 20 times more likely if of the same batch .* The score, 3\.000, reaches .* 0\.000\.$/,
    );
    expect(reasonOf(pair(-5), model)).toMatch(/different batch groups .*the most that its training pairs can show/);
  });

  it('give no verdict in the band', () => {
    expect(headlineOf(pair(0.5), 'batch')).toBe('No verdict');
    expect(reasonOf(pair(0.5), model)).toMatch(/too little for a verdict: between −1\.00 and 1\.00 more than 5 of 100/);
  });

  it('say that it is not a probability', () => {
    expect(decisionWords(decision)).toMatch(/In the band.*not the probability/);
    expect(decisionWords({ score: 'cosine', threshold: 0.5 })).toMatch(/is not a probability/);
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
    const difference = { mean: (lo + hi) / 2, sd: 0, lo, hi };
    expect(standingWords({ groups, difference: { auc: difference } })).toMatch(words);
    // A cost is better when it is lower, and decides where there is one.
    const cost = { mean: -difference.mean, sd: 0, lo: -hi, hi: -lo };
    const said = standingWords({ groups, difference: { auc: { mean: 0, sd: 0, lo: -1, hi: 1 }, cllr: cost } });
    expect(said.split(').').at(-1)).toBe(
      standingWords({ groups, difference: { auc: difference } })
        .split(').')
        .at(-1),
    );
  });

  it('say of a recipe that the model itself was not measured', () => {
    expect(protocolOf({ ...metrics, measured: 'recipe' }, 'batch')).toMatch(/fitted on all groups.*cross-validation/);
    expect(shortAccuracyOf({ metrics: { ...metrics, measured: 'recipe' }, data: { group: 'batch' } as never })).toMatch(
      /^On groups they never saw, verdicts of models made like this one were right in about 77/,
    );
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
