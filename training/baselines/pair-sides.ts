import { createRandom, SpectroSimError } from '@spectrosim/models';
import { countPairs } from '../evaluation/evaluate.js';
import { type Pairs, pairsAmong, pairsAt } from '../evaluation/pairs.js';
import { type Fold, testPairsOf, trainPairsOf } from '../evaluation/protocols/fold.js';
import { innerFolds } from '../verifier/inner-folds.js';

/** Pairs to learn from and pairs to score, named by indices of the whole set. */
export interface PairSide {
  /** Spectra on which preprocessing may learn. */
  readonly rows: readonly number[];
  readonly train: Pairs;
  readonly test: Pairs;
}

/** Parts into which training pairs are dealt where the protocol itself deals out pairs. */
const PARTS = 5;

/** A fold as pairs. */
export function outerSide(fold: Fold, groups: readonly string[]): PairSide {
  return { rows: fold.train, train: trainPairsOf(fold, groups), test: testPairsOf(fold, groups) };
}

/**
 * Cuts a fold's training side as the protocol cuts the set: by group; or by pair where the fold has training pairs of its own, so
 * that what is learned of out-of-fold scores is of scores like those tested.
 *
 * @throws SpectroSimError `input` when a part lacks pairs of one group or of two, or there are too few groups.
 */
export function innerSides(fold: Fold, groups: readonly string[], seed: number): PairSide[] {
  const sides =
    fold.trainPairs === undefined ? byGroup(fold.train, groups, seed) : byPair(fold.train, fold.trainPairs, seed);
  for (const { rows, train } of sides) {
    countPairs(
      'training',
      train,
      rows.map((i) => groups[i] as string),
    );
  }
  return sides;
}

function byGroup(rows: readonly number[], groups: readonly string[], seed: number): PairSide[] {
  const groupsOf = rows.map((i) => groups[i] as string);
  const { folds, learnable } = innerFolds(groupsOf, seed);
  if (!learnable) {
    throw new SpectroSimError(
      'input',
      `The ${new Set(groupsOf).size} training groups are too few, or too few have a second spectrum, for classifiers to be fitted on some and calibrated on others. Expected four or more with two spectra each. Measure more groups, or use fewer folds.`,
    );
  }
  return folds.map(({ train, test }) => {
    const [learned, scored] = [train, test].map((side) => side.map((place) => rows[place] as number)) as [
      number[],
      number[],
    ];
    return { rows: learned, train: pairsAmong(learned, groups), test: pairsAmong(scored, groups) };
  });
}

function byPair(rows: readonly number[], pairs: Pairs, seed: number): PairSide[] {
  const order = createRandom(seed, 'inner-pairs').permutation(pairs.same.length);
  // Each kind is dealt out by itself.
  const dealt = [1, 0].flatMap((kind) =>
    order.filter((p) => pairs.same[p] === kind).map((pair, i) => ({ pair, part: i % PARTS })),
  );
  const at = (chosen: typeof dealt) =>
    pairsAt(
      pairs,
      chosen.map(({ pair }) => pair).sort((a, b) => a - b),
    );
  return Array.from({ length: PARTS }, (_, part) => ({
    rows,
    train: at(dealt.filter((one) => one.part !== part)),
    test: at(dealt.filter((one) => one.part === part)),
  }));
}
