import {
  likelihoodWords,
  type Manifest,
  type Measure,
  type Metrics,
  standingToFloor,
  tooFewGroups,
  type Verdict,
} from '@spectrosim/models';
import { formatScores, plain } from './score-scale.js';

/** The question that a model answers. */
export function questionOf(group: string): string {
  return `Do these two spectra come from the same ${group}?`;
}

/** A verdict, as one says it. */
export function headlineOf(verdict: Verdict, group: string): string {
  if (verdict.undecided) {
    return 'No verdict';
  }
  return verdict.sameSource ? `Same ${group}` : `Different ${group}`;
}

/** Why it is this verdict. */
export function reasonOf(
  { score, threshold, sameSource, undecided }: Verdict,
  { decision, data: { group } }: Pick<Manifest, 'decision' | 'data'>,
): string {
  const [shown, limit] = formatScores(score, threshold);
  const { band } = decision;
  if (decision.score === 'llr') {
    const evidence = `What is seen is ${likelihoodWords(score, group, decision.bound)}.`;
    return undecided && band !== undefined
      ? `${evidence} That is too little for a verdict: between ${plain(band.lo, 2)} and ${plain(band.hi, 2)} more than ${percent(band.rate)} of 100 would be wrong.`
      : `${evidence} The score, ${shown}, ${sameSource ? 'reaches' : 'is below'} the model’s threshold, ${limit}.`;
  }
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
  { measured, protocol, groups, spectra, positivePairs, negativePairs }: Metrics,
  group: string,
): string {
  if (measured === 'recipe') {
    return `The model was fitted on all groups. Its recipe was measured by cross-validation: on ${spectra} spectra of ${groups} groups (by “${group}”), each scored by a model that never saw its group: ${positivePairs} pairs of the same ${group}, ${negativePairs} of different ones. Protocol: ${protocol}.`;
  }
  return `Measured on ${spectra} spectra of ${groups} groups (by “${group}”) that the training never saw: ${positivePairs} pairs of the same ${group}, ${negativePairs} of different ones. Protocol: ${protocol}.`;
}

/** How often verdicts were right, in a sentence that needs no statistics. */
export function accuracyOf({ model, interval }: Metrics): string {
  const { mean, lo, hi } = model.balancedAccuracy;
  return `On them, about ${percent(mean)} of 100 verdicts were right (${percent(lo)} to ${percent(hi)}, ${interval}); same and different count alike, and guessing gets 50.`;
}

/** The same beside a verdict, with what comparing without a model gets: the two numbers belong together. */
export function shortAccuracyOf({ metrics, data: { group } }: Pick<Manifest, 'metrics' | 'data'>): string {
  if (metrics === undefined) {
    return `How often this model is right on a ${group} it never saw was not measured.`;
  }
  const { model, floor } = metrics;
  const share = ({ mean, lo, hi }: Measure) => `${percent(mean)} of 100 (${percent(lo)} to ${percent(hi)})`;
  const whose = metrics.measured === 'recipe' ? 'verdicts of models made like this one' : 'this model’s verdicts';
  const unseen = metrics.measured === 'recipe' ? 'groups they never saw' : 'groups it never saw';
  return `On ${unseen}, ${whose} were right in about ${share(model.balancedAccuracy)}. Comparing the spectra without a model: ${share(floor.balancedAccuracy)}.`;
}

/** What makes a verdict, and what the score is not. */
export function decisionWords({ score, band }: Manifest['decision']): string {
  const verdict = 'A verdict is: score at or above the threshold, and nothing else.';
  if (score === 'cosine') {
    return `${verdict} How far the score lies from the threshold is not a probability.`;
  }
  const between = band === undefined || band.lo === band.hi ? '' : ' In the band around it none is given.';
  return `${verdict}${between} The score is the natural logarithm of a likelihood ratio: what the two spectra say, to be weighed with what is known besides. It is not the probability that they are the same.`;
}

/** A small number as people write it: 4 × 10⁻⁷. */
export function tiny(value: number): string {
  const [digits, exponent] = value.toExponential(0).split('e') as [string, string];
  const raised = [...`${Number(exponent)}`].map((sign) => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'['-0123456789'.indexOf(sign)]).join('');
  return value === 0 ? '0' : `${digits} × 10${raised}`;
}

const STANDINGS = {
  beats: 'The model is better.',
  tie: 'A tie: neither is clearly better.',
  loses: 'The model is worse: on spectra like these, the training-free comparison deserves more trust.',
} as const;

/** Whether the model is worth more than comparing spectra without one. */
export function standingWords({ groups, difference }: Pick<Metrics, 'groups' | 'difference'>): string {
  const said = (name: string, { mean, lo, hi }: Measure) => `${name}: ${signed(mean)} (${signed(lo)} to ${signed(hi)})`;
  const { auc, cllr } = difference;
  const cost = cllr === undefined ? '' : `; ${said('Cllr, the cost of its ratios, lower is better', cllr)}`;
  const measured = `Model minus training-free comparison, ${said('ROC AUC', auc)}${cost}.`;
  const standing = standingToFloor({ groups, difference });
  return `${measured} ${standing === undefined ? tooFewGroups(groups) : STANDINGS[standing]}`;
}

/** A measured number with its interval. */
export function intervalOf({ mean, lo, hi }: Measure): string {
  return `${mean.toFixed(2)} (${lo.toFixed(2)}–${hi.toFixed(2)})`;
}

function percent(share: number): string {
  return (100 * share).toFixed(0);
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${plain(value, 3)}`;
}
