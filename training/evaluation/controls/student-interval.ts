import type { Measure } from '@spectrosim/models';
import { normalQuantile } from '../../calibration/normal-quantile.js';

/**
 * The mean of independent values with its own interval, by Student's t.
 *
 * @param confidence @default 0.99
 */
export function studentInterval(values: readonly number[], confidence = 0.99): Measure {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const freedom = values.length - 1;
  const sd = Math.sqrt(squares / freedom);
  const half = (studentQuantile(0.5 + confidence / 2, freedom) * sd) / Math.sqrt(values.length);
  return { mean, sd, lo: mean - half, hi: mean + half };
}

/** Student's t below which a share `p` lies, from the normal's by an expansion (Abramowitz & Stegun 26.7.5); three digits from nine degrees of freedom up. */
export function studentQuantile(p: number, freedom: number): number {
  const z = normalQuantile(p);
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ];
  return terms.reduce((sum, term, i) => sum + term / freedom ** (i + 1), z);
}
