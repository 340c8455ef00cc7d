import { SpectroSimError } from '@spectrosim/models';
import type { Pairs } from '../evaluation/pairs.js';
import { type Kind, kindOf, massAbove, massBelow } from './group-mass.js';

/** Where verdicts are given: "same" at `hi` and above, "different" below `lo`, none between. */
export interface NoVerdictBand {
  readonly lo: number;
  readonly hi: number;
  /** The share of pairs of either kind that get a verdict, each group counting alike. */
  readonly decided: { readonly same: number; readonly different: number };
}

/** Why there is no band at the rate that was asked for, and the smallest rate at which there is. */
export interface BandRefusal {
  readonly refused: string;
  /** Absent where there is none below ½. */
  readonly smallestRate?: number;
}

const ROUNDING = 1e-12;

/**
 * The narrowest band around the threshold outside which verdicts are wrong at most at a rate, for either kind of pair
 * by itself: of the same-source pairs that get a verdict at most `rate` are called different, of the different-source
 * pairs that get one at most `rate` are called same.
 *
 * Conformal risk control (Angelopoulos, Bates, Fisch, Lei & Schuster 2024) of the risk "wrong − rate · decided", with
 * the group as the unit: each of the G groups is one observation, its pairs sharing one vote, and the new group is
 * counted as wrong throughout. A kind's condition is thus (1 − rate)(W + 1) ≤ rate · R, where W and R sum over the
 * groups the shares of their pairs decided wrongly and rightly. No rate below 1 / (G + 1) can be met, were every
 * verdict right.
 *
 * What holds: the expected number of wrong verdicts is at most `rate` times that of verdicts, over new groups like
 * these and one random pair of each. It is a proof for one end of the band given the other, same-source pairs and
 * scores from a model that saw none of these groups (split-conformal). For scores out of fold (cross-conformal), both
 * ends at once and different-source pairs, whose votes two groups share, it is the same computation without a proof;
 * docs/statistics.md has what simulation shows.
 *
 * @param llrs of pairs that the model has not seen, as verdicts are made of them `[P]`
 * @param pairs `[P]`
 * @param groups the group of each spectrum `[N]`
 * @param rate of wrong verdicts, in (0, ½)
 * @param threshold @default 0
 * @throws SpectroSimError `usage` when the rate is not between 0 and ½.
 * @example
 * ```ts
 * const band = noVerdictBand(llrs, pairs, dataset.groups, 0.05);
 * if ('refused' in band) console.log(band.refused);
 * ```
 */
export function noVerdictBand(
  llrs: ArrayLike<number>,
  pairs: Pairs,
  groups: readonly string[],
  rate: number,
  threshold = 0,
): NoVerdictBand | BandRefusal {
  if (!(rate > 0 && rate < 0.5)) {
    throw new SpectroSimError(
      'usage',
      `A rate of ${rate} was asked for. Expected a share of wrong verdicts between 0 and 0.5, such as 0.05.`,
    );
  }
  const same = kindOf(llrs, pairs, groups, 1);
  const different = kindOf(llrs, pairs, groups, 0);
  const fewest = Math.min(same.groups, different.groups);
  const least = 1 / (fewest + 1);
  const band = bandAt(same, different, rate, threshold);
  if (band !== undefined) {
    return band;
  }
  if (rate < least - ROUNDING) {
    const smallestRate = smallest(same, different, least, threshold);
    return refusal(
      `${fewest} groups with such pairs cannot show that fewer than 1 in ${fewest + 1} verdicts are wrong: a rate of ${rate} was asked for.`,
      smallestRate,
    );
  }
  return refusal(
    `A rate of ${rate} cannot be shown for verdicts from these scores: too few would be left.`,
    smallest(same, different, rate, threshold),
  );
}

function refusal(why: string, smallestRate: number | undefined): BandRefusal {
  return smallestRate === undefined
    ? { refused: `${why} None below 0.5 can. Do without a band, or measure more groups.` }
    : {
        refused: `${why} Ask for ${Number(smallestRate.toPrecision(3))} or more, or measure more groups.`,
        smallestRate,
      };
}

/** The narrowest band, or `undefined` when there is none. Its ends only ever move apart, so it is found. */
function bandAt(same: Kind, different: Kind, rate: number, threshold: number): NoVerdictBand | undefined {
  let [lo, hi] = [threshold, threshold];
  for (;;) {
    const nextLo = Math.min(lo, lowEnd(same, allowed(massAbove(same, hi), rate)));
    // Turned round, different-source pairs are to their end what same-source pairs are to theirs.
    const nextHi = Math.max(hi, highEnd(different, allowed(massBelow(different, lo), rate)));
    if (Number.isNaN(nextLo) || Number.isNaN(nextHi)) {
      return undefined;
    }
    if (nextLo === lo && nextHi === hi) {
      const decided = (kind: Kind) => (massBelow(kind, lo) + massAbove(kind, hi)) / kind.groups;
      return { lo, hi, decided: { same: decided(same), different: decided(different) } };
    }
    [lo, hi] = [nextLo, nextHi];
  }
}

/** The mass W that may be wrong where R is right: (1 − rate)(W + 1) ≤ rate · R. */
function allowed(right: number, rate: number): number {
  return (rate * right) / (1 - rate) - 1 + ROUNDING;
}

/** The highest end below which at most such a mass lies; `NaN` when even none is too much. */
function lowEnd({ scores, below }: Kind, mass: number): number {
  if (mass < 0) {
    return Number.NaN;
  }
  let k = 0;
  while (k < scores.length && (below[k + 1] as number) <= mass) {
    k++;
  }
  return scores[k] ?? Number.POSITIVE_INFINITY;
}

/** The lowest end at or above which at most such a mass lies; `NaN` when even none is too much. */
function highEnd({ scores, below }: Kind, mass: number): number {
  if (mass < 0) {
    return Number.NaN;
  }
  const all = below[scores.length] as number;
  let k = scores.length;
  while (k > 0 && all - (below[k - 1] as number) <= mass) {
    k--;
  }
  // The score below is not to be accepted: half-way to the next, or just above the last.
  const [wrong, next] = [scores[k - 1], scores[k]];
  if (wrong === undefined) {
    return Number.NEGATIVE_INFINITY;
  }
  return next === undefined || next === wrong ? justAbove(wrong) : (wrong + next) / 2;
}

function justAbove(value: number): number {
  return value + Math.max(Math.abs(value), 1e-6) * 1e-6;
}

/** The smallest rate at which there is a band, to a thousandth of itself. */
function smallest(same: Kind, different: Kind, from: number, threshold: number): number | undefined {
  const possible = (rate: number) => bandAt(same, different, rate, threshold) !== undefined;
  if (from >= 0.5) {
    return undefined;
  }
  if (possible(from)) {
    return from;
  }
  let [low, high] = [from, 0.5 - ROUNDING];
  if (!possible(high)) {
    return undefined;
  }
  while (high / low > 1.001) {
    const middle = Math.sqrt(low * high);
    if (possible(middle)) {
      high = middle;
    } else {
      low = middle;
    }
  }
  return high;
}
