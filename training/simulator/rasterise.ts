import { type Axis, createAxis } from '@spectrosim/models';
import type { SimulatorParameters } from './parameters.js';

/** Full width at half maximum over standard deviation of a Gaussian: √(8 ln 2). */
const FWHM_PER_SD = Math.sqrt(8 * Math.log(2));

/** A peak to draw: m/z and intensity. */
export interface Peak {
  readonly mz: number;
  readonly intensity: number;
}

/** Evenly spaced bin centres `[L]`, written to four decimals as an instrument's export would be. */
export function createBins({ bins, mzMin, mzMax }: SimulatorParameters['axis']): Axis {
  const step = (mzMax - mzMin) / (bins - 1);
  return createAxis(
    'm/z',
    Array.from({ length: bins }, (_, i) => Number((mzMin + i * step).toFixed(4))),
  );
}

/**
 * Adds Gaussian peaks to the bins of `spectrum` `[L]`: each bin gets the area over it, so that a peak's total does not
 * depend on where it falls. Peaks beyond the axis are lost, as in an instrument.
 *
 * @param errorPpm calibration error that moves every peak
 * @param widthPpm full width at half maximum; 0 puts the peak into one bin
 */
export function rasterise(
  peaks: Iterable<Peak>,
  axis: SimulatorParameters['axis'],
  { errorPpm, widthPpm }: { readonly errorPpm: number; readonly widthPpm: number },
  spectrum: Float64Array,
): void {
  const step = (axis.mzMax - axis.mzMin) / (axis.bins - 1);
  const origin = axis.mzMin - step / 2;
  for (const { mz, intensity } of peaks) {
    const centre = (mz * (1 + errorPpm * 1e-6) - origin) / step;
    const sd = (mz * widthPpm * 1e-6) / FWHM_PER_SD / step;
    const first = Math.floor(centre - 4 * sd);
    const last = Math.floor(centre + 4 * sd);
    let below = 0;
    for (let bin = first; bin <= last; bin++) {
      // The last bin takes the tail, so that nothing of the peak is cut off.
      const upTo = bin === last ? 1 : normalCdf((bin + 1 - centre) / sd);
      if (bin >= 0 && bin < axis.bins) {
        spectrum[bin] = (spectrum[bin] as number) + intensity * (upTo - below);
      }
      below = upTo;
    }
  }
}

/** Standard normal distribution function (Abramowitz & Stegun 7.1.26, error below 1e-7). */
function normalCdf(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2);
  const polynomial = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (polynomial * Math.exp((-x * x) / 2)) / 2;
  return x > 0 ? 1 - tail : tail;
}
