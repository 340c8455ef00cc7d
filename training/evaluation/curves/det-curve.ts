import { normalQuantile } from '../../calibration/normal-quantile.js';
import { type Curve, curveOf } from './curve.js';

/** Pieces that a slanted line is cut into, which is a curve on probit axes. */
const PIECES = 16;

/**
 * Detection error trade-off (Martin et al. 1997): the share of same-source pairs missed (y) over that of different-source pairs
 * accepted (x), both as standard normal quantiles. Scores of two normal kinds make a straight line; a step of the ROC stays one.
 *
 * @param roc from `rocCurve`
 * @param least rates are held within `least` and 1 − `least`: the quantile of 0 is infinite. To be below what is drawn.
 * @default 1e-5
 */
export function detCurve({ x, y }: Curve, least = 1e-5): Curve {
  const probit = (rate: number) => normalQuantile(Math.min(1 - least, Math.max(least, rate)));
  const points: [number, number][] = [];
  for (let k = 0; k < x.length; k++) {
    const [accepted, missed] = [x[k] as number, 1 - (y[k] as number)];
    const [before, missedBefore] = k === 0 ? [accepted, missed] : [x[k - 1] as number, 1 - (y[k - 1] as number)];
    const pieces = accepted !== before && missed !== missedBefore ? PIECES : 1;
    for (let piece = 1; piece <= pieces; piece++) {
      const share = piece / pieces;
      points.push([
        probit(before + share * (accepted - before)),
        probit(missedBefore + share * (missed - missedBefore)),
      ]);
    }
  }
  return curveOf(points);
}
