import { createRandom } from '@spectrosim/models';
import type { Rows } from '@spectrosim/models/graph';

/** Positive intensities with a few high peaks. */
export function randomRows(count: number, bins: number, seed: number): Rows {
  const random = createRandom(seed, 'spectra');
  const data = Float32Array.from({ length: count * bins }, () => 1e3 * Math.exp(2 * random.normal()));
  return { count, bins, data };
}
