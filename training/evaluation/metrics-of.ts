import type { Measure, Metrics } from '@spectrosim/models';
import type { EvaluationSummary, SystemSummary } from './summarise-evaluation.js';

/** What an evaluation's summary does not say itself. */
export interface MeasuredAs extends Pick<Metrics, 'measured' | 'protocol' | 'spectra'> {
  /** What the model and the floor are, in words. */
  readonly model: string;
  readonly floor: string;
}

const MEASURED = [
  'auc',
  'balancedAccuracy',
  'eer',
  'fnrAt1',
  'hardAuc',
  'averagePrecision',
  'cllr',
  'minCllr',
] as const;

/** A summary with the definition of the hard pairs that it has a number of. */
export interface DefinedSummary extends EvaluationSummary {
  readonly hardPairs: string;
}

/** A summary of log-likelihood ratios as an artifact carries it; what there are no pairs for is left out. */
export function metricsOf(summary: DefinedSummary, { model, floor, ...as }: MeasuredAs): Metrics {
  const { partitions, groups, positivePairs, negativePairs, interval, hardPairs, difference } = summary;
  const plain = ({ mean, sd, lo, hi }: Measure): Measure => ({ mean, sd, lo, hi });
  const system = (name: string, measures: SystemSummary) => ({
    system: name,
    threshold: 0,
    auc: plain(measures.auc),
    balancedAccuracy: plain(measures.balancedAccuracy),
    ...Object.fromEntries(
      MEASURED.filter((key) => !Number.isNaN(measures[key].mean)).map((key) => [key, plain(measures[key])]),
    ),
  });
  return {
    ...as,
    partitions,
    groups,
    positivePairs,
    negativePairs,
    interval,
    hardPairs,
    model: system(model, summary.model),
    floor: system(floor, summary.floor),
    difference: { auc: plain(difference.auc), cllr: plain(difference.cllr) },
  };
}
