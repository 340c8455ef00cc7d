import { createRandom } from '@spectrosim/models';
import type { Ion, Molecule } from './catalogue.js';
import type { SimulatorParameters } from './parameters.js';

/**
 * From molecules to ions, burn by burn: how much of a molecule breaks up and how its ions compete for charge differs
 * each time tissue is burnt.
 *
 * @param shares for each injection the share of each molecule `[M]`
 * @returns for each injection the intensity of each ion, ions in the order of `ionsOf(molecules)`
 */
export function ionise(
  molecules: readonly Molecule[],
  shares: readonly Float64Array[],
  burn: SimulatorParameters['burn'],
  seed: number,
): readonly Float64Array[] {
  const fragmentationRandom = createRandom(seed, 'simulator/ionisation/fragmentation');
  const suppressionRandom = createRandom(seed, 'simulator/ionisation/suppression');
  const ionCount = ionsOf(molecules).length;

  return shares.map((share) => {
    const fragmentation = Math.exp(burn.fragmentationLogSd * fragmentationRandom.normal());
    const intensities = new Float64Array(ionCount);
    let i = 0;
    molecules.forEach(({ ions }, m) => {
      const parts = ions.map((ion) => ion.share * (ion.fragment ? fragmentation : 1));
      const whole = parts.reduce((sum, part) => sum + part, 0);
      for (const part of parts) {
        const suppression = Math.exp(burn.suppressionLogSd * suppressionRandom.normal());
        intensities[i++] = (((share[m] as number) * part) / whole) * suppression;
      }
    });
    return intensities;
  });
}

/** The ions of all molecules in one list. */
export function ionsOf(molecules: readonly Molecule[]): readonly Ion[] {
  return molecules.flatMap(({ ions }) => ions);
}
