import { createRandom } from '@spectrosim/models';
import { allPairs, type Pairs, pairsAt } from '../pairs.js';
import type { Fold } from './fold.js';

/** Pairs of either kind in the published test: 26 in all. */
const PUBLISHED_PAIRS = 13;

/**
 * The leak of splitting by pair: pairs, not spectra, are dealt out at random, each kind by itself. Every spectrum and
 * every group is on both sides; what is tested is whether a model knows its training spectra again. Each pair is tested
 * once.
 */
export function pairFolds(groups: readonly string[], folds: number, seed: number): Fold[] {
  const pairs = allPairs(groups);
  const everyone = groups.map((_, i) => i);
  const { positives, negatives } = shuffledKinds(pairs, seed);
  return Array.from({ length: folds }, (_, fold) => {
    const dealt = (kind: readonly number[], here: boolean) => kind.filter((__, i) => (i % folds === fold) === here);
    const of = (here: boolean) =>
      pairsAt(
        pairs,
        [...dealt(positives, here), ...dealt(negatives, here)].sort((a, b) => a - b),
      );
    return { train: everyone, test: everyone, trainPairs: of(false), testPairs: of(true) };
  });
}

/**
 * The published protocol, as far as it can be followed: one test of 13 + 13 pairs (fewer where there are not so many),
 * drawn at random from spectra that were all trained on. Its threshold is {@link meanThreshold} of the tested scores
 * themselves. That the best epoch was chosen on the test as well is not followed.
 */
export function paperFolds(groups: readonly string[], seed: number): Fold[] {
  const pairs = allPairs(groups);
  const everyone = groups.map((_, i) => i);
  const { positives, negatives } = shuffledKinds(pairs, seed);
  // Half of a kind at least stays to train on.
  const count = Math.min(PUBLISHED_PAIRS, Math.ceil(positives.length / 2), Math.ceil(negatives.length / 2));
  const part = (from: number, to?: number) =>
    pairsAt(
      pairs,
      [...positives.slice(from, to), ...negatives.slice(from, to)].sort((a, b) => a - b),
    );
  return [{ train: everyone, test: everyone, trainPairs: part(count), testPairs: part(0, count) }];
}

/** The published threshold: the mean score of the tested pairs, half of which are known to be of one source. */
export function meanThreshold(scores: ArrayLike<number>): number {
  let sum = 0;
  for (let p = 0; p < scores.length; p++) {
    sum += scores[p] as number;
  }
  return sum / scores.length;
}

function shuffledKinds({ same }: Pairs, seed: number): { positives: number[]; negatives: number[] } {
  const order = createRandom(seed, 'pair-folds').permutation(same.length);
  return { positives: order.filter((p) => same[p] === 1), negatives: order.filter((p) => same[p] === 0) };
}
