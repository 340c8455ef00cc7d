import { describeRecipe } from '@spectrosim/models';
import type { Rows } from '@spectrosim/models/graph';
import { allPairs, type Pairs } from '../evaluation/pairs.js';
import type { Split } from '../evaluation/splits.js';
import type { Candidate } from './candidates.js';
import type { Preprocessing } from './preprocessings.js';
import type { Preprocessor } from './preprocessor.js';
import { type RowProducts, rowProducts } from './row-products.js';
import { type Side, scoreSide } from './score-side.js';

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
  readonly empty: readonly string[];
}

/**
 * Scores the pairs of each fold's test side by every candidate on every preprocessing, all of it learned on that fold's
 * training side.
 */
export async function tryCandidates(
  groups: readonly string[],
  folds: readonly Split[],
  preprocessings: readonly Preprocessing[],
  candidates: readonly Candidate[],
  preprocessor: Preprocessor,
): Promise<TriedBranches> {
  const sides: Side[] = folds.map(({ train, test }) => ({
    train,
    test,
    groups: numberGroups(train.map((i) => groups[i] as string)),
    pairs: allPairs(test.map((i) => groups[i] as string)),
  }));
  const branches: TriedBranch[] = [];
  const empty: string[] = [];
  for (const preprocessing of preprocessings) {
    const parts = await scoreSides(sides, preprocessing, candidates, preprocessor);
    if (parts === undefined) {
      empty.push(describeRecipe(preprocessing.recipe));
      continue;
    }
    candidates.forEach((candidate, c) => {
      const scores = Float64Array.from(parts.flatMap((part) => [...(part[c] as Float64Array)]));
      branches.push({ candidate, preprocessing, scores });
    });
  }
  return { pairs: pool(sides), branches, empty };
}

/** Groups numbered from 0, in the order in which they first come. */
export function numberGroups(groups: readonly string[]): number[] {
  const numbers = new Map([...new Set(groups)].map((group, i) => [group, i]));
  return groups.map((group) => numbers.get(group) as number);
}

async function scoreSides(
  sides: readonly Side[],
  { recipe }: Preprocessing,
  candidates: readonly Candidate[],
  preprocessor: Preprocessor,
): Promise<Float64Array[][] | undefined> {
  // Rows on which nothing was learned are the same for every side, and so are their products.
  let last: { rows: Rows; products: RowProducts } | undefined;
  const parts: Float64Array[][] = [];
  for (const side of sides) {
    const { rows } = await preprocessor(recipe, side.train);
    last = last?.rows === rows ? last : { rows, products: rowProducts(rows) };
    const { products } = last;
    if (!(products.centred.selection([...side.train], [...side.train]).trace() > 0)) {
      return undefined;
    }
    parts.push(scoreSide(products, side, candidates));
  }
  return parts;
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
