/**
 * Soft vote: the log-odds of the mean of the probabilities that scores, taken for log-odds, stand for.
 *
 * @param scores by classifier, of the same pairs `[C][P]`
 */
export function softVote(scores: readonly Float64Array[]): Float64Array {
  const share = (score: number) => 1 / (1 + Math.exp(-score));
  return (scores[0] as Float64Array).map((_, p) => {
    const votes = scores.map((of) => of[p] as number);
    const summed = (sign: 1 | -1) => votes.reduce((sum, score) => sum + share(sign * score), 0);
    // For and against by themselves: 1 less a probability near 1 would be rounding.
    return Math.log(summed(1) / summed(-1));
  });
}
