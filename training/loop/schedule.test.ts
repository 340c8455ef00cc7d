import { describe, expect, it } from 'vitest';
import { learningRateAt } from './schedule.js';

describe('learningRateAt', () => {
  it('rises linearly, then falls as half a cosine that never quite reaches 0 (by hand)', () => {
    const settings = { steps: 10, learningRate: 2, warmUp: 0.2 };
    const rates = [1, 2, 3, 5, 7, 9, 10].map((step) => learningRateAt(step, settings));
    const expected = [1, 2, 2, 1 + Math.SQRT1_2, 1, 1 - Math.SQRT1_2, 1 - Math.cos(Math.PI / 8)];
    expect(rates).toEqual(expected.map((rate) => expect.closeTo(rate, 12)));
  });

  it('starts at the peak without warm-up, and only rises with nothing else', () => {
    expect([1, 2].map((step) => learningRateAt(step, { steps: 2, learningRate: 1, warmUp: 0 }))).toEqual([
      1,
      expect.closeTo(0.5, 12),
    ]);
    expect([1, 2, 4].map((step) => learningRateAt(step, { steps: 4, learningRate: 1, warmUp: 1 }))).toEqual([
      0.25, 0.5, 1,
    ]);
  });
});
