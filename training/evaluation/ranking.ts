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
 * Pairs in blocks, these in rising order of score: pairs of equal scores share one, and so do different-source pairs that no
 * same-source pair parts. Every measure of ranks is a function of the counts in these blocks, so that scores are sorted once
 * however often they are weighted anew.
 */
export interface Ranking {
  readonly positives: Blocks;
  readonly negatives: Blocks;
}

/** The pairs of one kind by block: those of block k are `members[starts[k]]` to before `members[starts[k + 1]]`. */
export interface Blocks {
  readonly members: Int32Array;
  /** `[K + 1]` */
  readonly starts: Int32Array;
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
  const positives = { members: [] as number[], starts: [] as number[] };
  const negatives = { members: [] as number[], starts: [] as number[] };
  let lastIsNegative = false;
  for (let start = 0; start < order.length; ) {
    const score = scores[order[start] as number];
    let end = start;
    while (end < order.length && scores[order[end] as number] === score) {
      end++;
    }
    const tied = order.slice(start, end);
    const isNegative = tied.every((p) => same[p] !== 1);
    if (!(isNegative && lastIsNegative)) {
      positives.starts.push(positives.members.length);
      negatives.starts.push(negatives.members.length);
    }
    for (const p of tied) {
      (same[p] === 1 ? positives : negatives).members.push(p);
    }
    lastIsNegative = isNegative;
    start = end;
  }
  const closed = ({ members, starts }: { members: number[]; starts: number[] }): Blocks => ({
    members: Int32Array.from(members),
    starts: Int32Array.from([...starts, members.length]),
  });
  return { positives: closed(positives), negatives: closed(negatives) };
}

/**
 * The same blocks of what pairs stand for, where many share a weight: of pairs of groups, say.
 *
 * @param of what each pair stands for `[P]`
 */
export function relabel({ positives, negatives }: Ranking, of: Int32Array): Ranking {
  const relabelled = ({ members, starts }: Blocks) => ({ members: members.map((p) => of[p] as number), starts });
  return { positives: relabelled(positives), negatives: relabelled(negatives) };
}

/** Counts what a ranking holds, each by its weight; without weights, once. */
export function countRanked({ positives, negatives }: Ranking, weights?: ArrayLike<number>): RankedPairs {
  return { positives: countBlocks(positives, weights), negatives: countBlocks(negatives, weights) };
}

function countBlocks({ members, starts }: Blocks, weights?: ArrayLike<number>): Float64Array {
  const counts = new Float64Array(starts.length - 1);
  for (let k = 0; k < counts.length; k++) {
    const [start, end] = [starts[k] as number, starts[k + 1] as number];
    let sum = weights === undefined ? end - start : 0;
    for (let i = start; weights !== undefined && i < end; i++) {
      sum += weights[members[i] as number] as number;
    }
    counts[k] = sum;
  }
  return counts;
}

/** The counts of scored pairs; those that are ranked already are given back. */
export function ranked(pairs: ScoredPairs | RankedPairs): RankedPairs {
  return 'positives' in pairs ? pairs : countRanked(rankScores(pairs.scores, pairs.same), pairs.weights);
}

/** Sum of counts. */
export function total(counts: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < counts.length; k++) {
    sum += counts[k] as number;
  }
  return sum;
}
