import { Matrix } from 'ml-matrix';
import type { Pairs } from '../pairs.js';
import { classicalScaling } from './classical-scaling.js';
import { leastStress } from './least-stress.js';

/** Spectra laid out in a plane by how alike a verifier finds them. */
export interface SpectraMap {
  /** Indices of the spectra in the whole set `[n]`. */
  readonly spectra: readonly number[];
  /** Where each lies `[n]`. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Kruskal's stress-1: how badly distances in the plane fit. */
  readonly stress: number;
}

/** What a pair's score is, for its distance. */
export type ScoreKind = 'llr' | 'cosine';

/**
 * Lays spectra out so that those that are found alike lie together.
 *
 * The embeddings that a verifier makes are of many dimensions, of several branches, and scored by more than their distance; what
 * the verdict follows is the score. So the map is made of the scores of all pairs. Of a log-likelihood ratio l the squared
 * distance is log₂(1 + e^−l), the surprise in bits if the two were of one source, at even odds: near 0 where they surely are. (The
 * ratio of a Gaussian back-end is a quadratic form, so its root is of the kind of a distance.) Of a cosine c it is 2 − 2c, the
 * squared distance of unit vectors.
 *
 * @param scores of `pairs`, all from one verifier: those of several are not on one map `[P]`
 * @param pairs every pair of the spectra to be laid out, and perhaps others
 * @param spectra which to lay out `[n]`
 */
export function spectraMap(
  scores: ArrayLike<number>,
  { a, b }: Pick<Pairs, 'a' | 'b'>,
  spectra: readonly number[],
  kind: ScoreKind,
): SpectraMap {
  const placeOf = new Map(spectra.map((index, place) => [index, place]));
  const squared = Matrix.zeros(spectra.length, spectra.length);
  for (let p = 0; p < a.length; p++) {
    const [i, j] = [placeOf.get(a[p] as number), placeOf.get(b[p] as number)];
    if (i !== undefined && j !== undefined) {
      const value = squaredDistance(scores[p] as number, kind);
      squared.set(i, j, value);
      squared.set(j, i, value);
    }
  }
  const { points, stress } = leastStress(Matrix.sqrt(squared), classicalScaling(squared));
  return { spectra, x: points.getColumn(0), y: points.getColumn(1), stress };
}

function squaredDistance(score: number, kind: ScoreKind): number {
  if (kind === 'cosine') {
    return Math.max(0, 2 - 2 * score);
  }
  // Of e^−l, or of e^l less l: neither overflows.
  return (score < 0 ? -score + Math.log1p(Math.exp(score)) : Math.log1p(Math.exp(-score))) / Math.LN2;
}
