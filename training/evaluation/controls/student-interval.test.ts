import { describe, expect, it } from 'vitest';
import { studentInterval, studentQuantile } from './student-interval.js';

describe('studentQuantile', () => {
  it.each([
    [0.995, 11, 3.1058],
    [0.995, 19, 2.8609],
    [0.995, 29, 2.7564],
    [0.975, 19, 2.093],
    [0.5, 19, 0],
  ])('of %f with %i degrees of freedom (tables)', (p, freedom, expected) => {
    expect(studentQuantile(p, freedom)).toBeCloseTo(expected, 2);
  });
});

describe('too few degrees of freedom', () => {
  it('are refused: of 8 the expansion is not what it says (tables: 9 has 3.2498)', () => {
    expect(studentQuantile(0.995, 9)).toBeCloseTo(3.2498, 2);
    for (const attempt of [() => studentQuantile(0.995, 8), () => studentInterval([0.4, 0.6])]) {
      expect(attempt).toThrow(expect.objectContaining({ code: 'usage', message: expect.stringMatching(/10 values/) }));
    }
  });
});

describe('studentInterval', () => {
  it('is the mean ± t · sd / √n (by hand)', () => {
    const values = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 0.4 : 0.6));
    const { mean, sd, lo, hi } = studentInterval(values);
    expect(mean).toBeCloseTo(0.5, 12);
    expect(sd).toBeCloseTo(0.1 * Math.sqrt(20 / 19), 12);
    expect(hi - mean).toBeCloseTo((2.8609 * sd) / Math.sqrt(20), 4);
    expect(mean - lo).toBeCloseTo(hi - mean, 12);
  });
});
