import { describe, expect, it } from 'vitest';
import { createAxis } from '../axis.js';
import { completenessOf } from './completeness.js';
import { explanationOf } from './explanation.js';
import { explanationWords } from './explanation-words.js';

const one = (...values: number[]) => Float32Array.from(values);
/** Parts of a and of b, of a score that is `score` above 0 where either is the mean. */
const of = (a: number[], b: number[], score: number) => ({
  parts: { a: one(...a), b: one(...b) },
  score: one(score),
  baseline: { a: one(0), b: one(0) },
});

describe('completenessOf', () => {
  it.each([
    ['what is left over is less than a tenth of the difference', [0.5, 0.41], [0.6, 0.49], 1, true, 0.09],
    ['it is more', [0.5, 0.38], [0.6, 0.4], 1, false, 0.06],
    ['there are hardly any parts', [0, 0.001], [0, 0], -2, false, 2.0005],
    ['one has too much what the other lacks', [1.5, 0], [0.5, 0], 1, false, 0.5],
    ['parts cancel, and leave over little beside themselves', [10, -9.9], [-9.9, 10], 0.01, true, 0.09],
    ['parts cancel, and leave over much beside themselves', [10, -9], [-9, 10], 0.01, false, 0.99],
    ['there is nothing to divide', [0, 0], [0, 0], 0, true, 0],
  ] as const)('%s', (_, a, b, score, addsUp, error) => {
    const got = completenessOf(of([...a], [...b], score));
    expect(got.addsUp).toBe(addsUp);
    expect(got.error).toBeCloseTo(error, 5);
  });
});

describe('an explanation whose parts do not add up', () => {
  const axis = createAxis('m/z', [100, 101]);
  const verdict = { sameSource: false, undecided: false, threshold: 0.5, score: -2, similarity: -2 };
  const spectra = { a: one(1, 2), b: one(2, 1) };
  const words = (a: number[]) => {
    const explanation = explanationOf(verdict, axis, spectra, of(a, a, -2));
    return {
      explanation,
      words: explanationWords(explanation, { decision: { score: 'cosine', threshold: 0.5 } }, 5),
    };
  };

  it('names no region, and says so', () => {
    const { explanation, words: told } = words([0.001, -0.5]);
    expect(explanation.addsUp).toBe(false);
    expect(explanation.regions).toEqual([]);
    expect(explanation.attribution).toEqual(one(0.001, -0.5));
    expect(told.regions).toEqual([]);
    expect(told.lead).toBe('No region is named: the parts of the bins do not add up.');
    expect(told.addition).toMatch(
      /^The parts do not add up: they miss the difference of −2\.0000 by 1\.5010\..*verdict/,
    );
  });

  it('one whose parts do names them', () => {
    const { explanation, words: told } = words([0, -2]);
    expect(explanation.addsUp).toBe(true);
    expect(told.regions).toHaveLength(1);
    expect(told.addition).toBe('The parts add up to the difference within 0e+0.');
  });
});
