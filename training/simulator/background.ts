import { createRandom } from '@spectrosim/models';
import type { Injection } from './acquisition.js';
import type { SimulatorParameters } from './parameters.js';
import { type Peak, rasterise } from './rasterise.js';

/**
 * The chemical background of each injection `[L]`, as a fraction of the molecules' total: a smooth hump that falls
 * towards heavy ions, and a peak at every nominal mass (clusters, aerosol, pump oil), which differ from day to day.
 */
export function chemicalBackground(
  injections: readonly Injection[],
  errorsPpm: readonly number[],
  parameters: Pick<SimulatorParameters, 'axis' | 'design' | 'peak' | 'background'>,
  seed: number,
): readonly Float64Array[] {
  const { axis, background, design, peak } = parameters;
  const hump = scaled(
    Float64Array.from({ length: axis.bins }, (_, i) =>
      envelope(axis.mzMin + (i * (axis.mzMax - axis.mzMin)) / (axis.bins - 1)),
    ),
    background.humpFraction,
  );
  const combs = dailyCombs(axis, design.days, background, seed);
  const burnRandom = createRandom(seed, 'simulator/background/burn');

  return injections.map(({ day }, n) => {
    const spectrum = Float64Array.from(hump);
    const width = { errorPpm: errorsPpm[n] as number, widthPpm: peak.widthPpm };
    rasterise(combs[day] as readonly Peak[], axis, width, spectrum);
    const factor = Math.exp(background.burnLogSd * burnRandom.normal());
    return spectrum.map((value) => value * factor);
  });
}

/** Peaks at every nominal mass by day, each day's summing to about `combFraction`. */
function dailyCombs(
  { mzMin, mzMax }: SimulatorParameters['axis'],
  days: number,
  { combFraction, combLogSd, combMassDefectPpm, dayCombLogSd }: SimulatorParameters['background'],
  seed: number,
): readonly (readonly Peak[])[] {
  const masses = Array.from({ length: Math.floor(mzMax) - Math.ceil(mzMin) + 1 }, (_, i) => Math.ceil(mzMin) + i);
  const always = createRandom(seed, 'simulator/background/comb');
  const daily = createRandom(seed, 'simulator/background/comb-day');
  const heights = scaled(
    Float64Array.from(masses, (mass) => envelope(mass) * Math.exp(combLogSd * always.normal())),
    combFraction,
  );
  return Array.from({ length: days }, () =>
    masses.map((mass, i) => ({
      mz: mass * (1 + combMassDefectPpm * 1e-6),
      intensity: (heights[i] as number) * Math.exp(dayCombLogSd * daily.normal()),
    })),
  );
}

/** Rises to m/z 200 and falls slowly: the shape of background in direct ionisation. */
function envelope(mz: number): number {
  return (mz / 200) * Math.exp(1 - mz / 200) + 0.1;
}

function scaled(values: Float64Array, total: number): Float64Array {
  const sum = values.reduce((a, b) => a + b, 0);
  return values.map((value) => (value * total) / sum);
}
