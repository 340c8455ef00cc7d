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
  refuseNaN(scores);
  // Compared, not subtracted: two infinite scores are a tie.
  return Array.from({ length: scores.length }, (_, i) => i).sort(
    (i, j) =>
      Number((scores[i] as number) > (scores[j] as number)) - Number((scores[i] as number) < (scores[j] as number)),
  );
}

function refuseNaN(scores: ArrayLike<number>): void {
  for (let i = 0; i < scores.length; i++) {
    if (Number.isNaN(scores[i])) {
      throw new SpectroSimError(
        'training',
        `The score of pair ${i + 1} of ${scores.length} is not a number. Expected one; what scores pairs has gone wrong: are all spectra finite and none constant?`,
      );
    }
  }
}

/** Sorts pairs into blocks. @throws SpectroSimError `training` when a score is not a number. */
export function rankScores(scores: ArrayLike<number>, same: ArrayLike<number>): Ranking {
  refuseNaN(scores);
  const count = scores.length;
  // Sorted as numbers, not as indices by a comparison, which takes ten times as long.
  const levels = distinct(Float64Array.from(scores).sort());
  const levelOf = Int32Array.from({ length: count }, (_, p) => placeOf(levels, scores[p] as number));
  const onLevel = { positives: new Int32Array(levels.length), negatives: new Int32Array(levels.length) };
  levelOf.forEach((level, p) => {
    const kind = same[p] === 1 ? onLevel.positives : onLevel.negatives;
    kind[level] = (kind[level] as number) + 1;
  });
  // A level without positives joins the one below when that has none either.
  const blockOf = new Int32Array(levels.length);
  let blocks = 0;
  for (let level = 0; level < levels.length; level++) {
    const joins = level > 0 && onLevel.positives[level] === 0 && onLevel.positives[level - 1] === 0;
    blocks += joins ? 0 : 1;
    blockOf[level] = blocks - 1;
  }
  const gather = (truth: number, counts: Int32Array): Blocks => {
    const starts = new Int32Array(blocks + 1);
    counts.forEach((members, level) => {
      const after = (blockOf[level] as number) + 1;
      starts[after] = (starts[after] as number) + members;
    });
    for (let block = 0; block < blocks; block++) {
      starts[block + 1] = (starts[block + 1] as number) + (starts[block] as number);
    }
    const next = starts.slice();
    const members = new Int32Array(starts[blocks] as number);
    for (let p = 0; p < count; p++) {
      if (Number(same[p] === 1) === truth) {
        const block = blockOf[levelOf[p] as number] as number;
        members[next[block] as number] = p;
        next[block] = (next[block] as number) + 1;
      }
    }
    return { members, starts };
  };
  return { positives: gather(1, onLevel.positives), negatives: gather(0, onLevel.negatives) };
}

/** The distinct ones of sorted numbers. */
function distinct(sorted: Float64Array): Float64Array {
  let kept = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[kept - 1]) {
      sorted[kept] = sorted[i] as number;
      kept++;
    }
  }
  return sorted.subarray(0, kept);
}

/** Where a number is among rising ones. */
function placeOf(rising: Float64Array, value: number): number {
  let [low, high] = [0, rising.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] as number) < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
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
