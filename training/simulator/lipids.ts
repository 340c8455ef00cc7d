import { addFormulas, type Formula, parseFormula, subtractFormula } from './chemistry.js';

/** A fatty acyl chain, such as 22:6. */
export interface Chain {
  readonly carbons: number;
  readonly doubleBonds: number;
}

/** Lipid classes that REIMS of fish muscle shows in negative mode; `PE-P` is the plasmalogen, `FA2` the dimer ion. */
export const LIPID_CLASSES = [
  'FA',
  'FA2',
  'PE',
  'PE-P',
  'PC',
  'PS',
  'PI',
  'PG',
  'PA',
  'LPE',
  'LPC',
  'Cer',
  'SM',
] as const;

/** One of {@link LIPID_CLASSES}. */
export type LipidClass = (typeof LIPID_CLASSES)[number];

/** One way in which a molecule becomes a negative ion. */
export interface IonForm {
  /** What the neutral molecule loses; the ion carries one charge. */
  readonly loss: Formula;
  /** Share of the molecule's signal. */
  readonly share: number;
  /** Whether heat broke the molecule: such shares change with the burn. */
  readonly fragment: boolean;
}

const WATER = parseFormula('H2O');
const GLYCEROPHOSPHATE = parseFormula('C3H9O6P');
const SPHINGOSINE = parseFormula('C18H37NO2');
const PHOSPHOCHOLINE = parseFormula('C5H14NO4P');

/** The alcohol that esterifies the phosphate. */
const HEAD_ALCOHOL = {
  PE: parseFormula('C2H7NO'),
  PC: parseFormula('C5H13NO'),
  PS: parseFormula('C3H7NO3'),
  PI: parseFormula('C6H12O6'),
  PG: parseFormula('C3H8O3'),
} as const;

/** [M−H]⁻. */
export const DEPROTONATED: IonForm = { loss: parseFormula('H'), share: 1, fragment: false };

/**
 * The negative ions of each class: [M−H]⁻, [M−CH₃]⁻ of cholines, and the losses that REIMS is known for
 * (NH₃ and ethanolamine from PE, trimethylamine from PC, serine from PS).
 */
export const ION_FORMS: Readonly<Record<LipidClass, readonly IonForm[]>> = {
  FA: [DEPROTONATED],
  FA2: [DEPROTONATED],
  PE: [ion('H', 0.5), fragment('H4N', 0.35), fragment('C2H6N', 0.15)],
  'PE-P': [ion('H', 0.65), fragment('H4N', 0.35)],
  PC: [ion('CH3', 0.7), fragment('C3H10N', 0.3)],
  PS: [ion('H', 0.55), fragment('C3H6NO2', 0.45)],
  PI: [DEPROTONATED],
  PG: [DEPROTONATED],
  PA: [DEPROTONATED],
  LPE: [DEPROTONATED],
  LPC: [ion('CH3', 1)],
  Cer: [DEPROTONATED],
  SM: [ion('CH3', 1)],
};

/** The ion of a molecule without its `loss`. */
export function ionFormula(molecule: Formula, form: IonForm): Formula {
  return subtractFormula(molecule, form.loss);
}

/** Reads `22:6`. */
export function parseChain(text: string): Chain {
  const [carbons, doubleBonds] = text.split(':').map(Number);
  return { carbons: carbons as number, doubleBonds: doubleBonds as number };
}

/** The free fatty acid of a chain, Cₙ H₂ₙ₋₂ᵈ O₂. */
export function fattyAcid({ carbons, doubleBonds }: Chain): Formula {
  return { C: carbons, H: 2 * (carbons - doubleBonds), N: 0, O: 2, P: 0, S: 0 };
}

/**
 * The neutral molecule of a class with these chains, by condensation of its parts.
 *
 * @param chains one for `FA`, the lyso classes and sphingolipids (N-acyl on d18:1), two for the others
 * @example
 * ```ts
 * lipidFormula('PE', [parseChain('16:0'), parseChain('22:6')]); // C43H74NO8P
 * ```
 */
export function lipidFormula(lipidClass: LipidClass, chains: readonly Chain[]): Formula {
  const acids = chains.map(fattyAcid);
  switch (lipidClass) {
    case 'FA':
    case 'FA2':
      return addFormulas(...acids);
    case 'Cer':
      return condense(SPHINGOSINE, ...acids);
    case 'SM':
      return condense(SPHINGOSINE, PHOSPHOCHOLINE, ...acids);
    case 'PA':
      return condense(GLYCEROPHOSPHATE, ...acids);
    case 'LPE':
      return condense(GLYCEROPHOSPHATE, HEAD_ALCOHOL.PE, ...acids);
    case 'LPC':
      return condense(GLYCEROPHOSPHATE, HEAD_ALCOHOL.PC, ...acids);
    case 'PE-P':
      // The vinyl ether at sn-1 has one oxygen less than the ester.
      return subtractFormula(condense(GLYCEROPHOSPHATE, HEAD_ALCOHOL.PE, ...acids), parseFormula('O'));
    default:
      return condense(GLYCEROPHOSPHATE, HEAD_ALCOHOL[lipidClass], ...acids);
  }
}

/** Joins parts, each bond giving off one water. */
function condense(...parts: readonly Formula[]): Formula {
  return parts.reduce((whole, part) => subtractFormula(addFormulas(whole, part), WATER));
}

function ion(loss: string, share: number): IonForm {
  return { loss: parseFormula(loss), share, fragment: false };
}

function fragment(loss: string, share: number): IonForm {
  return { loss: parseFormula(loss), share, fragment: true };
}
