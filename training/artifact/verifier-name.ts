import { describeRecipe, type ManifestBranch } from '@spectrosim/models';

/** A verifier in words: `PLDA (PCA-20) of snv + LDA-10 cosine of sqrt`. */
export function verifierName(branches: readonly ManifestBranch[]): string {
  return branches
    .map(({ preprocessing, encoder, backEnd }) =>
      encoder === undefined
        ? `${backEnd.name} of ${describeRecipe(preprocessing)}`
        : `${backEnd.name} of a ${encoder.name} encoder on ${describeRecipe(preprocessing)}`,
    )
    .join(' + ');
}
