import { createRandom } from '@spectrosim/models';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { similarityOrder } from './similarity-order.js';

describe('similarityOrder', () => {
  it('puts blocks together, however they were mixed, with a few cells blank (oracle: the blocks)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (seed) => {
        const random = createRandom(seed, 'blocks');
        const size = 12;
        const block = random.permutation(size).map((place) => Math.floor(place / 4));
        const values = new Float64Array(size * size);
        for (let i = 0; i < size; i++) {
          for (let j = i; j < size; j++) {
            const value = (block[i] === block[j] ? 5 : -5) + random.uniform();
            const blank = block[i] !== block[j] && random.uniform() < 0.2;
            values[i * size + j] = values[j * size + i] = blank ? Number.NaN : value;
          }
        }
        const order = similarityOrder(values, size);
        expect([...order].sort((a, b) => a - b)).toEqual(block.map((_, i) => i));
        const runs = order.filter((i, k) => k === 0 || block[i] !== block[order[k - 1] as number]);
        expect(runs).toHaveLength(3);
      }),
    );
  });

  it('follows a chain from end to end', () => {
    const size = 7;
    const values = Float64Array.from({ length: size * size }, (_, c) => -Math.abs((c % size) - Math.floor(c / size)));
    const order = similarityOrder(values, size);
    expect(order[0] === 0 ? order : [...order].reverse()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('takes no group, one, and groups that were never compared', () => {
    expect(similarityOrder(new Float64Array(0), 0)).toEqual([]);
    expect(similarityOrder(Float64Array.of(1), 1)).toEqual([0]);
    expect(similarityOrder(new Float64Array(9).fill(Number.NaN), 3).sort()).toEqual([0, 1, 2]);
  });
});
