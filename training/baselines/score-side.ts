import type { FlatRows } from '../back-ends/products.js';
import { pairsAt } from '../evaluation/pairs.js';
import { balancedDraws } from './balanced-draws.js';
import { type BaselineName, CLASSIFIER_NAMES, CLASSIFIERS, type ClassifierName } from './baselines.js';
import { differenceVectors } from './difference-vectors.js';
import { rowsOf } from './pair-classifier.js';
import type { PairSide } from './pair-sides.js';
import { fitPrincipalFeatures } from './principal-features.js';
import { softVote } from './soft-vote.js';

/** Balanced draws of the training pairs, each of which every classifier is fitted on. */
export const DRAWS = 5;

/**
 * Scores of a side's test pairs by baselines `[P]`, all fitted on its training pairs: principal components on the first draw,
 * classifiers on every draw. The soft vote votes in each draw.
 *
 * @param spectra preprocessed with statistics of the side's rows `[N, L]`
 * @param components at most
 */
export async function scoreSide(
  spectra: FlatRows,
  { train, test }: Pick<PairSide, 'train' | 'test'>,
  names: readonly BaselineName[],
  components: number,
  seed: number,
): Promise<Map<BaselineName, Float64Array>> {
  const draws = balancedDraws(train.same, DRAWS, seed);
  const vectorsOf = (places: readonly number[]) => differenceVectors(spectra, pairsAt(train, places));
  const principal = fitPrincipalFeatures(vectorsOf(draws[0] as number[]), components);
  // Draws share their same-source pairs.
  const drawn = [...new Set(draws.flat())];
  const placeOf = new Map(drawn.map((pair, place) => [pair, place]));
  const learned = principal.of(vectorsOf(drawn));
  const tested = principal.of(differenceVectors(spectra, test));
  const fitted = CLASSIFIER_NAMES.filter((name) => names.includes(name) || names.includes('ensemble'));
  const sums = new Map(names.map((name) => [name, new Float64Array(tested.count)]));
  for (const [number, places] of draws.entries()) {
    const features = rowsOf(
      learned,
      places.map((pair) => placeOf.get(pair) as number),
    );
    const same = Uint8Array.from(places, (p) => train.same[p] as number);
    const scores = new Map<BaselineName, Float64Array>();
    for (const name of fitted) {
      const classifier = await CLASSIFIERS[name].fit(features, same, seed + number);
      scores.set(name, classifier.score(tested));
    }
    if (names.includes('ensemble')) {
      scores.set('ensemble', softVote(fitted.map((name: ClassifierName) => scores.get(name) as Float64Array)));
    }
    for (const [name, sum] of sums) {
      scores.get(name)?.forEach((score, p) => {
        sum[p] = (sum[p] as number) + score / DRAWS;
      });
    }
  }
  return sums;
}
