/** What training reports after every step. */
export interface TrainingProgress {
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
  /** Steps a second since the start. */
  readonly rate: number;
  /** Norm of all gradients before clipping. */
  readonly gradientNorm: number;
  readonly learningRate: number;
  /** 1 when unit embeddings fill the sphere evenly, 0 when they have collapsed. */
  readonly spread: number;
  /** Directions that unit embeddings vary in. */
  readonly effectiveRank: number;
  /** Mean squared distance of the two views of a spectrum. */
  readonly alignment: number;
  /** How evenly spectra lie on the sphere: 0 for one point, the less the more evenly. */
  readonly uniformity: number;
  /** Criterion of the groups that were set aside for early stopping, after the steps at which it looked: ROC AUC or loss. */
  readonly heldOut?: number;
}
