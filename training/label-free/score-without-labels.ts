import type { Dataset } from '../dataset.js';
import type { Pairs } from '../evaluation/pairs.js';
import type { Split } from '../evaluation/splits.js';
import { backEndInputs } from '../verifier/back-end-inputs.js';
import { CANDIDATES } from '../verifier/candidates.js';
import type { FitEncoder } from '../verifier/fit-encoder.js';
import { candidatePreprocessings } from '../verifier/preprocessings.js';
import { createPreprocessor, type RunOnRows } from '../verifier/preprocessor.js';
import { branchName } from '../verifier/tried-verifier.js';
import { tryCandidates } from '../verifier/try-candidates.js';
import { COSINES, chooseWithoutLabels } from './choose-without-labels.js';

/** Systems that learn without labels, or not at all; all but the first on the preprocessing that was chosen without labels. */
export const LABEL_FREE_SYSTEMS = ['cosine', 'whitening', 'contrastive', 'contrastiveWhitening'] as const;

/** One of {@link LABEL_FREE_SYSTEMS}. */
export type LabelFreeSystem = (typeof LABEL_FREE_SYSTEMS)[number];

/** What systems without labels make of held-out pairs. */
export interface LabelFreeScores {
  /** Of test spectra, by index of the whole set `[P]`. */
  readonly pairs: Pairs;
  readonly scores: Readonly<Record<LabelFreeSystem, Float64Array>>;
  /** The cosine that was chosen without labels, in words. */
  readonly chosen: string;
  /** Every cosine that there was to choose, by name, for a choice with hindsight. */
  readonly cosines: Readonly<Record<string, Float64Array>>;
}

/**
 * Scores the pairs of a split's test side by systems that never see a label: cosine, total-covariance whitening (Ledoit–Wolf), a
 * contrastive encoder and whitening of its embedding. Preprocessing is chosen by {@link chooseWithoutLabels} on the training side.
 *
 * @param fitEncoder trains without labels; every row is handed to it as a group of its own, so that it has none to use
 */
export async function scoreWithoutLabels(
  { rows, groups, axis }: Dataset,
  split: Split,
  { run, fitEncoder, seed }: { readonly run: RunOnRows; readonly fitEncoder: FitEncoder; readonly seed: number },
): Promise<LabelFreeScores> {
  const preprocessings = candidatePreprocessings(axis);
  const inputs = backEndInputs(
    createPreprocessor(rows, run),
    groups.map((_, i) => `${i}`),
    run,
    {
      fitEncoder,
      axis,
      seed,
    },
  );
  const whitening = CANDIDATES.filter((one) => one.kind === 'label-free');
  const { pairs, branches } = await tryCandidates(groups, [split], preprocessings, COSINES, inputs);
  const useful = new Set(branches.map((branch) => branch.preprocessing));
  const choice = await chooseWithoutLabels([...useful], split.train, inputs);
  const { preprocessing, candidate } = choice;
  const on = async (encoded: boolean) => {
    const tried = await tryCandidates(
      groups,
      [split],
      [{ ...preprocessing, encoded }],
      [candidate, ...whitening],
      inputs,
    );
    return tried.branches.map(({ scores }) => scores) as [Float64Array, Float64Array];
  };
  const [cosine, whitened] = await on(false);
  const [contrastive, contrastiveWhitening] = await on(true);
  return {
    pairs,
    scores: { cosine, whitening: whitened, contrastive, contrastiveWhitening },
    chosen: branchName(choice),
    cosines: Object.fromEntries(branches.map((branch) => [branchName(branch), branch.scores])),
  };
}
