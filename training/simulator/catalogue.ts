import { anionMz, type Formula, parseFormula } from './chemistry.js';
import { isotopePattern } from './isotopes.js';
import {
  DEPROTONATED,
  ION_FORMS,
  ionFormula,
  LIPID_CLASSES,
  type LipidClass,
  lipidFormula,
  parseChain,
} from './lipids.js';
import {
  type BySpecies,
  CHAIN_AMOUNT,
  DECAY_LOADING,
  GROUP_SIGNAL,
  METABOLITES,
  type MoleculeGroup,
} from './profiles.js';

/** One molecule of fish muscle as REIMS sees it. */
export interface Molecule {
  /** Such as `PE(16:0/22:6)`. */
  readonly name: string;
  readonly group: MoleculeGroup;
  readonly chains: readonly string[];
  /** Double bonds of a chain, on average. */
  readonly meanDoubleBonds: number;
  /** How far the molecule follows decay: see {@link DECAY_LOADING}. */
  readonly decayLoading: number;
  /** Natural logarithm of its share of the ion signal in each species. */
  readonly logShare: BySpecies;
  readonly ions: readonly Ion[];
}

/** One ion of a molecule with its isotope peaks. */
export interface Ion {
  /** Monoisotopic m/z. */
  readonly mz: number;
  readonly share: number;
  readonly fragment: boolean;
  readonly peaks: readonly { readonly mz: number; readonly fraction: number }[];
}

/** Chains found at sn-1 and sn-2 of phospholipids: mostly saturated at the one, polyunsaturated at the other. */
const SN1 = ['14:0', '16:0', '16:1', '17:0', '18:0', '18:1', '20:1'];
const SN2 = ['16:0', '16:1', '18:1', '18:2', '18:4', '20:1', '20:4', '20:5', '22:4', '22:5', '22:6'];
const PLASMENYL = ['16:0', '18:0', '18:1'];
const SPHINGO = ['16:0', '18:0', '20:0', '22:0', '24:0', '24:1'];
const DIMER = ['14:0', '16:0', '16:1', '18:0', '18:1', '20:5', '22:6'];
const LYSO = ['14:0', '16:0', '16:1', '18:0', '18:1', '20:4', '20:5', '22:5', '22:6'];

/** Chains that a class prefers beyond their general amount: PI holds arachidonate, PS stearate. */
const PREFERENCE: Readonly<Record<string, number>> = { 'PI 20:4': 8, 'PI 18:0': 5, 'PS 18:0': 5, 'SM 24:1': 6 };

/**
 * All molecules of the simulation, a fixed list: fatty acids, their dimer ions, phospholipids by head group × chains,
 * sphingolipids and polar metabolites.
 */
export function createCatalogue(): readonly Molecule[] {
  const lipids = LIPID_CLASSES.flatMap((lipidClass) =>
    normalised(
      lipidClass,
      chainSets(lipidClass).map((chains) => ({
        name: `${lipidClass}(${chains.join('/')})`,
        chains,
        formula: lipidFormula(lipidClass, chains.map(parseChain)),
        amount: bySpecies((s) => chains.reduce((product, chain) => product * chainWeight(lipidClass, chain, s), 1)),
      })),
    ),
  );
  const metabolites = Object.entries(METABOLITES).map(([name, { formula, amount }]) => ({
    name,
    chains: [],
    formula: parseFormula(formula),
    amount,
  }));
  return [...lipids, ...normalised('metabolite', metabolites)];
}

interface Draft {
  readonly name: string;
  readonly chains: readonly string[];
  readonly formula: Formula;
  readonly amount: BySpecies;
}

/** Scales the amounts of a group to its share of the signal. */
function normalised(group: MoleculeGroup, drafts: readonly Draft[]): Molecule[] {
  const totals = bySpecies((s) => drafts.reduce((sum, draft) => sum + draft.amount[s], 0));
  return drafts.map(({ name, chains, formula, amount }) => ({
    name,
    group,
    chains,
    meanDoubleBonds: mean(chains.map((chain) => parseChain(chain).doubleBonds)),
    decayLoading: DECAY_LOADING[name] ?? DECAY_LOADING[group] ?? 0,
    logShare: bySpecies((s) => Math.log((GROUP_SIGNAL[group][s] * amount[s]) / totals[s])),
    ions: ionsOf(group, formula),
  }));
}

function ionsOf(group: MoleculeGroup, molecule: Formula): readonly Ion[] {
  const forms = group === 'metabolite' ? [DEPROTONATED] : ION_FORMS[group];
  return forms.map((form) => {
    const formula = ionFormula(molecule, form);
    return { mz: anionMz(formula), share: form.share, fragment: form.fragment, peaks: isotopePattern(formula) };
  });
}

function chainSets(lipidClass: LipidClass): readonly (readonly string[])[] {
  switch (lipidClass) {
    case 'FA':
      return Object.keys(CHAIN_AMOUNT).map((chain) => [chain]);
    case 'LPE':
    case 'LPC':
      return LYSO.map((chain) => [chain]);
    case 'Cer':
    case 'SM':
      return SPHINGO.map((chain) => [chain]);
    case 'FA2':
      return DIMER.flatMap((a, i) => DIMER.slice(i).map((b) => [a, b]));
    case 'PE-P':
      return PLASMENYL.flatMap((a) => SN2.map((b) => [a, b]));
    default:
      return SN1.flatMap((a) => SN2.map((b) => [a, b]));
  }
}

function chainWeight(lipidClass: LipidClass, chain: string, species: 0 | 1): number {
  return (CHAIN_AMOUNT[chain] as BySpecies)[species] * (PREFERENCE[`${lipidClass} ${chain}`] ?? 1);
}

function bySpecies(value: (species: 0 | 1) => number): BySpecies {
  return [value(0), value(1)];
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
