import { SpectroSimError } from '@spectrosim/models';
import { normalQuantile } from './normal-quantile.js';
import { MOST_KNOTS, type ScoreMap } from './score-map.js';

/**
 * Knots lie at these steps of the normal's z: at the levels Φ(−3.2), Φ(−3.0) … Φ(3.2), of which the outermost may be
 * left out.
 */
const STEP = 0.2;

/** Scores that are to lie beyond the outermost knots; a quarter of them where there are few. */
const BEYOND = 5;

/**
 * Least distance of a knot to the next, as a share of its own score and of the distance of the outermost knots: the map is as steep
 * as that at most, since graphs compute in single precision, in which a score is the less exact the larger it is. Ratios of one
 * source crowd near 0 while those of two reach down to −30,000: a share of the whole range alone would make one knot of them all.
 */
const LEAST_SPACING = { ofScore: 1e-3, ofRange: 1e-5 } as const;

/**
 * The map from scores to normal scores: to the z below which as large a share of the standard normal lies as of these
 * scores below that one. It takes out scale and shape, so that scores of different systems can be averaged, and a
 * straight line in z is a sensible log-likelihood ratio.
 *
 * Knots are quantiles at fixed levels. Those that lie too close for single precision are one, half-way between their z: a score
 * that many pairs share gets the middle of their ranks. Scores that are all equal become 0.
 *
 * @param scores of the pairs to learn from, in any order
 * @throws SpectroSimError `training` when there is no score, or one is not finite.
 * @example
 * ```ts
 * const map = fitNormalScores(outOfFold);
 * applyScoreMap(map, score); // 1.64 for a score above 95% of them
 * ```
 */
export function fitNormalScores(scores: ArrayLike<number>): ScoreMap {
  const sorted = Float64Array.from(scores).sort();
  const count = sorted.length;
  // NaN sorts last, so that the ends show every kind.
  if (count === 0 || !Number.isFinite(sorted[0]) || !Number.isFinite(sorted[count - 1])) {
    throw new SpectroSimError(
      'training',
      `A score map is learnt from finite scores of at least one pair, got ${count} from ${sorted[0]} to ${sorted[count - 1]}. Are all spectra finite and none constant?`,
    );
  }
  const outermost = normalQuantile(1 - Math.min(BEYOND, count / 4) / count);
  const steps = Math.max(1, Math.min((MOST_KNOTS - 1) / 2, Math.floor(outermost / STEP)));
  const levels = Array.from({ length: 2 * steps + 1 }, (_, k) => (k - steps) * STEP);
  const positions = levels.map((z) => quantile(sorted, normalShare(z)));
  return spaced(positions, levels);
}

/** Joins knots that lie too close. */
function spaced(positions: readonly number[], z: readonly number[]): ScoreMap {
  const range = (positions[positions.length - 1] as number) - (positions[0] as number);
  const spacing = (start: number) => Math.max(LEAST_SPACING.ofScore * Math.abs(start), LEAST_SPACING.ofRange * range);
  const starts: number[] = [];
  const members: number[][] = [];
  positions.forEach((position, k) => {
    const start = starts[starts.length - 1];
    if (start !== undefined && (position === start || position - start < spacing(start))) {
      members[members.length - 1]?.push(z[k] as number);
    } else {
      starts.push(position);
      members.push([z[k] as number]);
    }
  });
  return {
    knots: Float64Array.from(starts),
    values: Float64Array.from(members, (all) => ((all[0] as number) + (all[all.length - 1] as number)) / 2),
  };
}

/** The quantile of sorted values at a level, the i-th (from 0) being at (i + ½) / n, straight between. */
function quantile(sorted: Float64Array, level: number): number {
  const position = Math.min(sorted.length - 1, Math.max(0, level * sorted.length - 0.5));
  const below = Math.floor(position);
  const low = sorted[below] as number;
  return low + (position - below) * ((sorted[Math.min(below + 1, sorted.length - 1)] as number) - low);
}

/** Φ(z), by bisection of its inverse: levels are few. */
function normalShare(z: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (normalQuantile(middle) < z) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return (low + high) / 2;
}
