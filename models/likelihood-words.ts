/** So near 1 that neither explanation is favoured. */
const NEITHER = 1.1;

/**
 * A log-likelihood ratio (natural logarithm) in words: how much better one explanation fits than the other.
 *
 * @param group what a source is: `batch`
 * @param bound the most that the model's calibration warrants
 * @example
 * ```ts
 * likelihoodWords(3, 'batch'); // 'about 20 times more likely if of the same batch than if of different ones'
 * ```
 */
export function likelihoodWords(llr: number, group: string, bound = Number.POSITIVE_INFINITY): string {
  const times = Math.exp(Math.abs(llr));
  if (times < NEITHER) {
    return `about as likely if of the same ${group} as if of different ones`;
  }
  const [one, other] =
    llr > 0 ? [`the same ${group}`, 'different ones'] : [`different ${group} groups`, 'the same one'];
  const most = Math.abs(llr) >= bound * (1 - 1e-6) ? ', the most that its training pairs can show' : '';
  return `about ${rounded(times)} times more likely if of ${one} than if of ${other}${most}`;
}

function rounded(times: number): string {
  return times < 10 ? `${Number(times.toPrecision(2))}` : Number(times.toPrecision(2)).toLocaleString('en');
}
