import { describeRecipe, type Recipe } from '@spectrosim/models';
import { meanRow } from '../back-ends/lift.js';
import type { FlatRows } from '../back-ends/products.js';
import { type Dataset, rowsAt } from '../dataset.js';
import type { ChosenVerifier } from '../verifier/choose-verifier.js';
import type { Preprocessor } from '../verifier/preprocessor.js';
import { unitRows } from './difference-vectors.js';

/** All spectra of a dataset, preprocessed to be subtracted from each other. */
export interface ComparedSpectra {
  /** How, in words. */
  readonly description: string;
  /** With statistics of some of them `[N, L]`. */
  of(train: readonly number[]): Promise<FlatRows>;
}

/**
 * Preprocesses by a recipe that is given; or else as the floor does, centred where it centres, to length 1, so that a difference
 * vector holds what the floor compares.
 */
export function comparedSpectra(
  { rows }: Dataset,
  preprocessor: Preprocessor,
  { floor }: ChosenVerifier,
  given: Recipe | undefined,
): ComparedSpectra {
  const [branch] = floor.branches;
  const recipe = given ?? branch?.preprocessing.recipe ?? [];
  const centre = given === undefined && branch?.candidate.kind === 'training-free' && branch.candidate.centre;
  const steps = [describeRecipe(recipe), ...(centre ? ['centred'] : []), ...(given === undefined ? ['length 1'] : [])];
  return {
    description: steps.join(', '),
    async of(train) {
      const done = (await preprocessor(recipe, train)).rows;
      if (given !== undefined) {
        return { count: rows.count, width: rows.bins, data: Float64Array.from(done.data) };
      }
      return unitRows(done, centre ? meanRow(rowsAt(done, train)) : undefined);
    },
  };
}
