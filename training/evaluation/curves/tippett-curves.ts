import { risingOrder } from '../ranking.js';
import { type Curve, curveOf } from './curve.js';

/** The curves of a Tippett plot. */
export interface TippettCurves {
  readonly same: Curve;
  readonly different: Curve;
}

/**
 * A Tippett plot (Tippett et al. 1968; as used for likelihood ratios by Evett & Buckleton 1996): of either kind of pair, the share
 * (y) whose log-likelihood ratio is at least x. What lies left of 0 under the same-source curve's fall, and right of 0 under the
 * other, is evidence that misleads.
 *
 * @param llrs log-likelihood ratios as they are reported `[P]`
 * @param same 1 for one source, 0 for two `[P]`
 * @returns steps, each from 1 at its lowest ratio to 0 at its highest; no point of a kind that is absent
 * @throws SpectroSimError `training` when a ratio is not a number.
 */
export function tippettCurves(llrs: ArrayLike<number>, same: ArrayLike<number>): TippettCurves {
  const order = risingOrder(llrs);
  const of = (kind: number) =>
    stepsDown(order.flatMap((p) => ((same[p] === 1 ? 1 : 0) === kind ? [llrs[p] as number] : [])));
  return { same: of(1), different: of(0) };
}

function stepsDown(rising: readonly number[]): Curve {
  const points: [number, number][] = [];
  for (let start = 0; start < rising.length; ) {
    const value = rising[start] as number;
    let end = start;
    while (end < rising.length && rising[end] === value) {
      end++;
    }
    points.push([value, 1 - start / rising.length], [value, 1 - end / rising.length]);
    start = end;
  }
  return curveOf(points);
}
