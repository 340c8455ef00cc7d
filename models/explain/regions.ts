import { type Axis, isPeakTable } from '../axis.js';

/** Bins of less than this share of a region's strongest bin end it. */
const EDGE = 0.1;

/** A stretch of the axis with its part in a score. */
export interface Region {
  /** Positions of its first, last and strongest bin. */
  readonly from: number;
  readonly to: number;
  readonly peak: number;
  /** Indices of its first and last bin. */
  readonly bins: readonly [first: number, last: number];
  /** What it does to the score, in the score's unit. */
  readonly attribution: number;
  /** Its part in all attributions, taken without their signs. */
  readonly share: number;
  /** Whether it makes the two spectra alike or sets them apart. */
  readonly direction: 'alike' | 'apart';
}

/**
 * Neighbouring bins that do the same to a score, merged: from each strongest bin that is left over to where the sign changes
 * or a tenth of it is reached. In a table of peaks each bin is an ion of its own and stays alone.
 *
 * @param attributions `[L]`
 * @returns the strongest first; bins without any part are in none
 * @example
 * ```ts
 * const [first] = attributionRegions(explanation.attribution, axis); // { peak: 303.2, share: 0.18, direction: 'apart', … }
 * ```
 */
export function attributionRegions(attributions: Float32Array, axis: Axis): Region[] {
  const { values } = axis;
  const alone = isPeakTable(axis);
  const total = attributions.reduce((sum, value) => sum + Math.abs(value), 0);
  const taken = new Uint8Array(attributions.length);
  const at = (bin: number) => attributions[bin] ?? 0;
  const order = Array.from(attributions.keys()).sort((i, j) => Math.abs(at(j)) - Math.abs(at(i)) || i - j);
  const regions: Region[] = [];
  for (const peak of order) {
    if (at(peak) === 0) {
      break;
    }
    if (taken[peak] === 1) {
      continue;
    }
    const belongs = (bin: number) =>
      !alone && taken[bin] === 0 && at(bin) * at(peak) > 0 && Math.abs(at(bin)) >= EDGE * Math.abs(at(peak));
    let [first, last] = [peak, peak];
    while (first > 0 && belongs(first - 1)) {
      first--;
    }
    while (last + 1 < attributions.length && belongs(last + 1)) {
      last++;
    }
    taken.fill(1, first, last + 1);
    const attribution = attributions.subarray(first, last + 1).reduce((sum, value) => sum + value, 0);
    regions.push({
      from: values[first] as number,
      to: values[last] as number,
      peak: values[peak] as number,
      bins: [first, last],
      attribution,
      share: Math.abs(attribution) / total,
      direction: attribution > 0 ? 'alike' : 'apart',
    });
  }
  return regions.sort((a, b) => b.share - a.share);
}
