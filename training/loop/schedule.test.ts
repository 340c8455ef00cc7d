import { describe, expect, it } from 'vitest';
import { learningRateAt } from './schedule.js';

describe('learningRateAt', () => {
  it('rises linearly, then falls as half a cosine to 0 (by hand)', () => {
    const settings = { steps: 10, learningRate: 2, warmUp: 0.2 };
    const rates = [1, 2, 3, 6, 8, 10].map((step) => learningRateAt(step, settings));
    const expected = [1, 2, 1 + Math.cos(Math.PI / 8), 1, 1 - Math.SQRT1_2, 0];
    expect(rates).toEqual(expected.map((rate) => expect.closeTo(rate, 12)));
  });

  it('falls from the first step without warm-up, and only rises with nothing else', () => {
    expect(learningRateAt(1, { steps: 2, learningRate: 1, warmUp: 0 })).toBeCloseTo(0.5, 12);
    expect([1, 2, 4].map((step) => learningRateAt(step, { steps: 4, learningRate: 1, warmUp: 1 }))).toEqual([
      0.25, 0.5, 1,
    ]);
  });
});
