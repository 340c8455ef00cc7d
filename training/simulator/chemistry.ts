import { SpectroSimError } from '@spectrosim/models';

/** The elements that the simulated molecules are made of. */
export const ELEMENTS = ['C', 'H', 'N', 'O', 'P', 'S'] as const;

/** One of {@link ELEMENTS}. */
export type Element = (typeof ELEMENTS)[number];

/** Atoms of each element in a molecule or ion. */
export type Formula = Readonly<Record<Element, number>>;

/** Mass of the lightest stable isotope of each element, in Da (AME2012, as tabulated by NIST; here also the most abundant one). */
export const MONOISOTOPIC_MASS_DA: Formula = {
  C: 12,
  H: 1.00782503223,
  N: 14.00307400443,
  O: 15.99491461957,
  P: 30.97376199842,
  S: 31.9720711744,
};

/** Mass of an electron, in Da (CODATA 2018). */
export const ELECTRON_MASS_DA = 0.000548579909;

/**
 * Reads a formula in Hill notation.
 *
 * @throws SpectroSimError `input` when the text is not a formula of {@link ELEMENTS}.
 * @example
 * ```ts
 * parseFormula('C16H32O2'); // palmitic acid
 * ```
 */
export function parseFormula(text: string): Formula {
  if (!/^([CHNOPS]\d*)+$/.test(text)) {
    throw new SpectroSimError('input', `"${text}" is not a formula. Expected elements of ${ELEMENTS.join(', ')}.`);
  }
  const atoms = { C: 0, H: 0, N: 0, O: 0, P: 0, S: 0 };
  for (const [, element, count] of text.matchAll(/([CHNOPS])(\d*)/g)) {
    atoms[element as Element] += count ? Number(count) : 1;
  }
  return atoms;
}

/** The atoms of all parts together. */
export function addFormulas(...parts: readonly Formula[]): Formula {
  const atoms = { C: 0, H: 0, N: 0, O: 0, P: 0, S: 0 };
  for (const part of parts) {
    for (const element of ELEMENTS) {
      atoms[element] += part[element];
    }
  }
  return atoms;
}

/**
 * What is left of `whole` once `part` has gone.
 *
 * @throws SpectroSimError `input` when `part` has atoms that `whole` has not.
 */
export function subtractFormula(whole: Formula, part: Formula): Formula {
  const atoms = { ...whole };
  for (const element of ELEMENTS) {
    atoms[element] -= part[element];
    if (atoms[element] < 0) {
      throw new SpectroSimError(
        'input',
        `Cannot take ${part[element]} ${element} from ${whole[element]}. Expected a part of the molecule.`,
      );
    }
  }
  return atoms;
}

/** Mass of the molecule of lightest isotopes, in Da. */
export function monoisotopicMassDa(formula: Formula): number {
  return ELEMENTS.reduce((mass, element) => mass + formula[element] * MONOISOTOPIC_MASS_DA[element], 0);
}

/**
 * Monoisotopic m/z of the singly charged negative ion with these atoms: their mass and one more electron.
 *
 * @example
 * ```ts
 * anionMz(parseFormula('C16H31O2')); // 255.2330, [M−H]⁻ of palmitic acid
 * ```
 */
export function anionMz(ion: Formula): number {
  return monoisotopicMassDa(ion) + ELECTRON_MASS_DA;
}
