import { type Measure, SpectroSimError } from '@spectrosim/models';
import { normalQuantile } from '../../calibration/normal-quantile.js';
import { meanAndSd } from '../mean-and-sd.js';

/** The expansion of {@link studentQuantile} is worth nothing below this. */
const LEAST_FREEDOM = 9;

/**
 * The mean of independent values with its own interval, by Student's t.
 *
 * @param values ten at least
 * @param confidence @default 0.99
 * @throws SpectroSimError `usage` for fewer.
 */
export function studentInterval(values: readonly number[], confidence = 0.99): Measure {
  const { mean, sd } = meanAndSd(values);
  const half = (studentQuantile(0.5 + confidence / 2, values.length - 1) * sd) / Math.sqrt(values.length);
  return { mean, sd, lo: mean - half, hi: mean + half };
}

/**
 * Student's t below which a share `p` lies, from the normal's by an expansion (Abramowitz & Stegun 26.7.5); three digits from nine
 * degrees of freedom up.
 *
 * @throws SpectroSimError `usage` for fewer, where it is far off.
 */
export function studentQuantile(p: number, freedom: number): number {
  if (!(freedom >= LEAST_FREEDOM)) {
    throw new SpectroSimError(
      'usage',
      `An interval by Student’s t is given from ${LEAST_FREEDOM} degrees of freedom up, got ${freedom}. Expected ${LEAST_FREEDOM + 1} values or more: make more shuffles.`,
    );
  }
  const z = normalQuantile(p);
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ];
  return terms.reduce((sum, term, i) => sum + term / freedom ** (i + 1), z);
}
