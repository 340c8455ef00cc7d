import { describe, expect, it } from 'vitest';
import { createAxis } from '../axis.js';
import type { Explanation } from './explanation.js';
import { explanationWords } from './explanation-words.js';
import { attributionRegions } from './regions.js';

const axis = createAxis('m/z', [100, 100.5, 101, 101.5, 102, 102.5, 103, 103.5]);
const attribution = Float32Array.of(0, 1, 4, -3, -5, -0.25, 0, 0.5);
const none = new Float32Array(8);
const explanation: Explanation = {
  verdict: { similarity: 0.5, score: 3, threshold: 0, sameSource: true, undecided: false },
  axis,
  intensities: { a: none, b: none },
  attribution,
  parts: { a: attribution, b: attribution },
  score: 4.25,
  baseline: 7,
  completenessError: 1e-6,
  addsUp: true,
  regions: attributionRegions(attribution, axis),
};

describe('explanationWords', () => {
  it('tells of the strongest regions, with as many digits as bins need', () => {
    const { lead, regions } = explanationWords(explanation, { decision: { score: 'llr', threshold: 0 } }, 2);
    expect(regions).toEqual([
      { direction: 'apart', where: '101.50–102.00', does: 'sets them apart', share: '58%', part: '−8.00' },
      { direction: 'alike', where: '100.50–101.00', does: 'makes them alike', share: '36%', part: '+5.00' },
    ]);
    expect(lead).toBe(
      'Of all that counts, 60% sets them apart and 40% makes them alike; the 2 regions listed here are 94.5% of it.',
    );
  });

  it('says from what score to what, and what is beyond a bound', () => {
    const sum = (decision: { score: 'cosine' | 'llr'; threshold: number; bound?: number }) =>
      explanationWords(explanation, { decision }, 2).sum;
    expect(sum({ score: 'llr', threshold: 0, bound: 3 })).toBe(
      'The log-likelihood ratio of these two is 4.25 (reported as 3.00, the most that its training pairs can show); with a spectrum like the mean of all in the place of either it would be 7.00.',
    );
    expect(sum({ score: 'cosine', threshold: 0 })).toMatch(/^The cosine of these two is 4\.2500; with/);
  });

  it('of nothing says so', () => {
    const nothing = { ...explanation, regions: [] };
    expect(explanationWords(nothing, { decision: { score: 'cosine', threshold: 0 } }, 5)).toMatchObject({
      lead: 'No bin has a part in it.',
      regions: [],
    });
  });
});
