import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shuffledBatches } from './batches.js';

function take(count: number, batch: number, seed: number, batches: number): number[][] {
  const generator = shuffledBatches(count, batch, seed);
  return Array.from({ length: batches }, () => generator.next().value);
}

describe('shuffledBatches', () => {
  it('gives every spectrum at most once an epoch and drops the tail, for any sizes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 2, max: 40 }), fc.nat(), (a, b, seed) => {
        const [batch, count] = [Math.min(a, b), Math.max(a, b)];
        const each = Math.floor(count / batch);
        const batches = take(count, batch, seed, 3 * each);
        expect(batches.every((one) => one.length === batch)).toBe(true);
        for (const epoch of [0, 1, 2]) {
          const seen = batches.slice(epoch * each, (epoch + 1) * each).flat();
          expect(new Set(seen).size).toBe(each * batch);
          expect(seen.every((i) => i >= 0 && i < count)).toBe(true);
        }
      }),
    );
  });

  it('is a permutation each epoch where the batch divides the count, another one every time', () => {
    const [first, second] = [take(12, 4, 1, 3).flat(), take(12, 4, 1, 6).slice(3).flat()];
    const all = Array.from({ length: 12 }, (_, i) => i);
    expect([...first].sort((a, b) => a - b)).toEqual(all);
    expect([...second].sort((a, b) => a - b)).toEqual(all);
    expect(second).not.toEqual(first);
  });

  it('follows the seed', () => {
    expect(take(20, 4, 1, 10)).toEqual(take(20, 4, 1, 10));
    expect(take(20, 4, 1, 10)).not.toEqual(take(20, 4, 2, 10));
  });
});
