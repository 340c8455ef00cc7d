import { allPairs } from '../evaluation/pairs.js';
import type { BackEndInputs } from '../verifier/back-end-inputs.js';
import { CANDIDATES, type CosineCandidate } from '../verifier/candidates.js';
import type { Preprocessing } from '../verifier/preprocessings.js';
import { cosineSide } from '../verifier/score-side.js';
import { neighbourContrast } from './neighbour-contrast.js';

/** A cosine of preprocessed spectra, and what spoke for it. */
export interface UnlabelledChoice {
  readonly candidate: CosineCandidate;
  readonly preprocessing: Preprocessing;
  /** Of the training spectra. */
  readonly contrast: number;
}

/** The cosines there are. */
export const COSINES: readonly CosineCandidate[] = CANDIDATES.filter((one) => one.kind === 'training-free');

/**
 * Chooses a preprocessing without labels: the one whose cosines of training spectra have the highest {@link neighbourContrast}.
 *
 * @param train rows to choose by
 */
export async function chooseWithoutLabels(
  preprocessings: readonly Preprocessing[],
  train: readonly number[],
  inputs: BackEndInputs,
): Promise<UnlabelledChoice> {
  const pairs = allPairs(train.map(String));
  let best: UnlabelledChoice | undefined;
  for (const preprocessing of preprocessings) {
    const { rows } = await inputs(preprocessing, train);
    cosineSide(rows, { train, test: train, pairs }, COSINES).forEach((scores, c) => {
      const similarity = new Float64Array(train.length ** 2);
      scores.forEach((score, p) => {
        const [a, b] = [pairs.a[p] as number, pairs.b[p] as number];
        similarity[a * train.length + b] = score;
        similarity[b * train.length + a] = score;
      });
      const contrast = neighbourContrast(similarity, train.length);
      if (best === undefined || contrast > best.contrast) {
        best = { candidate: COSINES[c] as CosineCandidate, preprocessing, contrast };
      }
    });
  }
  return best as UnlabelledChoice;
}
