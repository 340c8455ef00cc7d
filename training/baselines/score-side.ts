import type { FlatRows } from '../back-ends/products.js';
import { pairsAt } from '../evaluation/pairs.js';
import { balancedDraws } from './balanced-draws.js';
import { CLASSIFIERS, type ClassifierName } from './baselines.js';
import { differenceVectors } from './difference-vectors.js';
import { rowsOf } from './pair-classifier.js';
import type { PairSide } from './pair-sides.js';
import { fitPrincipalFeatures } from './principal-features.js';

/** Balanced draws of the training pairs, each of which every classifier is fitted on. */
export const DRAWS = 5;

/**
 * Scores of a side's test pairs by classifiers `[P]`, all fitted on its training pairs: principal components on the first draw,
 * classifiers on every draw, whose scores are averaged.
 *
 * @param spectra preprocessed with statistics of the side's rows `[N, L]`
 * @param components at most
 */
export async function scoreSide(
  spectra: FlatRows,
  { train, test }: Pick<PairSide, 'train' | 'test'>,
  names: readonly ClassifierName[],
  components: number,
  seed: number,
): Promise<Map<ClassifierName, Float64Array>> {
  const draws = balancedDraws(train.same, DRAWS, seed);
  const vectorsOf = (places: readonly number[]) => differenceVectors(spectra, pairsAt(train, places));
  const principal = fitPrincipalFeatures(vectorsOf(draws[0] as number[]), components);
  // Draws share their same-source pairs.
  const drawn = [...new Set(draws.flat())];
  const placeOf = new Map(drawn.map((pair, place) => [pair, place]));
  const learned = principal.of(vectorsOf(drawn));
  const tested = principal.of(differenceVectors(spectra, test));
  const sums = new Map(names.map((name) => [name, new Float64Array(tested.count)]));
  for (const [number, places] of draws.entries()) {
    const features = rowsOf(
      learned,
      places.map((pair) => placeOf.get(pair) as number),
    );
    const same = Uint8Array.from(places, (p) => train.same[p] as number);
    for (const [name, sum] of sums) {
      const classifier = await CLASSIFIERS[name].fit(features, same, seed + number);
      classifier.score(tested).forEach((score, p) => {
        sum[p] = (sum[p] as number) + score / DRAWS;
      });
    }
  }
  return sums;
}
