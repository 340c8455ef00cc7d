import { ELECTRON_MASS_DA, ELEMENTS, type Element, type Formula, MONOISOTOPIC_MASS_DA } from './chemistry.js';

/** One isotope peak of an ion. */
export interface IsotopePeak {
  /** m/z: the mean over the isotopologues of this nominal mass, weighted by their abundance. */
  readonly mz: number;
  /** Fraction of the ion's molecules in this peak; over all peaks at most 1. */
  readonly fraction: number;
}

/** By extra neutrons 0 … 3: the fraction of molecules, and the sum of fraction × extra mass in Da. */
interface Distribution {
  readonly fractions: readonly number[];
  readonly moments: readonly number[];
}

const PEAKS = 4;

/** Abundance and extra mass (Da) by extra neutrons (NIST abundances, AME2012 masses). */
const ISOTOPES: Readonly<Record<Element, Distribution>> = {
  C: element([0.9893, 0.0107], [0, 1.00335483507]),
  H: element([0.999885, 0.000115], [0, 1.00627674587]),
  N: element([0.99636, 0.00364], [0, 0.99703489445]),
  O: element([0.99757, 0.00038, 0.00205], [0, 1.00421713689, 2.00424499332]),
  P: element([1], [0]),
  S: element([0.9499, 0.0075, 0.0425], [0, 0.9993877353, 1.9957958295]),
};

/**
 * The isotope peaks M … M+3 of a singly charged negative ion, by exact convolution of its elements' distributions.
 *
 * Isotopologues of one nominal mass (¹³C₂ and ¹⁸O) lie within a few mDa: one peak at their mean stands for them.
 *
 * @example
 * ```ts
 * isotopePattern(parseFormula('C16H31O2')); // 255.233 (84%), 256.236 (15%) …
 * ```
 */
export function isotopePattern(ion: Formula): readonly IsotopePeak[] {
  let pattern = element([1], [0]);
  let monoisotopicMz = ELECTRON_MASS_DA;
  for (const name of ELEMENTS) {
    pattern = convolve(pattern, selfConvolve(ISOTOPES[name], ion[name]));
    monoisotopicMz += ion[name] * MONOISOTOPIC_MASS_DA[name];
  }
  return pattern.fractions.flatMap((fraction, neutrons) =>
    fraction > 0 ? [{ mz: monoisotopicMz + (pattern.moments[neutrons] as number) / fraction, fraction }] : [],
  );
}

function element(abundances: readonly number[], extraMassesDa: readonly number[]): Distribution {
  const fractions = Array.from({ length: PEAKS }, (_, k) => abundances[k] ?? 0);
  return { fractions, moments: fractions.map((fraction, k) => fraction * (extraMassesDa[k] ?? 0)) };
}

function convolve(a: Distribution, b: Distribution): Distribution {
  const fractions = new Array<number>(PEAKS).fill(0);
  const moments = new Array<number>(PEAKS).fill(0);
  for (let i = 0; i < PEAKS; i++) {
    for (let j = 0; i + j < PEAKS; j++) {
      const fa = a.fractions[i] as number;
      const fb = b.fractions[j] as number;
      fractions[i + j] = (fractions[i + j] as number) + fa * fb;
      moments[i + j] = (moments[i + j] as number) + (a.moments[i] as number) * fb + fa * (b.moments[j] as number);
    }
  }
  return { fractions, moments };
}

/** The distribution of `count` atoms, by repeated squaring. */
function selfConvolve(one: Distribution, count: number): Distribution {
  let power = one;
  let result = element([1], [0]);
  for (let left = count; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) {
      result = convolve(result, power);
    }
    power = convolve(power, power);
  }
  return result;
}
