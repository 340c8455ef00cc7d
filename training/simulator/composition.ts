import { createRandom } from '@spectrosim/models';
import type { Injection } from './acquisition.js';
import type { Molecule } from './catalogue.js';
import type { SimulatorParameters, Variation } from './parameters.js';
import { SPECIES } from './profiles.js';

/**
 * What each specimen is made of: species profile, then its batch's deviation, then its own, all in the logarithm.
 *
 * Deviations are chemically coherent: lipid classes, chains, unsaturation and decay move many molecules together.
 * A QC is the mean of all fish.
 *
 * @returns for each injection the share of each molecule `[M]`, summing to 1
 */
export function composeSpecimens(
  molecules: readonly Molecule[],
  injections: readonly Injection[],
  parameters: Pick<SimulatorParameters, 'design' | 'species' | 'batch' | 'fish'>,
  seed: number,
): readonly Float64Array[] {
  const { batches, fishPerBatch } = parameters.design;
  const profiles = speciesProfiles(molecules, parameters.species, seed);
  const batchDeviations = deviations(molecules, batches, parameters.batch, seed, 'batch');
  const fishDeviations = deviations(molecules, batches * fishPerBatch, parameters.fish, seed, 'fish');

  const fishShares = injections.flatMap(({ batch, fish, species }) => {
    if (batch === undefined || fish === undefined || species === undefined) {
      return [];
    }
    const profile = profiles[SPECIES.indexOf(species)] as Float64Array;
    const ofBatch = batchDeviations[batch] as Float64Array;
    const ofFish = fishDeviations[batch * fishPerBatch + fish] as Float64Array;
    return [toShares(profile.map((log, m) => log + (ofBatch[m] as number) + (ofFish[m] as number)))];
  });
  const pool = toShares(
    molecules.map((_, m) => Math.log(fishShares.reduce((sum, fish) => sum + (fish[m] as number), 0))),
  );
  let next = 0;
  return injections.map(({ batch }) => (batch === undefined ? pool : (fishShares[next++] as Float64Array)));
}

/** Logarithm of each molecule's share by species `[2][M]`, their difference scaled by the contrast. */
function speciesProfiles(
  molecules: readonly Molecule[],
  { contrast, moleculeLogSd }: SimulatorParameters['species'],
  seed: number,
): readonly Float64Array[] {
  const random = createRandom(seed, 'simulator/composition/species');
  return SPECIES.map((_, s) =>
    Float64Array.from(molecules, ({ logShare }) => {
      const midpoint = (logShare[0] + logShare[1]) / 2;
      return midpoint + contrast * ((logShare[s] as number) - midpoint) + moleculeLogSd * random.normal();
    }),
  );
}

/** Deviations `[count][M]` of the logarithm, each effect from its own stream. */
function deviations(
  molecules: readonly Molecule[],
  count: number,
  variation: Variation,
  seed: number,
  level: string,
): readonly Float64Array[] {
  const stream = (effect: string) => createRandom(seed, `simulator/composition/${level}/${effect}`);
  const groupRandom = stream('group');
  const chainRandom = stream('chain');
  const unsaturationRandom = stream('unsaturation');
  const decayRandom = stream('decay');
  const moleculeRandom = stream('molecule');
  const groups = [...new Set(molecules.map(({ group }) => group))];
  const chains = [...new Set(molecules.flatMap((molecule) => molecule.chains))];

  return Array.from({ length: count }, () => {
    const ofGroup = new Map(groups.map((group) => [group, groupRandom.normal()]));
    const ofChain = new Map(chains.map((chain) => [chain, chainRandom.normal()]));
    const unsaturation = variation.unsaturationLogSd * unsaturationRandom.normal();
    const decay = variation.decayLogSd * decayRandom.normal();
    return Float64Array.from(molecules, (molecule) => {
      const chainSum = molecule.chains.reduce((sum, chain) => sum + (ofChain.get(chain) as number), 0);
      return (
        variation.groupLogSd * (ofGroup.get(molecule.group) as number) +
        variation.chainLogSd * chainSum +
        (unsaturation * molecule.meanDoubleBonds) / 2 +
        decay * molecule.decayLoading +
        variation.moleculeLogSd * moleculeRandom.normal()
      );
    });
  });
}

/** Exponentials of `logs`, scaled to sum to 1. */
function toShares(logs: ArrayLike<number>): Float64Array {
  const shares = Float64Array.from(logs, (log) => Math.exp(log));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}
