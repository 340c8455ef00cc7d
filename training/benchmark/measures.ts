import { measurePooled, type PooledScores } from '../evaluation/measure-pooled.js';

/** Measures of one system on the test pairs of a run, by the keys that reports use. */
export interface BenchmarkMeasures {
  readonly auc: number;
  readonly averagePrecision: number;
  readonly eer: number;
  /** Same-source pairs missed where 1% of different-source pairs are accepted. */
  readonly fnrAt1: number;
  /** At the threshold that was frozen on training pairs; of a leaky protocol, as that has it. */
  readonly balancedAccuracy: number;
  /** On hard pairs alone; absent where a kind of them is, or where the system itself chose them. */
  readonly hardAuc?: number;
  /** Absent of scores that are no calibrated likelihood ratios. */
  readonly cllr?: number;
}

/** The key of a measure. */
export type BenchmarkMeasureName = keyof BenchmarkMeasures;

/** What scores a system's pairs: ratios, or scores with their threshold. */
export interface BenchmarkScores extends PooledScores {
  /** Whether scores are calibrated log-likelihood ratios, of which there is a cost. */
  readonly calibrated: boolean;
}

/**
 * Measures scores of pairs, every pair counted once.
 *
 * @param same 1 for one source `[P]`
 * @param hard 1 where a pair is hard `[P]`; absent: there is no hard pair that is fair to this system
 */
export function benchmarkMeasures(
  { calibrated, ...scores }: BenchmarkScores,
  same: Uint8Array,
  hard?: Uint8Array,
): BenchmarkMeasures {
  // Pairs are weighted by kind, all alike.
  const kinds = Int32Array.from(same);
  const values = measurePooled(scores, same, hard ?? new Uint8Array(same.length), kinds)(Float64Array.of(1, 1));
  return {
    auc: values.auc,
    averagePrecision: values.averagePrecision,
    eer: values.eer,
    fnrAt1: values.fnrAt1,
    balancedAccuracy: values.balancedAccuracy,
    ...(hard === undefined || Number.isNaN(values.hardAuc) ? {} : { hardAuc: values.hardAuc }),
    ...(calibrated ? { cllr: values.cllr } : {}),
  };
}

/** Means over folds; a measure that a fold lacks has none. */
export function meanMeasures(folds: readonly BenchmarkMeasures[]): BenchmarkMeasures {
  const names = Object.keys(folds[0] ?? {}) as (keyof BenchmarkMeasures)[];
  const means = names.flatMap((name) => {
    const values = folds.map((fold) => fold[name]).filter((value) => value !== undefined);
    return values.length < folds.length
      ? []
      : [[name, values.reduce((sum, value) => sum + value, 0) / values.length] as const];
  });
  return Object.fromEntries(means) as unknown as BenchmarkMeasures;
}
