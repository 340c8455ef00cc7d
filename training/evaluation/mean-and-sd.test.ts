import { describe, expect, it } from 'vitest';
import { meanAndSd } from './mean-and-sd.js';

describe('meanAndSd', () => {
  it('is that of a sample (by hand)', () => {
    expect(meanAndSd([2, 4, 4, 6])).toEqual({ mean: 4, sd: Math.sqrt(8 / 3) });
    expect(meanAndSd([7])).toEqual({ mean: 7, sd: 0 });
    expect(meanAndSd([1, Number.NaN])).toEqual({ mean: Number.NaN, sd: Number.NaN });
  });
});
