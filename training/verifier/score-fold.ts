import { boundedLlr } from '../calibration/calibration.js';
import { type Dataset, rowsAt } from '../dataset.js';
import type { PooledScores } from '../evaluation/measure-pooled.js';
import { type Pairs, placedPairs } from '../evaluation/pairs.js';
import { type Fold, testPairsOf } from '../evaluation/protocols/fold.js';
import { meanThreshold } from '../evaluation/protocols/leaky.js';
import type { ChosenVerifier } from './choose-verifier.js';
import type { RunOnRows } from './preprocessor.js';
import { scorePairs } from './score-pairs.js';
import type { TriedVerifier } from './tried-verifier.js';

/** The systems that stand beside each other. */
export const SYSTEMS = ['model', 'labelFree', 'floor'] as const;

/** The pairs of one fold with all systems' scores of them. */
export interface ScoredFold {
  /** Named by indices of the whole set `[P]`. */
  readonly pairs: Pairs;
  readonly systems: Readonly<Record<(typeof SYSTEMS)[number], Required<PooledScores> | undefined>>;
}

/**
 * Scores a fold's pairs by what the ladder chose, by its best total whitening where it has one, and by its floor.
 *
 * @param thresholdFromTest as the published protocol has it: the mean of the tested scores instead of even odds
 */
export async function scoreFold(
  { rows, groups }: Dataset,
  fold: Fold,
  ladder: ChosenVerifier,
  thresholdFromTest: boolean,
  run: RunOnRows,
): Promise<ScoredFold> {
  const pairs = testPairsOf(fold, groups);
  const places = placedPairs(pairs, fold.test);
  const tested = rowsAt(rows, fold.test);
  const known = new Map<TriedVerifier, Required<PooledScores>>();
  const scoresOf = async (tried: TriedVerifier) => {
    const verifier = await ladder.fit(tried);
    const llrs = await scorePairs(verifier, tested, places, run);
    const scores = {
      llrs,
      bounded: llrs.map((llr) => boundedLlr(verifier.calibration, llr)),
      thresholds: new Float64Array(llrs.length).fill(thresholdFromTest ? meanThreshold(llrs) : 0),
    };
    known.set(tried, scores);
    return scores;
  };
  const score = async (tried: TriedVerifier) => known.get(tried) ?? scoresOf(tried);
  return {
    pairs,
    systems: {
      model: await score(ladder.chosen),
      floor: await score(ladder.floor),
      labelFree: ladder.labelFree && (await score(ladder.labelFree)),
    },
  };
}

/** The scores of all folds, one after the other; `undefined` where a fold has none. */
export function poolFolds(folds: readonly (Required<PooledScores> | undefined)[]): PooledScores | undefined {
  const all = folds.filter((one) => one !== undefined);
  const join = (key: keyof PooledScores) => Float64Array.from(all.flatMap((one) => Array.from(one[key])));
  return all.length < folds.length
    ? undefined
    : { llrs: join('llrs'), bounded: join('bounded'), thresholds: join('thresholds') };
}
