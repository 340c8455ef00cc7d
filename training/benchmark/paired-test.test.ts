import { describe, expect, it } from 'vitest';
import { holm, pairedTest } from './paired-test.js';

describe('pairedTest', () => {
  // By hand: mean 0.03, squares about it 0.0004 + 0 + 0.0004, s² = 0.0004, s = 0.02.
  const differences = [0.01, 0.03, 0.05];

  it('is the paired t-test where splits share nothing (by hand)', () => {
    // Error 0.02 / √3 = 0.0115470; t = 2.598076; with 2 degrees P(|T| ≤ t) = t / √(2 + t²) = 0.878310; t₀.₉₅ = 4.302653.
    const test = pairedTest(differences, 0);
    expect(test?.mean).toBeCloseTo(0.03, 12);
    expect(test?.sd).toBeCloseTo(0.02, 12);
    expect(test?.p).toBeCloseTo(0.12169, 5);
    expect(test?.hi).toBeCloseTo(0.03 + 0.0496828, 6);
    expect(test?.lo).toBeCloseTo(0.03 - 0.0496828, 6);
  });

  it('widens by what is tested over what is trained on (by hand)', () => {
    // Error 0.02 · √(1/3 + 1/3) = 0.0163299; t = 1.837117; P = t / √(2 + t²) = 0.792406.
    const test = pairedTest(differences, 1 / 3);
    expect(test?.p).toBeCloseTo(0.207594, 5);
    expect(test?.hi).toBeCloseTo(0.03 + 4.302653 * 0.0163299, 6);
  });

  it('of differences that are all 0 finds none, of one that never varies is sure', () => {
    expect(pairedTest([0, 0, 0, 0], 0.3)).toEqual({ mean: 0, sd: 0, lo: 0, hi: 0, p: 1 });
    expect(pairedTest([0.25, 0.25, 0.25], 0)?.p).toBeCloseTo(0, 12);
  });

  it('is not made of fewer than three', () => {
    expect(pairedTest([0.1, 0.2], 0)).toBeUndefined();
  });
});

describe('holm', () => {
  it('multiplies by how many are left and never falls (by hand)', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((expected, i) => {
      expect(adjusted[i]).toBeCloseTo(expected, 12);
    });
  });

  it('ends at 1, and of none gives none', () => {
    expect(holm([0.7, 0.6])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });
});
