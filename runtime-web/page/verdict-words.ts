import type { Manifest, Measure, Metrics, Verdict } from '@spectrosim/models';
import { formatScores, plain } from './score-scale.js';

/** The question that a model answers. */
export function questionOf(group: string): string {
  return `Do these two spectra come from the same ${group}?`;
}

/** A verdict, as one says it. */
export function headlineOf(verdict: Verdict, group: string): string {
  return verdict.sameSource ? `Same ${group}` : `Different ${group}`;
}

/** Why it is this verdict. */
export function reasonOf({ score, threshold, sameSource }: Verdict): string {
  const [shown, limit] = formatScores(score, threshold);
  return `The score, ${shown}, ${sameSource ? 'reaches' : 'is below'} the model’s threshold, ${limit}.`;
}

/** What the similarity is, and what the score is beside it. */
export function similarityOf({ similarity }: Verdict, kind: Manifest['decision']['score']): string {
  const value = `Similarity ${plain(similarity, 3)}: the cosine of the two embeddings, from −1 to 1`;
  return kind === 'cosine'
    ? `${value}. It is this model’s score.`
    : `${value}. The score is a log-likelihood ratio made of them.`;
}

/** What a measure was taken on. */
export function protocolOf(
  { protocol, groups, spectra, positivePairs, negativePairs }: Metrics,
  group: string,
): string {
  return `Measured on ${spectra} spectra of ${groups} groups (by “${group}”) that the training never saw: ${positivePairs} pairs of the same ${group}, ${negativePairs} of different ones. Protocol: ${protocol}.`;
}

/** How often verdicts were right, in a sentence that needs no statistics. */
export function accuracyOf({ model, interval }: Metrics): string {
  const { value, lo, hi } = model.balancedAccuracy;
  return `On them, about ${percent(value)} of 100 verdicts were right (${percent(lo)} to ${percent(hi)}, ${interval}); same and different count alike, and guessing gets 50.`;
}

/** The same beside a verdict, with what comparing without a model gets: the two numbers belong together. */
export function shortAccuracyOf({ metrics, data: { group } }: Pick<Manifest, 'metrics' | 'data'>): string {
  if (metrics === undefined) {
    return `How often this model is right on a ${group} it never saw was not measured.`;
  }
  const { model, floor } = metrics;
  const share = ({ value, lo, hi }: Measure) => `${percent(value)} of 100 (${percent(lo)} to ${percent(hi)})`;
  return `On groups it never saw, this model’s verdicts were right in about ${share(model.balancedAccuracy)}. Comparing the spectra without a model: ${share(floor.balancedAccuracy)}.`;
}

/** A small number as people write it: 4 × 10⁻⁷. */
export function tiny(value: number): string {
  const [digits, exponent] = value.toExponential(0).split('e') as [string, string];
  const raised = [...`${Number(exponent)}`].map((sign) => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'['-0123456789'.indexOf(sign)]).join('');
  return value === 0 ? '0' : `${digits} × 10${raised}`;
}

/** Fewer groups than this resample to a handful of distinct sets: an interval over them means nothing. */
const FEWEST_GROUPS = 5;

/** Whether the model is worth more than comparing spectra without one. */
export function standingOf({ groups, difference }: Pick<Metrics, 'groups' | 'difference'>): string {
  const measured = `Model minus training-free comparison, ROC AUC: ${signed(difference.value)} (${signed(difference.lo)} to ${signed(difference.hi)}).`;
  if (groups < FEWEST_GROUPS) {
    return `${measured} ${groups} groups are too few to say which is better, and for the intervals to mean much.`;
  }
  if (difference.lo > 0) {
    return `${measured} The model is better.`;
  }
  return difference.hi < 0
    ? `${measured} The model is worse: on spectra like these, the training-free comparison deserves more trust.`
    : `${measured} A tie: neither is clearly better.`;
}

/** A measured number with its interval. */
export function intervalOf({ value, lo, hi }: Measure): string {
  return `${value.toFixed(2)} (${lo.toFixed(2)}–${hi.toFixed(2)})`;
}

function percent(share: number): string {
  return (100 * share).toFixed(0);
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${plain(value, 3)}`;
}
