import { describe, expect, it } from 'vitest';
import { createCatalogue } from './catalogue.js';
import { parseFormula } from './chemistry.js';
import { lipidFormula, parseChain } from './lipids.js';

/** Well-known negative-mode m/z, compared to 1e-3. */
const LITERATURE: readonly (readonly [name: string, ion: number, mz: number])[] = [
  ['FA(16:0)', 0, 255.233],
  ['FA(18:1)', 0, 281.2486],
  ['FA(20:5)', 0, 301.2173],
  ['FA(22:6)', 0, 327.233],
  ['PE(16:0/18:1)', 0, 716.5236],
  ['PE(16:0/18:1)', 1, 699.497],
  ['PE(16:0/18:1)', 2, 673.4814],
  ['PE(16:0/22:6)', 0, 762.5079],
  ['PE-P(16:0/22:6)', 0, 746.513],
  ['PC(16:0/18:1)', 0, 744.5549],
  ['PC(16:0/18:1)', 1, 699.497],
  ['PS(18:0/22:6)', 0, 834.5291],
  ['PS(18:0/22:6)', 1, 747.497],
  ['PI(18:0/20:4)', 0, 885.5499],
  ['PG(16:0/18:1)', 0, 747.5182],
  ['PA(16:0/18:1)', 0, 673.4814],
  ['LPE(22:6)', 0, 524.2783],
  ['LPC(16:0)', 0, 480.3096],
  ['Cer(16:0)', 0, 536.5048],
  ['SM(16:0)', 0, 687.5447],
  ['taurine', 0, 124.0074],
  ['hypoxanthine', 0, 135.0312],
  ['inosine phosphate', 0, 347.0398],
  ['cholesterol sulfate', 0, 465.3044],
];

describe('the catalogue', () => {
  const molecules = new Map(createCatalogue().map((molecule) => [molecule.name, molecule]));

  it.each(LITERATURE)('%s, ion %i, is at m/z %f', (name, ion, mz) => {
    expect(Math.abs((molecules.get(name)?.ions[ion]?.mz as number) - mz)).toBeLessThan(1e-3);
  });

  it('shares the whole signal among unique molecules in each species', () => {
    expect(molecules.size).toBe(createCatalogue().length);
    for (const species of [0, 1] as const) {
      const total = [...molecules.values()].reduce((sum, { logShare }) => sum + Math.exp(logShare[species]), 0);
      expect(total).toBeCloseTo(1, 2);
    }
  });
});

it('lipids condense to their known formulae', () => {
  expect(lipidFormula('PE', [parseChain('16:0'), parseChain('22:6')])).toEqual(parseFormula('C43H74NO8P'));
  expect(lipidFormula('PC', [parseChain('16:0'), parseChain('18:1')])).toEqual(parseFormula('C42H82NO8P'));
  expect(lipidFormula('Cer', [parseChain('16:0')])).toEqual(parseFormula('C34H67NO3'));
});
