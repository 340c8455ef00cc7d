import type { Metrics } from '@spectrosim/models';
import type { CrossScores, Dataset, ScoredArtifact, VerifierEvaluation } from '@spectrosim/training';

/** A recipe that was cross-validated: by `evaluate`, or by `train` on its way. */
export interface MeasuredRecipe {
  readonly kind: 'recipe';
  /** An evaluation that shares nothing between training and test. */
  readonly evaluation: VerifierEvaluation;
  /** What that was measured on. */
  readonly scores: CrossScores;
  /** The same under a protocol that leaks, where that was asked for. */
  readonly leaking?: VerifierEvaluation;
  /** The "no verdict" band of the model that was trained, or why it has none; absent: found as training would find it. */
  readonly band?: ReportedBand;
  /** What became of the recipe's model, in a sentence; absent where none was trained. */
  readonly trained?: string;
}

/** An artifact on spectra that it was not trained on. */
export interface MeasuredModel {
  readonly kind: 'model';
  readonly scored: ScoredArtifact;
  readonly metrics: Metrics;
  /** The folder that it was read from. */
  readonly folder: string;
}

/** Where no verdict is given, or why there is no such place. */
export type ReportedBand =
  | { readonly lo: number; readonly hi: number; readonly rate: number }
  | { readonly refused: string };

/** What a report is about. */
export interface ReportSubject {
  /** The file or folder of spectra, as it was named. */
  readonly data: string;
  readonly dataset: Dataset;
  /** Quality controls that were left out. */
  readonly leftOut: number;
  readonly measured: MeasuredRecipe | MeasuredModel;
  /** Of the resampled groups: that of the evaluation. */
  readonly seed: number;
  /** The command and its options as they were resolved. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** What ran the graphs: `ONNX Runtime 1.27.0, cpu, 2 threads`. */
  readonly runtime: string;
  /** Of this program. */
  readonly version: string;
}
