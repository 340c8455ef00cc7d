import { describe, expect, it } from 'vitest';
import { allPairs, gatherRows } from './pairs.js';

describe('allPairs', () => {
  it('is every unordered pair once, with what is true of it (by hand)', () => {
    expect(allPairs(['x', 'y', 'x', 'y'])).toEqual({
      a: Int32Array.of(0, 0, 0, 1, 1, 2),
      b: Int32Array.of(1, 2, 3, 2, 3, 3),
      same: Uint8Array.of(0, 1, 0, 0, 1, 0),
    });
  });

  it('is none of none and of one', () => {
    expect(allPairs([]).same).toHaveLength(0);
    expect(allPairs(['x']).same).toHaveLength(0);
  });
});

describe('gatherRows', () => {
  it('takes rows in the order asked for, again where asked again', () => {
    expect(gatherRows(Float32Array.of(1, 2, 3, 4, 5, 6), 2, [2, 0, 2])).toEqual(Float32Array.of(5, 6, 1, 2, 5, 6));
    expect(gatherRows(Float32Array.of(1, 2), 2, [])).toEqual(new Float32Array(0));
  });
});
