import { alignRows } from '../align.js';
import { type Axis, createAxis } from '../axis.js';
import { SpectroSimError } from '../errors.js';
import type { Model } from '../model.js';
import type { SpectrumSet } from '../spectrum-set.js';

/** Pairs that are scored at once: bounds memory, changes no number. */
const CHUNK = 256;

/** Where on the axis an encoder finds what brings spectra of one source together. */
export interface AverageGradCam {
  /** The model's axis: true positions, not indices. */
  readonly axis: Axis;
  /** 0 … 1, the largest 1 unless all are 0 `[L]`. */
  readonly map: Float32Array;
  /** The pairs it is the mean of: those of one source that the model says are of one. */
  readonly accepted: number;
  /** Pairs of one source among those that were given. */
  readonly positive: number;
}

/**
 * The Grad-CAM of both spectra of a pair, averaged over all pairs of one source that are rightly accepted (score ≥ threshold), and
 * scaled to 0 … 1: the picture of SpectroSim's thesis. Of spectra that the model was not trained on, please.
 *
 * @param set spectra, brought onto the model's axis
 * @param pairs indices into them `[P]`; `same` is 1 where both are of one source, and other pairs are left out
 * @throws SpectroSimError `artifact` where the model has no Grad-CAM; `input` where none of the pairs is rightly accepted
 * @example
 * ```ts
 * const { axis, map } = await averageGradCam(model, set, allPairs(groups)); // map[i] at axis.values[i]
 * ```
 */
export async function averageGradCam(
  model: Pick<Model, 'manifest' | 'embed' | 'score' | 'attribute'>,
  set: SpectrumSet,
  pairs: { readonly a: ArrayLike<number>; readonly b: ArrayLike<number>; readonly same: ArrayLike<number> },
): Promise<AverageGradCam> {
  const { input, decision, embedding: width } = model.manifest;
  const axis = createAxis(input.quantity, input.axis);
  const bins = axis.values.length;
  const rows = alignRows(set, axis);
  const embeddings = await model.embed(rows);
  const positive = Array.from(pairs.same, (same, p) => (same === 1 ? p : -1)).filter((p) => p >= 0);
  const accepted: number[] = [];
  for (let start = 0; start < positive.length; start += CHUNK) {
    const some = positive.slice(start, start + CHUNK);
    const side = (of: ArrayLike<number>) =>
      gathered(
        embeddings,
        width,
        some.map((p) => of[p] as number),
      );
    const { score } = await model.score(side(pairs.a), side(pairs.b));
    accepted.push(...some.filter((_, i) => (score[i] as number) >= decision.threshold));
  }
  if (accepted.length === 0) {
    throw new SpectroSimError(
      'input',
      `None of ${positive.length} pairs of one source has a score of at least ${decision.threshold}. Expected one that the model rightly accepts, to average its Grad-CAM. Give it more pairs, or another model.`,
    );
  }
  const sum = new Float64Array(bins);
  for (const p of accepted) {
    const side = (of: ArrayLike<number>) => gathered(rows, bins, [of[p] as number]);
    const { gradCam } = await model.attribute(side(pairs.a), side(pairs.b));
    if (gradCam === undefined) {
      throw new SpectroSimError(
        'artifact',
        'The model has no Grad-CAM: no branch of it has an encoder whose features lie along the axis. Its attributions are there all the same ("attribute"); encoders with Grad-CAM are listed in docs/encoders.md.',
      );
    }
    for (let bin = 0; bin < bins; bin++) {
      sum[bin] = (sum[bin] as number) + (gradCam.a[bin] as number) + (gradCam.b[bin] as number);
    }
  }
  const most = sum.reduce((largest, value) => Math.max(largest, value), 0);
  return {
    axis,
    map: Float32Array.from(sum, (value) => (most === 0 ? 0 : value / most)),
    accepted: accepted.length,
    positive: positive.length,
  };
}

/** The rows of `[N, W]` at `indices`, as `[indices, W]`. */
function gathered(rows: Float32Array, width: number, indices: readonly number[]): Float32Array {
  const chosen = new Float32Array(indices.length * width);
  for (const [i, row] of indices.entries()) {
    chosen.set(rows.subarray(row * width, (row + 1) * width), i * width);
  }
  return chosen;
}
