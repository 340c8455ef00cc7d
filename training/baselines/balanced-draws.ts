import { createRandom } from '@spectrosim/models';

/** Pairs of either kind in a draw at most, so that the time of a fit is bounded. */
const MOST_OF_A_KIND = 500;

/**
 * Draws of as many pairs of one source as of two. There are far fewer of the former, and most classifiers here take no weights:
 * each learns from several draws, every one with other pairs of two sources, and its scores are averaged.
 *
 * @param same 1 for one source, 0 for two `[P]`, both among them
 * @returns for each draw the places of its pairs, rising
 */
export function balancedDraws(same: Uint8Array, draws: number, seed: number): number[][] {
  const places = (kind: number) => [...same.keys()].filter((p) => same[p] === kind);
  const kinds = [places(1), places(0)];
  const count = Math.min(MOST_OF_A_KIND, ...kinds.map((kind) => kind.length));
  const random = createRandom(seed, 'balanced-draws');
  const drawn = (kind: readonly number[]) =>
    random
      .permutation(kind.length)
      .slice(0, count)
      .map((i) => kind[i] as number);
  return Array.from({ length: draws }, () => kinds.flatMap(drawn).sort((a, b) => a - b));
}
