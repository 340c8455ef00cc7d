import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learningRateAt, type Schedule, scheduleSchema } from './schedule.js';

const ratesOf = (steps: number, learningRate: number, schedule: Schedule) =>
  Array.from({ length: steps }, (_, i) => learningRateAt(i + 1, { steps, learningRate, schedule }));
const close = (rates: readonly number[]) => rates.map((rate) => expect.closeTo(rate, 12));

describe('cosine', () => {
  it('rises linearly, then falls as half a cosine that never quite reaches 0 (by hand)', () => {
    const rates = ratesOf(10, 2, { name: 'cosine', warmUp: 0.2 });
    const expected = [1, 2, 2, 1 + Math.SQRT1_2, 1, 1 - Math.SQRT1_2, 1 - Math.cos(Math.PI / 8)];
    expect([1, 2, 3, 5, 7, 9, 10].map((step) => rates[step - 1])).toEqual(close(expected));
  });

  it('starts at the peak without warm-up, and only rises with nothing else', () => {
    expect(ratesOf(2, 1, { name: 'cosine', warmUp: 0 })).toEqual(close([1, 0.5]));
    expect(ratesOf(4, 1, { name: 'cosine', warmUp: 1 })).toEqual([0.25, 0.5, 0.75, 1]);
  });
});

describe('constant', () => {
  it('stays, after a rise where there is one', () => {
    expect(ratesOf(3, 2, { name: 'constant', warmUp: 0 })).toEqual([2, 2, 2]);
    expect(ratesOf(4, 2, { name: 'constant', warmUp: 0.5 })).toEqual([1, 2, 2, 2]);
  });
});

describe('one-cycle', () => {
  const falling = (pct: number) => 0.5 + ((25 - 0.5) / 2) * (Math.cos(Math.PI * pct) + 1);

  it("gives the rates of PyTorch's own test of OneCycleLR: max_lr 25, final_div_factor 2, total_steps 10", () => {
    const schedule: Schedule = { name: 'one-cycle', rise: 0.3, startDivisor: 25, endDivisor: 2 };
    const expected = [1, 13, 25, ...[1, 2, 3, 4, 5, 6].map((i) => falling(i / 7)), 0.5];
    expect(ratesOf(10, 25, schedule)).toEqual(close(expected));
  });

  it("has PyTorch's defaults: from a 25th of the peak, at 30 in 100 of the steps, down to a 250,000th", () => {
    const schedule = scheduleSchema.parse({ name: 'one-cycle' });
    const rates = ratesOf(100, 1, schedule);
    expect([rates[0], rates[29], rates[99]]).toEqual(close([1 / 25, 1, 1 / 25e4]));
    expect(Math.max(...rates)).toBe(rates[29]);
  });

  it('ends where it should for any number of steps, and is finite and within its bounds on the way', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (steps, rise) => {
        const rates = ratesOf(steps, 1, { name: 'one-cycle', rise, startDivisor: 25, endDivisor: 1e4 });
        expect(rates.every((rate) => rate >= 0.999 / 25e4 && rate <= 1)).toBe(true);
        // The cycle ends at its peak where it does nothing but rise.
        if (rise * steps - 1 < steps - 1) {
          expect(rates.at(-1)).toBeCloseTo(1 / 25e4, 12);
        }
      }),
    );
  });
});
