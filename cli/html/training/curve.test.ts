import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curve, summarised, ticksOf } from './curve.js';

describe('ticksOf', () => {
  it('are round numbers around the range (by hand)', () => {
    expect(ticksOf(0, 1)).toEqual([0, 0.5, 1]);
    expect(ticksOf(1.2, 3.43)).toEqual([1, 2, 3, 4]);
    expect(ticksOf(-1.3, -0.2)).toEqual([-1.5, -1, -0.5, 0]);
    expect(ticksOf(2, 2)).toEqual([2, 2.5]);
  });

  it('enclose any range, from two to seven of them', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (low, range) => {
        const ticks = ticksOf(low, low + range);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(7);
        const size = Math.max(1, Math.abs(low), range);
        expect(ticks[0]).toBeLessThanOrEqual(low + 1e-6 * size);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(low + range - 1e-6 * size);
      }),
    );
  });
});

describe('summarised', () => {
  it('takes neighbours together (by hand)', () => {
    expect(summarised([1, 3, 2, 6, 5], 3)).toEqual([
      { step: 1.5, mean: 2, low: 1, high: 3 },
      { step: 3.5, mean: 4, low: 2, high: 6 },
      { step: 5, mean: 5, low: 5, high: 5 },
    ]);
  });
});

describe('curve', () => {
  it('places values at their steps, where not every step has one', () => {
    const { markup } = curve({ title: 'Aside', meaning: '', values: [4, 0, 0], steps: [20, 40, 50], colour: 0 });
    // By hand: 40 is two thirds of the way from 20 to 50.
    expect(markup).toContain('<path class="line" d="M58 10L359.3 164L510 164"/>');
    expect(markup).toMatch(/>step 20<\/text>.*>50<\/text>/);
  });

  it('draws the first and the last step at the ends, and names its level', () => {
    const level = { value: 3, name: 'chance' };
    const { markup } = curve({ title: 'Loss', meaning: '<NT-Xent>', values: [4, 0], level, colour: 0 });
    expect(markup).toContain('<path class="line" d="M58 10L510 164"/>');
    expect(markup).toMatch(/&lt;NT-Xent&gt;[\s\S]*y="43.5"[^>]*>chance</);
  });
});
