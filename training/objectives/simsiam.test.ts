import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32_SUMS } from '../../models/graph/eager.setup.js';
import {
  cosineOf,
  differencesOf,
  GRADIENT,
  gradientOf,
  type Matrix,
  normalRows,
  numbersOf,
  row,
  tensorOf,
} from './loops.setup.js';
import { simSiamLoss } from './simsiam.js';
import { standardised } from './standardised.js';

/** Chen & He 2021, equation 4: L = D(p₁, z₂) / 2 + D(p₂, z₁) / 2 with D = −cos, spectrum by spectrum in double precision. */
function paperLoop(p: Matrix, z: Matrix): number {
  const n = p.length / 2;
  let total = 0;
  for (let i = 0; i < n; i++) {
    total -= cosineOf(row(p, i), row(z, i + n)) / 2 + cosineOf(row(p, i + n), row(z, i)) / 2;
  }
  return total / n;
}

const [p, z] = [normalRows('p', 6, 4), normalRows('z', 6, 4)];

describe('simSiamLoss', () => {
  it("is the paper's loop", () => {
    expectClose(numbersOf(simSiamLoss(tensorOf(p), tensorOf(z))), [paperLoop(p, z)], FLOAT32_SUMS);
  });

  it('of constant rows is −1, the least there is: a low loss is no proof of learning', () => {
    const same = Array.from({ length: 4 }, () => [3, 4]);
    expect(numbersOf(simSiamLoss(tensorOf(same), tensorOf(same)))[0]).toBeCloseTo(-1, 6);
  });

  it('has the gradient of central differences of the loop by predictions', () => {
    const gradient = gradientOf((x) => simSiamLoss(x, tensorOf(z)), p);
    expectClose(
      gradient,
      differencesOf((x) => paperLoop(x, z), p),
      GRADIENT,
    );
  });

  it('has a gradient of exactly 0 by projections', () => {
    expect(gradientOf((x) => simSiamLoss(tensorOf(p), x), z)).toEqual(new Array(24).fill(0));
  });
});

describe('standardised', () => {
  it('leaves features of mean 0 and variance 1, and of a constant one 0', () => {
    const rows = normalRows('rows', 50, 2).map(([a, b]) => [(a as number) * 7 + 3, b as number, 5]);
    const numbers = numbersOf(standardised(tensorOf(rows)));
    for (const feature of [0, 1]) {
      const values = rows.map((_, i) => numbers[3 * i + feature] as number);
      expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 3);
      expect(values.reduce((sum, value) => sum + value ** 2, 0) / 50).toBeCloseTo(1, 3);
    }
    expect(rows.map((_, i) => numbers[3 * i + 2])).toEqual(new Array(50).fill(0));
  });
});
