import { type Axis, alignRows, isMassAxis, type SpectrumSet, sameAxis } from '@spectrosim/models';

/** How two spectra are drawn: B hanging below A, both on one baseline, or A − B. */
export type PlotMode = 'mirrored' | 'overlaid' | 'difference';

/** Values of a curve at positions; `null` where the intensity is missing. */
export interface Curve {
  readonly positions: Float64Array;
  readonly values: readonly (number | null)[];
}

/**
 * A spectrum of one, in per cent of its highest intensity: what two spectra of different strength can be compared by.
 *
 * @param sign −1 hangs it below the axis
 */
export function relativeCurve(spectrum: SpectrumSet, sign: 1 | -1 = 1): Curve {
  return {
    positions: spectrum.axis.values,
    values: relative(spectrum.intensities).map((value) => value && value * sign),
  };
}

/** A − B on a model's axis, each first in per cent of its highest intensity there. */
export function differenceCurve(a: SpectrumSet, b: SpectrumSet, axis: Axis): Curve {
  const [left, right] = [a, b].map((spectrum) => relative(alignRows(spectrum, axis))) as [number[], number[]];
  return { positions: axis.values, values: left.map((value, i) => value - (right[i] as number)) };
}

/** Whether two spectra can share one list of positions. */
export function onOneAxis(a: SpectrumSet, b: SpectrumSet): boolean {
  return sameAxis(a.axis, b.axis);
}

/** How two spectra are best shown first: mass spectra mirrored, as is the custom; spectra with a background overlaid. */
export function usualMode(axis: Pick<Axis, 'quantity'>): PlotMode {
  return isMassAxis(axis) ? 'mirrored' : 'overlaid';
}

/** Whether an axis lists peaks, with holes between them, and not a profile's bins: then a line would invent what is between. */
export function isPeakList({ quantity, values }: Axis): boolean {
  if (!isMassAxis({ quantity })) {
    return false;
  }
  const gaps = Array.from(values.subarray(1), (value, i) => value - (values[i] as number));
  return gaps.some((gap, i) => {
    const before = gaps[i - 1] ?? gap;
    return gap > 2 * before || before > 2 * gap;
  });
}

function relative(intensities: Float32Array): (number | null)[] {
  const highest = intensities.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0) || 1;
  return Array.from(intensities, (value) => (Number.isNaN(value) ? null : (100 * value) / highest));
}
