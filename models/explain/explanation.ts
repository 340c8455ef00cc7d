import type { Axis } from '../axis.js';
import type { Verdict } from '../verdict.js';
import type { Attributions } from './attributions.js';
import { attributionRegions, type Region } from './regions.js';

/** Why two spectra were judged to be of one source or not. */
export interface Explanation {
  readonly verdict: Verdict;
  /** The model's axis, on which everything here is. */
  readonly axis: Axis;
  /** Raw intensities of either spectrum there `[L]`. */
  readonly intensities: { readonly a: Float32Array; readonly b: Float32Array };
  /** Each bin's part in the score, `shared` and `difference` together: above 0 it makes them alike, below it sets them apart `[L]`. */
  readonly attribution: Float32Array;
  /** What both have in common `[L]`; 0 throughout where only cosines are compared. */
  readonly shared: Float32Array;
  /** In what they differ `[L]`. */
  readonly difference: Float32Array;
  /** Between which scores the attribution mediates; without bound. */
  readonly score: number;
  readonly middle: number;
  readonly baseline: number;
  /** How far the attributions' sum is from score − baseline: what was left over by the finite number of steps. */
  readonly completenessError: number;
  /** All of the axis that has a part in the score, the strongest first. */
  readonly regions: readonly Region[];
  /** Grad-CAM of either spectrum, 0 … 1 `[L]`; absent without an encoder that names a feature map. */
  readonly gradCam?: { readonly a: Float32Array; readonly b: Float32Array };
}

/**
 * Puts an explanation of one pair together.
 *
 * @param attributions of this pair alone
 */
export function explanationOf(
  verdict: Verdict,
  axis: Axis,
  intensities: Explanation['intensities'],
  { difference, shared, gradCam, ...scores }: Attributions,
): Explanation {
  const attribution = difference.map((value, bin) => value + (shared[bin] as number));
  const [score, middle, baseline] = [scores.score[0], scores.middle[0], scores.baseline[0]] as [number, number, number];
  const sum = attribution.reduce((total, value) => total + value, 0);
  return {
    verdict,
    axis,
    intensities,
    attribution,
    shared,
    difference,
    score,
    middle,
    baseline,
    completenessError: Math.abs(sum - (score - baseline)),
    regions: attributionRegions(attribution, axis),
    ...(gradCam && { gradCam }),
  };
}
