import type { Verdict } from '@spectrosim/models';

/** A scale on which a score and its threshold are shown; positions are shares of its length, 0 … 1. */
export interface ScoreScale {
  readonly low: number;
  readonly high: number;
  readonly threshold: number;
  readonly score: number;
}

/**
 * Lays a scale around threshold and score. A cosine's ends at 1, the most there is; its other end, and both of a
 * log-likelihood ratio's, are as far from the threshold as that, or as the score needs.
 */
export function scoreScale(
  kind: 'cosine' | 'llr',
  { score, threshold }: Pick<Verdict, 'score' | 'threshold'>,
): ScoreScale {
  const away = Math.abs(score - threshold);
  const [low, high] =
    kind === 'cosine'
      ? [Math.max(-1, threshold - Math.max(1 - threshold, 1.25 * away)), 1]
      : [threshold - Math.max(1, 1.25 * away), threshold + Math.max(1, 1.25 * away)];
  const share = (value: number) => (high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 1);
  return { low, high, threshold: share(threshold), score: share(score) };
}

/**
 * Score and threshold with as many decimals as tell them apart, at least 3: rounded alike, a verdict would look wrong.
 *
 * @example
 * ```ts
 * formatScores(0.81496, 0.81502); // ['0.81496', '0.81502']
 * ```
 */
export function formatScores(score: number, threshold: number): [string, string] {
  for (let digits = 3; digits < 9; digits++) {
    const texts: [string, string] = [plain(score, digits), plain(threshold, digits)];
    if (score === threshold || texts[0] !== texts[1]) {
      return texts;
    }
  }
  return [`${score}`, `${threshold}`];
}

/** A number with a true minus sign. */
export function plain(value: number, digits: number): string {
  return value
    .toFixed(digits)
    .replace(/^-(?=.*[1-9])/, '−')
    .replace(/^-/, '');
}
