import { SpectroSimError } from '@spectrosim/models';
import { principalBasis } from '../back-ends/basis.js';
import { type FlatRows, flatten, productTransposed } from '../back-ends/products.js';

/** Principal components of training vectors, in which others are put. */
export interface PrincipalFeatures {
  /** Vectors `[P, L]` as features `[P, F]`. */
  of(vectors: FlatRows): FlatRows;
}

/**
 * Learns the first principal components of vectors (Pearson 1901). All are divided by one number, so that the mean variance of
 * a feature is 1: their proportions stay, and settings that hang on the scale, such as the width of a kernel, mean the same for
 * all data.
 *
 * @param vectors to learn from `[n, L]`
 * @param most features, F ≤ most
 * @throws SpectroSimError `input` when the vectors are all alike.
 */
export function fitPrincipalFeatures(vectors: FlatRows, most: number): PrincipalFeatures {
  const { count } = vectors;
  const mean = columnMeans(vectors);
  const centred = less(vectors, mean);
  const { coordinates, toRows } = principalBasis(productTransposed(centred, centred), Math.min(most, count - 1));
  const features = coordinates.columns;
  if (features === 0) {
    throw new SpectroSimError(
      'input',
      `The difference vectors of ${count} training pairs are all alike. Expected spectra that differ. Choose another preprocessing.`,
    );
  }
  const variance = flatten(coordinates).data.reduce((sum, value) => sum + value * value, 0) / (count * features);
  const toFeatures = flatten(toRows.clone().div(Math.sqrt(variance)).transpose());
  const directions = flatten(productTransposed(toFeatures, transposed(centred)));
  return { of: (others) => flatten(productTransposed(less(others, mean), directions)) };
}

/** The mean of each column `[W]`. */
export function columnMeans({ count, width, data }: FlatRows): Float64Array {
  const mean = new Float64Array(width);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < width; c++) {
      mean[c] = (mean[c] as number) + (data[i * width + c] as number) / count;
    }
  }
  return mean;
}

/** Rows less one row `[W]`. */
export function less({ count, width, data }: FlatRows, row: Float64Array): FlatRows {
  const left = new Float64Array(data.length);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < width; c++) {
      left[i * width + c] = (data[i * width + c] as number) - (row[c] as number);
    }
  }
  return { count, width, data: left };
}

function transposed({ count, width, data }: FlatRows): FlatRows {
  const turned = new Float64Array(data.length);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < width; c++) {
      turned[c * count + i] = data[i * width + c] as number;
    }
  }
  return { count: width, width: count, data: turned };
}
