import type { Explanation } from '@spectrosim/models';
import { encodeFloats } from '../encode-floats.js';
import { type AxisLook, axisLook } from '../preprocess/axis-look.js';

/** Regions that the page lists and marks. */
export const LISTED = 10;

/** What the page of an explanation draws; arrays are base64 of float32. */
export interface ExplanationPageData {
  readonly look: AxisLook;
  readonly positions: readonly number[];
  readonly names: { readonly a: string; readonly b: string };
  /** Intensities in per cent of each spectrum's own largest. */
  readonly spectra: { readonly a: string; readonly b: string };
  /** Absent where the parts do not add up. */
  readonly attribution?: string;
  readonly gradCam?: { readonly a: string; readonly b: string };
  readonly regions: readonly { readonly from: number; readonly to: number; readonly direction: 'alike' | 'apart' }[];
}

/** An explanation as the page draws it. */
export function explanationPageData(
  { axis, intensities, attribution, addsUp, gradCam, regions }: Explanation,
  names: { readonly a: string; readonly b: string },
): ExplanationPageData {
  return {
    look: axisLook(axis),
    positions: Array.from(axis.values),
    names,
    spectra: { a: encodeFloats(inPercent(intensities.a)), b: encodeFloats(inPercent(intensities.b)) },
    ...(addsUp && { attribution: encodeFloats(attribution) }),
    ...(gradCam && { gradCam: { a: encodeFloats(gradCam.a), b: encodeFloats(gradCam.b) } }),
    regions: regions.slice(0, LISTED).map(({ from, to, direction }) => ({ from, to, direction })),
  };
}

function inPercent(values: Float32Array): Float32Array {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return values.map((value) => (largest === 0 ? 0 : (100 * value) / largest));
}
