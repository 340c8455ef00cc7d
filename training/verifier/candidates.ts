import type { FitBackEnd } from '../back-ends/back-end.js';
import { fitLda } from '../back-ends/lda.js';
import { fitLengthNormalisedPlda } from '../back-ends/length-normalised-plda.js';
import { fitPlda } from '../back-ends/plda.js';
import { fitTotalWhitening, fitWithinWhitening } from '../back-ends/whitening.js';

/** A cosine of preprocessed spectra: nothing is learned of groups. */
export interface CosineCandidate {
  readonly name: string;
  readonly kind: 'training-free';
  readonly centre: boolean;
}

/** A back-end fitted in a basis of the training rows: of all that they span, or of their first principal components. */
export interface FittedCandidate {
  readonly name: string;
  readonly kind: 'label-free' | 'linear';
  readonly basis: 'full' | number;
  readonly learn: FitBackEnd;
}

/** A back-end that a verifier may choose, on any preprocessing. */
export type Candidate = CosineCandidate | FittedCandidate;

const SHRUNK = 'ledoit-wolf';

/** The back-ends there are: docs/back-ends.md says what each is. */
export const CANDIDATES: readonly Candidate[] = [
  { name: 'cosine', kind: 'training-free', centre: false },
  { name: 'centred cosine', kind: 'training-free', centre: true },
  {
    name: 'total whitening',
    kind: 'label-free',
    basis: 'full',
    learn: (training) => fitTotalWhitening(training, SHRUNK),
  },
  {
    name: 'within-class whitening',
    kind: 'linear',
    basis: 'full',
    learn: (training) => fitWithinWhitening(training, SHRUNK),
  },
  { name: 'LDA-10 cosine', kind: 'linear', basis: 'full', learn: (training) => fitLda(training, 10, SHRUNK) },
  { name: 'PLDA (Ledoit–Wolf)', kind: 'linear', basis: 'full', learn: (training) => fitPlda(training, SHRUNK) },
  { name: 'PLDA (0.1)', kind: 'linear', basis: 'full', learn: (training) => fitPlda(training, 0.1) },
  ...[10, 20, 40].map((rank) => ({
    name: `PLDA (PCA-${rank})`,
    kind: 'linear' as const,
    basis: rank,
    learn: ((training) => fitPlda(training, 0.01)) satisfies FitBackEnd,
  })),
  {
    name: 'length-normalised PLDA',
    kind: 'linear',
    basis: 'full',
    learn: (training) => fitLengthNormalisedPlda(training, SHRUNK),
  },
];
