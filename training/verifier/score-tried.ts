import type { Rows } from '@spectrosim/models/graph';
import { boundedLlr } from '../calibration/calibration.js';
import { applyScoreMap } from '../calibration/score-map.js';
import { type Dataset, rowsAt } from '../dataset.js';
import type { PooledScores } from '../evaluation/measure-pooled.js';
import type { Pairs } from '../evaluation/pairs.js';
import { type Fold, testPairsOf } from '../evaluation/protocols/fold.js';
import type { ChosenVerifier } from './choose-verifier.js';
import type { RunOnRows } from './preprocessor.js';
import { scorePairs } from './score-pairs.js';
import type { TriedVerifier } from './tried-verifier.js';
import type { TriedBranch } from './try-candidates.js';

/** A fold's test side: rows, and pairs by their places among these `[P]`. */
export interface TestSide {
  readonly rows: Rows;
  readonly places: Pairs;
  /** The same pairs by index of the whole set `[P]`. */
  readonly pairs: Pairs;
}

/** The test side of a fold. */
export function testSideOf({ rows, groups }: Dataset, fold: Fold): TestSide {
  const pairs = testPairsOf(fold, groups);
  const placeOf = new Map(fold.test.map((row, place) => [row, place]));
  const placed = (of: Int32Array) => of.map((row) => placeOf.get(row) as number);
  return { rows: rowsAt(rows, fold.test), places: { ...pairs, a: placed(pairs.a), b: placed(pairs.b) }, pairs };
}

/** A map that changes nothing. */
const UNCALIBRATED = { knots: Float64Array.of(0, 1), values: Float64Array.of(0, 1), bound: 1 };

/** Scores pairs by what a ladder tried, fitting each branch once however many verifiers share it. */
export interface TriedScorer {
  /** Mean normal scores `[P]`, which rank as the ratios do where calibration has found something, and still rank where it has not. */
  normalScores(tried: TriedVerifier): Promise<Float64Array>;
  /** Log-likelihood ratios. */
  ratios(tried: TriedVerifier): Promise<Required<Pick<PooledScores, 'llrs' | 'bounded'>>>;
}

/** Makes a {@link TriedScorer} of a ladder for a test side. */
export function triedScorer(ladder: ChosenVerifier, { rows, places }: TestSide, run: RunOnRows): TriedScorer {
  const known = new Map<TriedBranch, Float64Array>();
  const scoresOf = async (tried: TriedVerifier, branch: TriedBranch, number: number) => {
    const normals = tried.normals.slice(number, number + 1);
    const alone = { ...tried, branches: [branch], normals, calibration: UNCALIBRATED };
    const scores = known.get(branch) ?? (await scorePairs(await ladder.fit(alone), rows, places, run));
    known.set(branch, scores);
    return scores;
  };
  const normalScores = async (tried: TriedVerifier) => {
    const parts: Float64Array[] = [];
    for (const [number, branch] of tried.branches.entries()) {
      parts.push(await scoresOf(tried, branch, number));
    }
    return Float64Array.from(places.same, (_, p) => {
      const sum = parts.reduce((total, part) => total + (part[p] as number), 0);
      return sum / parts.length;
    });
  };
  return {
    normalScores,
    async ratios(tried) {
      const llrs = (await normalScores(tried)).map((score) => applyScoreMap(tried.calibration, score));
      return { llrs, bounded: llrs.map((llr) => boundedLlr(tried.calibration, llr)) };
    },
  };
}
