import type { ScoreNormalisation } from '@spectrosim/models/graph';
import { type Scoring, scoreEmbeddings } from './back-end.js';

/** Ways to normalise scores. */
export const SCORE_NORMALISATIONS = ['s-norm', 'as-norm'] as const satisfies readonly ScoreNormalisation['method'][];

/** The name of a way to normalise scores. */
export type ScoreNormalisationName = (typeof SCORE_NORMALISATIONS)[number];

/** Most embeddings in a cohort: what a score then costs is bounded. */
const MOST = 200;

/** Of a cohort of `as-norm`, the share that is most like a spectrum, and how many at least. */
const SHARE = 0.2;
const LEAST_TOP = 10;

/** Below this a variance is none; as graphs have it. */
const LEAST_VARIANCE = 1e-30;

/**
 * The training rows that make a cohort, by index: one of each group, then a second of each, until there are enough.
 *
 * @param groups the group of each training row, numbered from 0 `[n]`
 */
export function cohortRows(groups: readonly number[]): number[] {
  const seen = new Map<number, number>();
  const turns = groups.map((group) => {
    const turn = seen.get(group) ?? 0;
    seen.set(group, turn + 1);
    return turn;
  });
  return groups
    .map((_, i) => i)
    .sort((i, j) => (turns[i] as number) - (turns[j] as number) || i - j)
    .slice(0, MOST);
}

/** A normalisation by a cohort of a size. */
export function scoreNormalisation(method: ScoreNormalisationName, cohort: number): ScoreNormalisation {
  const top = method === 's-norm' ? cohort : Math.min(cohort, Math.max(LEAST_TOP, Math.ceil(SHARE * cohort)));
  return { method, cohort, top };
}

/**
 * Makes a function that normalises the raw score of two embeddings `[E]`, in doubles: the reference for graphs. What an embedding
 * scores against the cohort is computed once.
 *
 * @param cohort embeddings of training spectra `[C, E]`
 */
export function scoreNormaliser(
  { top }: ScoreNormalisation,
  scoring: Scoring,
  cohort: readonly ArrayLike<number>[],
): (raw: number, a: ArrayLike<number>, b: ArrayLike<number>) => number {
  const known = new Map<ArrayLike<number>, { mean: number; deviation: number }>();
  const against = (row: ArrayLike<number>) => {
    const before = known.get(row);
    if (before !== undefined) {
      return before;
    }
    const scores = cohort.map((member) => scoreEmbeddings(scoring, row, member)).sort((one, other) => other - one);
    const counted = scores.slice(0, top);
    const mean = counted.reduce((sum, score) => sum + score, 0) / counted.length;
    const variance = counted.reduce((sum, score) => sum + (score - mean) ** 2, 0) / counted.length;
    const made = { mean, deviation: Math.sqrt(Math.max(variance, LEAST_VARIANCE)) };
    known.set(row, made);
    return made;
  };
  return (raw, a, b) => {
    const [one, other] = [against(a), against(b)];
    return ((raw - one.mean) / one.deviation + (raw - other.mean) / other.deviation) / 2;
  };
}
