import { describe, expect, it } from 'vitest';
import { anionMz, parseFormula } from './chemistry.js';
import { isotopePattern } from './isotopes.js';

describe('isotopePattern', () => {
  it('of carbon alone is binomial (closed form)', () => {
    const peaks = isotopePattern(parseFormula('C60'));
    const p = 0.0107;
    const binomial = [1, 60, (60 * 59) / 2, (60 * 59 * 58) / 6].map((ways, k) => ways * p ** k * (1 - p) ** (60 - k));
    expect(peaks).toHaveLength(4);
    peaks.forEach(({ fraction, mz }, k) => {
      expect(fraction).toBeCloseTo(binomial[k] as number, 12);
      expect(mz - (peaks[0]?.mz as number)).toBeCloseTo(k * 1.00335483507, 9);
    });
  });

  it('starts at the monoisotopic m/z and holds nearly all of a phospholipid', () => {
    const formula = parseFormula('C43H73NO8P');
    const peaks = isotopePattern(formula);
    expect(peaks[0]?.mz).toBeCloseTo(anionMz(formula), 9);
    expect(peaks.reduce((sum, { fraction }) => sum + fraction, 0)).toBeGreaterThan(0.99);
    // By hand: 43 × 1.0816% + 73 × 0.0115% + 0.3653% + 8 × 0.0381%.
    expect((peaks[1]?.fraction as number) / (peaks[0]?.fraction as number)).toBeCloseTo(0.4802, 3);
  });

  it('has an oxygen-18 peak of water without carbon', () => {
    const [, , second] = isotopePattern(parseFormula('H2O'));
    expect(second?.fraction).toBeCloseTo(0.00205, 5);
  });
});
