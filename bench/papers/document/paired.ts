import type { MeasuredRecord } from '@spectrosim/training';
import { median } from '../../statistics.js';

/** Differences of ROC AUC of two systems on the splits that both have. */
export interface Paired {
  readonly mean: number;
  /** Of the mean; `NaN` of one split. */
  readonly error: number;
  readonly seeds: number;
}

/** A system's ROC AUC less another's, seed by seed. Where splits are of one set the error is that of overlapping ones, as Nadeau & Bengio (2003) have it. */
export function paired(own: readonly MeasuredRecord[], other: readonly MeasuredRecord[]): Paired {
  const both = own.flatMap((record) => {
    const beside = other.find(({ seed }) => seed === record.seed);
    return beside === undefined ? [] : [record.measures.model.auc - beside.measures.model.auc];
  });
  const mean = both.reduce((sum, value) => sum + value, 0) / both.length;
  const variance = both.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (both.length - 1);
  return { mean, error: Math.sqrt(variance * (1 / both.length + overlapOf(own))), seeds: both.length };
}

/** Test spectra by training spectra of one set that is split again and again; 0 where every seed has a set of its own. */
function overlapOf(records: readonly MeasuredRecord[]): number {
  return records.every(({ data }) => data.newEachSeed)
    ? 0
    : median(records.flatMap(({ folds }) => folds.map(({ testSpectra, trainSpectra }) => testSpectra / trainSpectra)));
}

/** Mean over runs. */
export function meanAuc(runs: readonly MeasuredRecord[]): number {
  return runs.reduce((sum, { measures }) => sum + measures.model.auc, 0) / runs.length;
}

/** The standard deviation over runs; `null` of one. */
export function sdAuc(runs: readonly MeasuredRecord[]): number | null {
  const mean = meanAuc(runs);
  return runs.length < 2
    ? null
    : Math.sqrt(runs.reduce((sum, { measures }) => sum + (measures.model.auc - mean) ** 2, 0) / (runs.length - 1));
}
