import type { Axis } from '@spectrosim/models';
import { encodePreprocessed, type HostWeights, prefixed, type Rows } from '@spectrosim/models/graph';
import { rowsAt } from '../dataset.js';
import type { FitEncoder, FittedEncoder } from './fit-encoder.js';
import { numberGroups } from './number-groups.js';
import type { Preprocessing } from './preprocessings.js';
import type { Preprocessor, RunOnRows } from './preprocessor.js';

/** All rows as a back-end gets them, with what was learned on the way. */
export interface BackEndRows {
  /** Preprocessed spectra, or an encoder's embeddings of them `[N, L or E]`. */
  readonly rows: Rows;
  /** What the recipe's steps learned, by step index. */
  readonly weights: HostWeights;
  /** Where the preprocessing goes on through an encoder. */
  readonly encoder?: FittedEncoder;
}

/** Makes of the same rows what back-ends are fitted on, each time with what another training side teaches. */
export type BackEndInputs = (preprocessing: Preprocessing, train: readonly number[]) => Promise<BackEndRows>;

/** What fits encoders, and what it needs besides rows. */
export interface EncoderFitting {
  readonly fitEncoder: FitEncoder;
  readonly axis: Axis;
  readonly seed: number;
}

/**
 * Preprocesses, and encodes where that is asked for: an encoder is fitted on the preprocessed training rows, then all rows go
 * through it.
 *
 * @param groups the group of each row `[N]`
 * @param fitting needed by preprocessings that are encoded
 */
export function backEndInputs(
  preprocessor: Preprocessor,
  groups: readonly string[],
  run: RunOnRows,
  fitting?: EncoderFitting,
): BackEndInputs {
  return async ({ recipe, encoded = false }, train) => {
    const preprocessed = await preprocessor(recipe, train);
    if (!encoded) {
      return preprocessed;
    }
    if (fitting === undefined) {
      throw new Error('an encoder is to be fitted and nothing fits one');
    }
    const { fitEncoder, axis, seed } = fitting;
    const { rows, weights } = preprocessed;
    const encoder = await fitEncoder(
      rowsAt(rows, train),
      numberGroups(train.map((i) => groups[i] as string)),
      axis,
      seed,
    );
    const own = prefixed(encoder.weights, 'encoder');
    const data = await run((x, w) => encodePreprocessed(encoder, w, x).embedding, rows, own);
    return { rows: { ...rows, bins: encoder.embedding, data }, weights, encoder };
  };
}
