import type { Recipe } from '@spectrosim/models';
import { type HostWeights, preprocess, type Rows, scoped } from '@spectrosim/models/graph';
import { meanRow } from '../back-ends/lift.js';
import type { Verifier } from '../verifier/fit-verifier.js';
import type { RunOnRows } from '../verifier/preprocessor.js';

/** The mean of spectra after preprocessing `[L]`: what explanations put in a spectrum's place. */
export async function preprocessedMean(
  recipe: Recipe,
  statistics: HostWeights,
  rows: Rows,
  run: RunOnRows,
): Promise<Float32Array> {
  const data = await run((x, fitted) => preprocess(recipe, fitted, x), rows, statistics);
  return Float32Array.from(meanRow({ ...rows, data }));
}

/** {@link preprocessedMean} of each branch; where its back-end takes a mean off preprocessed spectra, that one. */
export async function branchMeans(
  { definition, weights }: Pick<Verifier, 'definition' | 'weights'>,
  rows: Rows,
  run: RunOnRows,
): Promise<Float32Array[]> {
  const means: Float32Array[] = [];
  for (const [i, { preprocessing, encoder }] of definition.branches.entries()) {
    const own = scoped(weights, `branches.${i}`);
    const known = encoder === undefined ? own['backEnd.mean'] : undefined;
    means.push(
      known === undefined
        ? await preprocessedMean(preprocessing, scoped(own, 'preprocessing'), rows, run)
        : (known.data as Float32Array),
    );
  }
  return means;
}
