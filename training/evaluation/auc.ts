import { SpectroSimError } from '@spectrosim/models';

/**
 * Area under the ROC curve: the chance that a positive scores above a negative, a tie counting half (Mann–Whitney).
 *
 * Exact, in O(n log n).
 *
 * @param scores `[n]`, higher = more alike
 * @param labels `[n]`, true = positive
 * @throws SpectroSimError `input` when lengths differ, a score is `NaN`, or one class is missing.
 * @example
 * ```ts
 * rocAuc([0.9, 0.4, 0.7], [true, false, false]); // 1
 * ```
 */
export function rocAuc(scores: ArrayLike<number>, labels: ArrayLike<boolean>): number {
  if (scores.length !== labels.length) {
    throw new SpectroSimError('input', `Got ${scores.length} scores and ${labels.length} labels. Expected as many.`);
  }
  const at = (i: number) => scores[i] as number;
  const order = Array.from({ length: scores.length }, (_, i) => i);
  if (order.some((i) => Number.isNaN(at(i)))) {
    throw new SpectroSimError('input', 'A score is NaN. Expected numbers: an AUC ranks them.');
  }
  // Compared, not subtracted: two infinite scores are a tie.
  order.sort((a, b) => Number(at(a) > at(b)) - Number(at(a) < at(b)));

  let positives = 0;
  let negatives = 0;
  let wins = 0;
  for (let start = 0; start < order.length; ) {
    const score = at(order[start] as number);
    let tiedPositives = 0;
    let end = start;
    for (; end < order.length && at(order[end] as number) === score; end++) {
      tiedPositives += labels[order[end] as number] ? 1 : 0;
    }
    const tiedNegatives = end - start - tiedPositives;
    wins += tiedPositives * (negatives + tiedNegatives / 2);
    positives += tiedPositives;
    negatives += tiedNegatives;
    start = end;
  }
  if (positives === 0 || negatives === 0) {
    throw new SpectroSimError(
      'input',
      `Got ${positives} positives and ${negatives} negatives. Expected at least one of each.`,
    );
  }
  return wins / (positives * negatives);
}
