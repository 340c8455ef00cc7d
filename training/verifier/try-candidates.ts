import type { Rows } from '@spectrosim/models/graph';
import type { Matrix } from 'ml-matrix';
import type { ScoreNormalisationName } from '../back-ends/score-normaliser.js';
import { allPairs, type Pairs } from '../evaluation/pairs.js';
import type { Split } from '../evaluation/splits.js';
import type { BackEndInputs } from './back-end-inputs.js';
import type { Candidate } from './candidates.js';
import { numberGroups } from './number-groups.js';
import type { Preprocessing } from './preprocessings.js';
import { rowProducts } from './row-products.js';
import { cosineSide, type Side, scoreSide } from './score-side.js';

/** A candidate on a preprocessing, with its raw scores of pairs that it was not fitted on. */
export interface TriedBranch {
  readonly candidate: Candidate;
  readonly preprocessing: Preprocessing;
  /** In the order of {@link TriedBranches.pairs} `[P]`. */
  readonly scores: Float64Array;
}

/** Everything that was tried, on the same pairs. */
export interface TriedBranches {
  /** Pairs within the test side of each fold, by training row, one fold after the other. */
  readonly pairs: Pairs;
  readonly branches: readonly TriedBranch[];
  /** Preprocessings that leave spectra all alike, such as a root of nothing but negative numbers. */
  readonly empty: readonly Preprocessing[];
}

/**
 * Scores the pairs of each fold's test side by every candidate on every preprocessing, all of it learned on that fold's
 * training side.
 *
 * @param normalisation of the scores of fitted back-ends; cosines learn nothing, from a cohort neither
 */
export async function tryCandidates(
  groups: readonly string[],
  folds: readonly Split[],
  preprocessings: readonly Preprocessing[],
  candidates: readonly Candidate[],
  inputs: BackEndInputs,
  normalisation?: ScoreNormalisationName,
): Promise<TriedBranches> {
  const sides = sidesOf(groups, folds);
  const branches: TriedBranch[] = [];
  const empty: Preprocessing[] = [];
  for (const preprocessing of preprocessings) {
    const parts = await scoreSides(sides, preprocessing, candidates, inputs, normalisation);
    if (parts === undefined) {
      empty.push(preprocessing);
      continue;
    }
    candidates.forEach((candidate, c) => {
      const scores = Float64Array.from(parts.flatMap((part) => [...(part[c] as Float64Array)]));
      branches.push({ candidate, preprocessing, scores });
    });
  }
  return { pairs: pool(sides), branches, empty };
}

/** The pairs within the test side of each fold, by training row, one fold after the other. */
export function outOfFoldPairs(groups: readonly string[], folds: readonly Split[]): Pairs {
  return pool(sidesOf(groups, folds));
}

function sidesOf(groups: readonly string[], folds: readonly Split[]): Side[] {
  return folds.map(({ train, test }) => ({
    train,
    test,
    groups: numberGroups(train.map((i) => groups[i] as string)),
    pairs: allPairs(test.map((i) => groups[i] as string)),
  }));
}

async function scoreSides(
  sides: readonly Side[],
  preprocessing: Preprocessing,
  candidates: readonly Candidate[],
  inputs: BackEndInputs,
  normalisation: ScoreNormalisationName | undefined,
): Promise<Float64Array[][] | undefined> {
  const cosines = candidates.filter((one) => one.kind === 'training-free');
  const fitted = candidates.filter((one) => one.kind !== 'training-free');
  // Rows on which nothing was learned are the same for every side, and so are their products.
  let last: { rows: Rows; products: Matrix } | undefined;
  const parts: Float64Array[][] = [];
  for (const side of sides) {
    const { rows } = await inputs(preprocessing, side.train);
    if (allAlike(rows, side.train)) {
      return undefined;
    }
    const free = cosineSide(rows, side, cosines);
    let learned: Float64Array[] = [];
    if (fitted.length > 0) {
      last = last?.rows === rows ? last : { rows, products: rowProducts(rows) };
      learned = scoreSide(last.products, side, fitted, normalisation);
    }
    parts.push(candidates.map((one) => (one.kind === 'training-free' ? free : learned).shift() as Float64Array));
  }
  return parts;
}

function allAlike({ bins, data }: Rows, train: readonly number[]): boolean {
  const first = (train[0] as number) * bins;
  return train.every((row) => {
    const start = row * bins;
    for (let bin = 0; bin < bins; bin++) {
      if (data[start + bin] !== data[first + bin]) {
        return false;
      }
    }
    return true;
  });
}

function pool(sides: readonly Side[]): Pairs {
  const rows = (key: 'a' | 'b') =>
    Int32Array.from(sides.flatMap(({ test, pairs }) => Array.from(pairs[key], (place) => test[place] as number)));
  return {
    a: rows('a'),
    b: rows('b'),
    same: Uint8Array.from(sides.flatMap(({ pairs }) => [...pairs.same])),
  };
}
