import { expect, it } from 'vitest';
import { cosineSimilarity } from './cosine.js';

it('is the cosine of the angle between rows (closed form)', () => {
  expect(cosineSimilarity([3, 4], [4, 3])).toBeCloseTo(24 / 25, 15);
  expect(cosineSimilarity([1, 0], [0, 2])).toBe(0);
  expect(cosineSimilarity([1, 2], [-2, -4])).toBeCloseTo(-1, 15);
});

it('is 0 for a row of zeros and refuses unequal lengths', () => {
  expect(cosineSimilarity([0, 0], [1, 1])).toBe(0);
  expect(() => cosineSimilarity([1], [1, 2])).toThrow('rows of 1 and 2');
});
