import type { Dataset } from '../dataset.js';
import type { PooledScores } from '../evaluation/measure-pooled.js';
import type { Pairs } from '../evaluation/pairs.js';
import { type Alternative, alternatives } from './alternatives.js';
import type { ClimbedFold } from './climb-ladder.js';
import { bestOn } from './decide.js';
import type { RunOnRows } from './preprocessor.js';
import { testSideOf, triedScorer } from './score-tried.js';
import type { TriedVerifier } from './tried-verifier.js';

/** Something else that a ladder tried, on a fold's pairs. */
export interface AlternativeScores extends Required<Pick<PooledScores, 'llrs' | 'bounded'>> {
  /** What it is, in words. */
  readonly name: string;
  /** Cllr inside the training side. */
  readonly inner: number;
}

/** What else a ladder tried, fitted on all of the training side and scored on the pairs of the fold. */
export interface ScoredAlternatives {
  /** Named by indices of the whole set `[P]`. */
  readonly pairs: Pairs;
  readonly rules: readonly (AlternativeScores & Omit<Alternative, 'tried'>)[];
  /** The best single back-end on preprocessed spectra. */
  readonly linear?: AlternativeScores;
  /** The best single back-end on an encoder's embedding of the same preprocessed spectra; absent where no encoder was tried. */
  readonly encoder?: AlternativeScores;
}

/** Scores what else the ladder of a fold tried: what other rules would have shipped, and the encoder beside its input. */
export async function scoreAlternatives(
  dataset: Dataset,
  { fold, ladder }: ClimbedFold,
  run: RunOnRows,
): Promise<ScoredAlternatives> {
  const side = testSideOf(dataset, fold);
  const scorer = triedScorer(ladder, side, run);
  const score = async (tried: TriedVerifier): Promise<AlternativeScores> => ({
    ...(await scorer.ratios(tried)),
    name: tried.name,
    inner: tried.cllr,
  });
  const rules = [];
  for (const { size, rule, tried } of alternatives(
    ladder,
    fold.train.map((i) => dataset.groups[i] as string),
  )) {
    rules.push({ size, rule, ...(await score(tried)) });
  }
  const linear = bestOn(ladder.tried, 'linear');
  const encoder = bestOn(
    ladder.tried.filter(({ branches }) => branches.length === 1),
    'encoder',
  );
  return {
    pairs: side.pairs,
    rules,
    ...(linear && { linear: await score(linear) }),
    ...(encoder && { encoder: await score(encoder) }),
  };
}
