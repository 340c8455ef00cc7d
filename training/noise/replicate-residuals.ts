import type { Rows } from '@spectrosim/models/graph';
import { replicateMembers } from '../loop/group-members.js';

/**
 * How replicates differ, as they do in the data: rows less the mean of their group, times √(n/(n − 1)), since deviations from
 * the mean of n are that much too small. The mean product of the residuals is the within-group covariance.
 *
 * @param rows preprocessed rows `[N, L]`
 * @param groups the group of each `[N]`
 * @returns a residual for every row of a group of two and more
 * @throws SpectroSimError `input` when no group has a second row.
 */
export function replicateResiduals({ bins, data }: Rows, groups: readonly number[]): Rows {
  const repeated = replicateMembers(groups, 'Noise from replicates');
  const count = repeated.reduce((sum, rows) => sum + rows.length, 0);
  const residuals = new Float32Array(count * bins);
  let at = 0;
  for (const rows of repeated) {
    const mean = new Float64Array(bins);
    for (const row of rows) {
      for (let bin = 0; bin < bins; bin++) {
        mean[bin] = (mean[bin] as number) + (data[row * bins + bin] as number) / rows.length;
      }
    }
    const inflation = Math.sqrt(rows.length / (rows.length - 1));
    for (const row of rows) {
      for (let bin = 0; bin < bins; bin++) {
        residuals[at + bin] = inflation * ((data[row * bins + bin] as number) - (mean[bin] as number));
      }
      at += bins;
    }
  }
  return { count, bins, data: residuals };
}
