import { describe, expect, it } from 'vitest';
import { curveAt } from './curve-at.js';

describe('curveAt', () => {
  const line = 'M10 100L10 40L20.5 40L30 -2';

  it.each([
    [9.9, undefined],
    [10, 40],
    [15, 40],
    [25.25, 19],
    [30, -2],
    [30.1, undefined],
  ])('at %d', (x, y) => {
    expect(curveAt(line, x)).toBe(y);
  });
});
