import { SpectroSimError } from '@spectrosim/models';

/** Scores of pairs with what is true of them and how often each counts. */
export interface ScoredPairs {
  readonly scores: ArrayLike<number>;
  /** 1 for one source, 0 for two `[P]`. */
  readonly same: ArrayLike<number>;
  /** How often each pair counts `[P]`; absent: once. */
  readonly weights?: ArrayLike<number>;
}

/** How many same- and different-source pairs each block of a ranking holds `[K]`, blocks in rising order of score. */
export interface RankedPairs {
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
}

/**
 * The block of each pair `[P]`, blocks in rising order of score: pairs of equal scores share one, and so do different-source
 * pairs that no same-source pair parts. Every measure of ranks is a function of the counts in these blocks, so that scores
 * are sorted once however often they are weighted anew.
 */
export interface Ranking {
  readonly blockOf: Int32Array;
  readonly blocks: number;
}

/** Indices of scores in rising order. @throws SpectroSimError `training` when one is not a number. */
export function risingOrder(scores: ArrayLike<number>): number[] {
  for (let i = 0; i < scores.length; i++) {
    if (Number.isNaN(scores[i])) {
      throw new SpectroSimError(
        'training',
        `The score of pair ${i + 1} of ${scores.length} is not a number. Expected one; what scores pairs has gone wrong: are all spectra finite and none constant?`,
      );
    }
  }
  // Compared, not subtracted: two infinite scores are a tie.
  return Array.from({ length: scores.length }, (_, i) => i).sort(
    (i, j) =>
      Number((scores[i] as number) > (scores[j] as number)) - Number((scores[i] as number) < (scores[j] as number)),
  );
}

/** Sorts pairs into blocks. @throws SpectroSimError `training` when a score is not a number. */
export function rankScores(scores: ArrayLike<number>, same: ArrayLike<number>): Ranking {
  const order = risingOrder(scores);
  const blockOf = new Int32Array(order.length);
  let block = -1;
  let lastIsNegative = false;
  for (let start = 0; start < order.length; ) {
    const score = scores[order[start] as number];
    let end = start;
    let positive = false;
    while (end < order.length && scores[order[end] as number] === score) {
      positive ||= same[order[end] as number] === 1;
      end++;
    }
    if (positive || !lastIsNegative) {
      block++;
    }
    lastIsNegative = !positive;
    for (let i = start; i < end; i++) {
      blockOf[order[i] as number] = block;
    }
    start = end;
  }
  return { blockOf, blocks: block + 1 };
}

/** Counts the pairs of a ranking, each by its weight. */
export function countRanked(
  { blockOf, blocks }: Ranking,
  same: ArrayLike<number>,
  weights?: ArrayLike<number>,
): RankedPairs {
  const positives = new Float64Array(blocks);
  const negatives = new Float64Array(blocks);
  for (let p = 0; p < blockOf.length; p++) {
    const counts = same[p] === 1 ? positives : negatives;
    const block = blockOf[p] as number;
    counts[block] = (counts[block] as number) + (weights === undefined ? 1 : (weights[p] as number));
  }
  return { positives, negatives };
}

/** The counts of scored pairs; those that are ranked already are given back. */
export function ranked(pairs: ScoredPairs | RankedPairs): RankedPairs {
  return 'positives' in pairs ? pairs : countRanked(rankScores(pairs.scores, pairs.same), pairs.same, pairs.weights);
}

/** Sum of counts. */
export function total(counts: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < counts.length; k++) {
    sum += counts[k] as number;
  }
  return sum;
}
