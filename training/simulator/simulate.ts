import type { SpectrumSet } from '@spectrosim/models';
import { type Injection, planAcquisition } from './acquisition.js';
import { chemicalBackground } from './background.js';
import { createCatalogue } from './catalogue.js';
import { composeSpecimens } from './composition.js';
import { instrumentResponse, massErrorsPpm } from './instrument.js';
import { ionise, ionsOf } from './ionisation.js';
import { createDetector } from './noise.js';
import type { SimulatorParameters } from './parameters.js';
import { createBins, type Peak, rasterise } from './rasterise.js';

/** What every simulated set says of itself. */
export const SIMULATED_NOTE =
  'Simulated: these spectra were computed by the SpectroSim simulator. No fish and no instrument were involved.';

/**
 * Simulates REIMS fingerprints (negative mode) of hoki and jack mackerel from many processing batches.
 *
 * Rows are the fish by batch, then the QC injections. Columns: `batch` (a QC's is its own name), `species`, `class`
 * (the same, for roles by name), `fish`, `day`, `run_order`, `qc`, `simulated` (`true` in every row).
 *
 * @returns raw intensities `[N, L]`, not negative; the same for the same parameters and seed
 * @example
 * ```ts
 * const set = simulate(SIMULATOR_DEFAULTS, 1); // 72 fish and 16 QC, 2,080 bins
 * ```
 */
export function simulate(parameters: SimulatorParameters, seed: number): SpectrumSet {
  const molecules = createCatalogue();
  const injections = planAcquisition(parameters.design, seed);
  const shares = composeSpecimens(molecules, injections, parameters, seed);
  const ionIntensities = ionise(molecules, shares, parameters.burn, seed);
  const errorsPpm = massErrorsPpm(injections, parameters, seed);
  const backgrounds = chemicalBackground(injections, errorsPpm, parameters, seed);
  const responses = instrumentResponse(injections, parameters, seed);
  const detect = createDetector(parameters.noise, seed);

  const bins = parameters.axis.bins;
  const intensities = new Float32Array(injections.length * bins);
  const ions = ionsOf(molecules);
  injections.forEach((_, n) => {
    const spectrum = Float64Array.from(backgrounds[n] as Float64Array);
    const shape = { errorPpm: errorsPpm[n] as number, widthPpm: parameters.peak.widthPpm };
    rasterise(isotopePeaks(ions, ionIntensities[n] as Float64Array), parameters.axis, shape, spectrum);
    const response = responses[n] as Float64Array;
    const expected = spectrum.map((value, bin) => value * (response[bin] as number) * parameters.noise.totalIntensity);
    detect(expected, intensities.subarray(n * bins, (n + 1) * bins));
  });

  return {
    axis: createBins(parameters.axis),
    names: injections.map(({ name }) => name),
    intensities,
    columns: metadata(injections),
    notes: [SIMULATED_NOTE],
  };
}

function* isotopePeaks(ions: ReturnType<typeof ionsOf>, intensities: Float64Array): Generator<Peak> {
  for (let i = 0; i < ions.length; i++) {
    for (const { mz, fraction } of ions[i]?.peaks ?? []) {
      yield { mz, intensity: fraction * (intensities[i] as number) };
    }
  }
}

function metadata(injections: readonly Injection[]): ReadonlyMap<string, readonly string[]> {
  const column = (cell: (injection: Injection) => string) => injections.map(cell);
  const isQc = ({ batch }: Injection) => batch === undefined;
  return new Map([
    ['batch', column(({ batch, name }) => (batch === undefined ? name : `batch${String(batch + 1).padStart(2, '0')}`))],
    ['species', column(({ species }) => species ?? 'pooled')],
    ['class', column(({ species }) => species ?? 'qc')],
    ['fish', column(({ fish }) => (fish === undefined ? '' : String(fish + 1)))],
    ['day', column(({ day }) => String(day + 1))],
    ['run_order', column(({ order }) => String(order + 1))],
    ['qc', column((injection) => String(isQc(injection)))],
    ['simulated', column(() => 'true')],
  ]);
}
