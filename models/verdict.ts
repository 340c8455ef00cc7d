import { SpectroSimError } from './errors.js';

/** When two spectra count as one source: `score ≥ threshold`, and nothing else. */
export interface Decision {
  /** What the score is: the cosine of two embeddings, or a calibrated log-likelihood ratio (natural logarithm). */
  readonly score: 'cosine' | 'llr';
  readonly threshold: number;
  /** The largest |log-likelihood ratio| there is. */
  readonly bound?: number | undefined;
  /** From `lo` up to, not including, `hi` no verdict is warranted: more than `rate` of them would be wrong. */
  readonly band?: { readonly lo: number; readonly hi: number; readonly rate: number } | undefined;
}

/** What a model says of a pair of spectra. */
export interface Verdict {
  /** Cosine of the two embeddings, −1 … 1. */
  readonly similarity: number;
  /** The number the decision is about. */
  readonly score: number;
  readonly threshold: number;
  readonly sameSource: boolean;
  /** The score lies in the band in which no verdict is warranted; never where the model has none. */
  readonly undecided: boolean;
}

/** A verdict without the similarity, which no decision is about. */
export type Judgement = Omit<Verdict, 'similarity'>;

/**
 * Decides on a score alone.
 *
 * @throws SpectroSimError `input` when the score is not a number.
 */
export function judge({ threshold, band }: Decision, score: number): Judgement {
  if (Number.isNaN(score)) {
    throw new SpectroSimError('input', 'The score of a pair is not a number. Check both spectra for missing values.');
  }
  return {
    score,
    threshold,
    sameSource: score >= threshold,
    undecided: band !== undefined && score >= band.lo && score < band.hi,
  };
}

/**
 * Decides a pair.
 *
 * @throws SpectroSimError `input` when the score is not a number.
 * @example
 * ```ts
 * decide({ score: 'cosine', threshold: 0.8 }, { similarity: 0.9, score: 0.9 }).sameSource; // true
 * ```
 */
export function decide(decision: Decision, pair: { readonly similarity: number; readonly score: number }): Verdict {
  return { similarity: pair.similarity, ...judge(decision, pair.score) };
}

/** The scores at which a verdict becomes another: the threshold, and the ends of the band where there is one. */
export function limitsOf({ threshold, band }: Decision): readonly number[] {
  return band === undefined ? [threshold] : [threshold, band.lo, band.hi];
}
