import { risingOrder, type ScoredPairs } from './ranking.js';

/** Mean of the shares of same-source pairs at or above the threshold and of different-source pairs below it. */
export function balancedAccuracy({ scores, same, weights }: ScoredPairs, threshold: number): number {
  const total = [0, 0];
  const right = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    const weight = weights === undefined ? 1 : (weights[i] as number);
    const truth = same[i] as number;
    total[truth] = (total[truth] as number) + weight;
    if (((scores[i] as number) >= threshold ? 1 : 0) === truth) {
      right[truth] = (right[truth] as number) + weight;
    }
  }
  return ((right[0] as number) / (total[0] as number) + (right[1] as number) / (total[1] as number)) / 2;
}

/**
 * The threshold that maximises balanced accuracy: half-way between the two scores it parts, the lowest of equally good
 * ones.
 */
export function bestThreshold({ scores, same }: ScoredPairs): number {
  const order = risingOrder(scores);
  const positives = order.filter((i) => (same[i] as number) === 1).length;
  const negatives = order.length - positives;
  let rejected = 0;
  let lost = 0;
  // To accept every pair is right for one kind and wrong for the other.
  let best = { value: 0.5, threshold: order.length > 0 ? (scores[order[0] as number] as number) : 0 };
  order.forEach((i, position) => {
    if ((same[i] as number) === 1) {
      lost++;
    } else {
      rejected++;
    }
    const score = scores[i] as number;
    const next = position + 1 < order.length ? (scores[order[position + 1] as number] as number) : undefined;
    const value = (1 - lost / positives + rejected / negatives) / 2;
    if (next !== undefined && next > score && value > best.value) {
      best = { value, threshold: (score + next) / 2 };
    }
  });
  return best.threshold;
}
