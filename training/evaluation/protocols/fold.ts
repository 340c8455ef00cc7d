import type { Origins } from '../assert-disjoint.js';
import { type Pairs, pairsAmong } from '../pairs.js';
import type { Split } from '../splits.js';

/** One fold of a protocol: what to fit on, and what to score. */
export interface Fold extends Split {
  /** The pairs to calibrate and choose a threshold by, of spectra in `train`; absent: all of them. */
  readonly trainPairs?: Pairs;
  /** The pairs to score, of spectra in `test`; absent: all of them. */
  readonly testPairs?: Pairs;
}

/** What a protocol splits: groups, hashes of rows, and measuring runs where they are known. */
export interface ProtocolData extends Origins {
  /** `''` is an unknown run `[N]`. */
  readonly runs?: readonly string[];
}

/** The pairs that a fold scores, named by indices of the whole set. */
export function testPairsOf(fold: Fold, groups: readonly string[]): Pairs {
  return fold.testPairs ?? pairsAmong(fold.test, groups);
}

/** The pairs that a fold calibrates on, named by indices of the whole set. */
export function trainPairsOf(fold: Fold, groups: readonly string[]): Pairs {
  return fold.trainPairs ?? pairsAmong(fold.train, groups);
}
