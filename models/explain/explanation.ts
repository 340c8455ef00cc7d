import type { Axis } from '../axis.js';
import type { Verdict } from '../verdict.js';
import type { Attributions } from './attributions.js';
import { completenessOf } from './completeness.js';
import { attributionRegions, type Region } from './regions.js';

/** Why two spectra were judged to be of one source or not. */
export interface Explanation {
  readonly verdict: Verdict;
  /** The model's axis, on which everything here is. */
  readonly axis: Axis;
  /** Raw intensities of either spectrum there `[L]`. */
  readonly intensities: { readonly a: Float32Array; readonly b: Float32Array };
  /** Each bin's part in the score, the mean of `parts`: above 0 it makes the two alike, below it sets them apart `[L]`. */
  readonly attribution: Float32Array;
  /** The parts of the bins of either spectrum, the other being given `[L]`. */
  readonly parts: { readonly a: Float32Array; readonly b: Float32Array };
  /** The score; without bound. */
  readonly score: number;
  /** The score with a spectrum like the mean of all in the place of one of the two, the mean of both cases; without bound. */
  readonly baseline: number;
  /** How far the parts of one spectrum are, together, from score − baseline: the mean of a's and b's. */
  readonly completenessError: number;
  /**
   * Whether the parts come to score − baseline: within a tenth of it or, where they cancel, a hundredth of all parts. If not,
   * gradients missed what the model does on the way from the mean; `attribution` is no reason then, and is not to be shown as one.
   */
  readonly addsUp: boolean;
  /** All of the axis that has a part in the score, the strongest first; none where the parts do not add up. */
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
  { parts, gradCam, ...scores }: Attributions,
): Explanation {
  const attribution = parts.a.map((value, bin) => (value + (parts.b[bin] as number)) / 2);
  const score = scores.score[0] as number;
  const baseline = ((scores.baseline.a[0] as number) + (scores.baseline.b[0] as number)) / 2;
  const { error, addsUp } = completenessOf({ parts, ...scores });
  return {
    verdict,
    axis,
    intensities,
    attribution,
    parts,
    score,
    baseline,
    completenessError: error,
    addsUp,
    regions: addsUp ? attributionRegions(attribution, axis) : [],
    ...(gradCam && { gradCam }),
  };
}
