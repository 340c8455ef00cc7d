import type { BaselineName } from '../baselines/baselines.js';
import type { TrainingConfig } from '../config.js';
import type { Rung } from '../verifier/rungs.js';

/** What a run of a benchmark measures. */
export type BenchmarkSystem =
  | {
      readonly kind: 'contrastive' | 'classification';
      readonly config: TrainingConfig;
      /** Passes over the training spectra, instead of the configuration's steps. */
      readonly epochs?: number;
    }
  | { readonly kind: 'baseline'; readonly baseline: BaselineName }
  | { readonly kind: 'verifier'; readonly candidates: readonly Rung[] }
  | { readonly kind: 'floor' };

/** The kind of a system that has measures. */
export type MeasuredKind = BenchmarkSystem['kind'];
