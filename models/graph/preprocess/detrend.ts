import { type RecipeStep, SpectroSimError } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import type { StepDefinition } from './step.js';

/**
 * Detrending (Barnes et al. 1989): a row minus the polynomial of a degree that fits it best, x − (xQ)Qᵀ with an orthonormal
 * basis Q `[L, degree + 1]` of polynomials.
 *
 * The polynomials are of the bins' numbers, as the derivatives of `savitzkyGolay` are per bin. On an even axis, falling or
 * not, that is the same as of its positions.
 *
 * The mean goes first and the projection is done twice: a baseline may be a hundred times what stands on it, and runtimes
 * sum thousands of numbers in orders that differ by 1e-6 of it. What the first leaves of the polynomial the second takes.
 */
export const detrend: StepDefinition<Extract<RecipeStep, { step: 'detrend' }>> = {
  ignoresOffset: () => true,
  apply(x, { degree }) {
    const bins = x.shape[1] as number;
    if (bins <= degree) {
      throw new SpectroSimError(
        'usage',
        `A polynomial of degree ${degree} goes through every point of spectra of ${bins} bins. Expected a degree below ${bins}.`,
      );
    }
    const basis = tf.tensor2d(orthonormalPolynomials(bins, degree), [bins, degree + 1]);
    const without = (rows: tf.Tensor) => tf.sub(rows, tf.matMul(tf.matMul(rows, basis), basis, false, true));
    return without(without(tf.sub(x, tf.mean(x, -1, true))));
  },
};

/** Polynomials of degree 0 to `degree` at `bins` even points, orthonormal over them, row-major `[L, degree + 1]` (Gram–Schmidt, twice). */
function orthonormalPolynomials(bins: number, degree: number): Float32Array {
  const position = (bin: number) => (bins === 1 ? 0 : (2 * bin) / (bins - 1) - 1);
  const columns: Float64Array[] = [];
  for (let k = 0; k <= degree; k++) {
    // Position times the polynomial before spans the same as a power, and is nearly orthogonal already.
    const before = columns[k - 1];
    const column = Float64Array.from({ length: bins }, (_, bin) =>
      before === undefined ? 1 : position(bin) * (before[bin] as number),
    );
    for (const other of [...columns, ...columns]) {
      const share = dot(column, other);
      for (let bin = 0; bin < bins; bin++) {
        column[bin] = (column[bin] as number) - share * (other[bin] as number);
      }
    }
    const length = Math.sqrt(dot(column, column));
    columns.push(column.map((value) => value / length));
  }
  return Float32Array.from(
    { length: bins * (degree + 1) },
    (_, i) => columns[i % (degree + 1)]?.[Math.floor(i / (degree + 1))] as number,
  );
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}
