/** Scores of pairs with what is true of them and how often each counts. */
export interface ScoredPairs {
  readonly scores: ArrayLike<number>;
  /** 1 for one source, 0 for two `[P]`. */
  readonly same: ArrayLike<number>;
  /** How often each pair counts `[P]`; absent: once. */
  readonly weights?: ArrayLike<number>;
}

/** Indices of scores in rising order. */
export function risingOrder(scores: ArrayLike<number>): number[] {
  // Compared, not subtracted: two infinite scores are a tie.
  return Array.from({ length: scores.length }, (_, i) => i).sort(
    (i, j) => Number(at(scores, i) > at(scores, j)) - Number(at(scores, i) < at(scores, j)),
  );
}

/**
 * Area under the ROC curve: the chance that a same-source pair scores above a different-source one, a tie counting half
 * (Mann–Whitney). Exact.
 *
 * @param order the scores' rising order, where it is known already
 * @returns `NaN` when either kind of pair is absent
 * @example
 * ```ts
 * areaUnderRoc({ scores: [0.9, 0.4, 0.7], same: [1, 0, 0] }); // 1
 * ```
 */
export function areaUnderRoc({ scores, same, weights }: ScoredPairs, order = risingOrder(scores)): number {
  let positives = 0;
  let negatives = 0;
  let area = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    let tiedPositives = 0;
    let tiedNegatives = 0;
    const score = at(scores, order[start] as number);
    while (end < order.length && at(scores, order[end] as number) === score) {
      const i = order[end] as number;
      const weight = weights === undefined ? 1 : at(weights, i);
      if (at(same, i) === 1) {
        tiedPositives += weight;
      } else {
        tiedNegatives += weight;
      }
      end++;
    }
    area += tiedPositives * (negatives + tiedNegatives / 2);
    positives += tiedPositives;
    negatives += tiedNegatives;
    start = end;
  }
  return positives > 0 && negatives > 0 ? area / (positives * negatives) : Number.NaN;
}

/** Mean of the shares of same-source pairs at or above the threshold and of different-source pairs below it. */
export function balancedAccuracy({ scores, same, weights }: ScoredPairs, threshold: number): number {
  const total = [0, 0];
  const right = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    const weight = weights === undefined ? 1 : at(weights, i);
    const truth = at(same, i);
    total[truth] = (total[truth] as number) + weight;
    if ((at(scores, i) >= threshold ? 1 : 0) === truth) {
      right[truth] = (right[truth] as number) + weight;
    }
  }
  return ((right[0] as number) / (total[0] as number) + (right[1] as number) / (total[1] as number)) / 2;
}

/** The threshold that maximises balanced accuracy: half-way between the two scores it parts, the lowest of equally good ones. */
export function bestThreshold({ scores, same }: ScoredPairs): number {
  const order = risingOrder(scores);
  const positives = order.filter((i) => at(same, i) === 1).length;
  const negatives = order.length - positives;
  let rejected = 0;
  let lost = 0;
  // To accept every pair is right for one kind and wrong for the other.
  let best = { value: 0.5, threshold: order.length > 0 ? at(scores, order[0] as number) : 0 };
  order.forEach((i, position) => {
    if (at(same, i) === 1) {
      lost++;
    } else {
      rejected++;
    }
    const score = at(scores, i);
    const next = position + 1 < order.length ? at(scores, order[position + 1] as number) : undefined;
    const value = (1 - lost / positives + rejected / negatives) / 2;
    if (next !== undefined && next > score && value > best.value) {
      best = { value, threshold: (score + next) / 2 };
    }
  });
  return best.threshold;
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] as number;
}
