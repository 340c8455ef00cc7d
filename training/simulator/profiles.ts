import type { LipidClass } from './lipids.js';

/** The simulated species, in the order of their batches. */
export const SPECIES = ['hoki', 'jack-mackerel'] as const;

/** One of {@link SPECIES}. */
export type Species = (typeof SPECIES)[number];

/** A group of molecules that vary together: a lipid class or the small polar metabolites. */
export type MoleculeGroup = LipidClass | 'metabolite';

/** One value for each species, in the order of {@link SPECIES}. */
export type BySpecies = readonly [hoki: number, jackMackerel: number];

/**
 * Share of the ion signal by group.
 *
 * These and the tables below are illustrative: within the ranges usual for lean (hoki) and oily (jack mackerel) marine
 * fish muscle, and not measurements of either species.
 */
export const GROUP_SIGNAL: Readonly<Record<MoleculeGroup, BySpecies>> = {
  FA: [0.37, 0.44],
  FA2: [0.02, 0.03],
  PE: [0.14, 0.12],
  'PE-P': [0.07, 0.055],
  PC: [0.12, 0.09],
  PS: [0.03, 0.025],
  PI: [0.06, 0.05],
  PG: [0.01, 0.01],
  PA: [0.03, 0.025],
  LPE: [0.025, 0.02],
  LPC: [0.015, 0.012],
  Cer: [0.01, 0.013],
  SM: [0.02, 0.02],
  metabolite: [0.08, 0.09],
};

/** Relative amount of each fatty acyl chain. */
export const CHAIN_AMOUNT: Readonly<Record<string, BySpecies>> = {
  '14:0': [2, 4],
  '15:0': [0.4, 0.7],
  '16:0': [17, 20],
  '16:1': [4, 6],
  '17:0': [0.4, 1],
  '17:1': [0.5, 0.6],
  '18:0': [4.5, 7],
  '18:1': [22, 18],
  '18:2': [1.2, 1.6],
  '18:3': [0.5, 0.8],
  '18:4': [0.7, 1.3],
  '20:0': [0.2, 0.3],
  '20:1': [6, 3],
  '20:2': [0.4, 0.4],
  '20:4': [2, 2.2],
  '20:5': [8, 9.5],
  '22:0': [0.2, 0.3],
  '22:1': [4, 2],
  '22:4': [0.3, 0.4],
  '22:5': [2, 2.8],
  '22:6': [22, 17],
  '24:0': [0.3, 0.3],
  '24:1': [1.2, 0.8],
};

/** Neutral formula and relative amount of the small polar metabolites and other single molecules. */
export const METABOLITES: Readonly<Record<string, { readonly formula: string; readonly amount: BySpecies }>> = {
  metaphosphate: { formula: 'HO3P', amount: [9, 9] },
  lactate: { formula: 'C3H6O3', amount: [8, 12] },
  phosphate: { formula: 'H3O4P', amount: [10, 10] },
  taurine: { formula: 'C2H7NO3S', amount: [14, 10] },
  creatine: { formula: 'C4H9N3O2', amount: [6, 6] },
  aspartate: { formula: 'C4H7NO4', amount: [3, 2.5] },
  malate: { formula: 'C4H6O5', amount: [2.5, 2] },
  hypoxanthine: { formula: 'C5H4N4O', amount: [8, 7] },
  glutamate: { formula: 'C5H9NO4', amount: [6, 5] },
  histidine: { formula: 'C6H9N3O2', amount: [1, 9] },
  'glycerol phosphate': { formula: 'C3H9O6P', amount: [9, 8] },
  anserine: { formula: 'C10H16N4O3', amount: [6, 9] },
  'glucose phosphate': { formula: 'C6H13O9P', amount: [3, 4] },
  inosine: { formula: 'C10H12N4O5', amount: [7, 8] },
  glutathione: { formula: 'C10H17N3O6S', amount: [2, 2] },
  'inosine phosphate': { formula: 'C10H13N4O8P', amount: [6, 9] },
  'cholesterol sulfate': { formula: 'C27H46O4S', amount: [3, 2] },
};

/** How far each group and metabolite follows the decay of a fish (lipolysis, nucleotide breakdown): 1 = fully. */
export const DECAY_LOADING: Readonly<Record<string, number>> = {
  FA: 0.6,
  FA2: 0.6,
  LPE: 1,
  LPC: 1,
  PC: -0.4,
  PE: -0.4,
  hypoxanthine: 1.5,
  inosine: 0.5,
  'inosine phosphate': -1.5,
  lactate: 0.5,
};
