import { createRandom } from '@spectrosim/models';
import type { SimulatorParameters } from './parameters.js';

/**
 * Makes the detector: `detect(expected, raw)` fills `raw` `[L]` with what is read where `expected` `[L]` arrives.
 *
 * Shot noise is Poisson in the number of ions, by its normal approximation (variance = mean); a reading is never negative.
 */
export function createDetector(
  { electronicSd, intensityPerIon }: SimulatorParameters['noise'],
  seed: number,
): (expected: Float64Array, raw: Float32Array) => void {
  const shot = createRandom(seed, 'simulator/noise/shot');
  const electronic = createRandom(seed, 'simulator/noise/electronic');
  return (expected, raw) => {
    expected.forEach((intensity, bin) => {
      const noise = Math.sqrt(intensity * intensityPerIon) * shot.normal() + electronicSd * electronic.normal();
      raw[bin] = Math.max(0, intensity + noise);
    });
  };
}
