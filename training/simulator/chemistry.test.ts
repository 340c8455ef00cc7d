import { describe, expect, it } from 'vitest';
import { addFormulas, anionMz, monoisotopicMassDa, parseFormula, subtractFormula } from './chemistry.js';

describe('formulas', () => {
  it('are read, added and subtracted', () => {
    const ethanolamine = parseFormula('C2H7NO');
    expect(ethanolamine).toEqual({ C: 2, H: 7, N: 1, O: 1, P: 0, S: 0 });
    expect(subtractFormula(addFormulas(ethanolamine, parseFormula('H2O')), ethanolamine)).toEqual(parseFormula('H2O'));
  });

  it('refuse what is no formula and no part', () => {
    expect(() => parseFormula('NaCl')).toThrow('"NaCl" is not a formula');
    expect(() => subtractFormula(parseFormula('CH4'), parseFormula('H2O'))).toThrow('Cannot take 1 O from 0');
  });

  it('have the masses of the literature', () => {
    expect(monoisotopicMassDa(parseFormula('H2O'))).toBeCloseTo(18.010565, 6);
    expect(monoisotopicMassDa(parseFormula('C6H12O6'))).toBeCloseTo(180.06339, 5);
    expect(anionMz(parseFormula('C2H6NO3S'))).toBeCloseTo(124.0074, 4); // taurine
    expect(anionMz(parseFormula('H2O4P'))).toBeCloseTo(96.9696, 4);
  });
});
