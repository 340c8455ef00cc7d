import { describe, expect, it } from 'vitest';
import { studentBound, studentWithin } from './student-t.js';

describe('studentBound', () => {
  // Tables of Student's t, two-sided.
  it.each([
    [0.95, 1, 12.7062],
    [0.95, 2, 4.3027],
    [0.95, 3, 3.1824],
    [0.95, 4, 2.7764],
    [0.99, 5, 4.0321],
    [0.999, 9, 4.7809],
    [0.95, 14, 2.1448],
    [0.95, 120, 1.9799],
  ])('of %f with %i degrees of freedom (tables)', (within, freedom, expected) => {
    expect(studentBound(within, freedom)).toBeCloseTo(expected, 4);
  });
});

describe('studentWithin', () => {
  it('has the closed forms of one and two degrees of freedom', () => {
    expect(studentWithin(1, 1)).toBeCloseTo(0.5, 12);
    expect(studentWithin(-3, 2)).toBeCloseTo(3 / Math.sqrt(11), 12);
  });

  it('is nothing at 0 and all at infinity', () => {
    for (const freedom of [1, 2, 5, 8]) {
      expect(studentWithin(0, freedom)).toBe(0);
      expect(studentWithin(Number.POSITIVE_INFINITY, freedom)).toBeCloseTo(1, 12);
    }
  });
});
