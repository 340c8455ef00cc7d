import type { FlatRows } from '../back-ends/products.js';
import { type PairClassifier, rowAt, scoreRows } from './pair-classifier.js';

/** Weight of the fit against the width of the margin. */
const COST = 1;

/** How far the conditions of the optimum may be missed. */
const TOLERANCE = 1e-3;

/** Of libsvm's kernel cache, in MB; the kernel of a thousand pairs takes 4. */
const CACHE_MB = 16;

/**
 * A support vector machine (Cortes & Vapnik 1995) with the kernel e^(−γ |x − y|²), γ = 1 / F, C = 1, fitted by libsvm. The mean
 * variance of a feature is 1, so that γ is what scikit-learn calls `scale`. The score is the decision value: ±1 at the margins.
 *
 * libsvm's probabilities are not taken: they come of a cross-validation that draws from a stream of its own.
 */
export const svm: PairClassifier = {
  title: 'SVM (rbf)',
  async fit(features, same) {
    const gamma = 1 / features.width;
    const { coefficients, vectors, offset } = await train(features, same, gamma);
    const kernel = (one: Float64Array, other: Float64Array) => {
      let square = 0;
      for (let c = 0; c < one.length; c++) {
        square += ((one[c] as number) - (other[c] as number)) ** 2;
      }
      return Math.exp(-gamma * square);
    };
    return {
      score: (rows) =>
        scoreRows(rows, (row) =>
          vectors.reduce((sum, vector, i) => sum + (coefficients[i] as number) * kernel(vector, row), -offset),
        ),
    };
  },
};

async function train(features: FlatRows, same: Uint8Array, gamma: number) {
  // By itself, since it is of node: what imports this in a page does not load it.
  const { loadLibSvm } = await import('./load-libsvm.js');
  const LibSvm = loadLibSvm();
  const machine = new LibSvm({
    type: LibSvm.SVM_TYPES.C_SVC,
    kernel: LibSvm.KERNEL_TYPES.RBF,
    gamma,
    cost: COST,
    tolerance: TOLERANCE,
    cacheSize: CACHE_MB,
    quiet: true,
  });
  try {
    machine.train(
      Array.from(same, (_, p) => Array.from(rowAt(features, p))),
      Array.from(same),
    );
    const text = machine.serializeModel();
    const field = (name: string) => text.match(new RegExp(`^${name} (.*)$`, 'm'))?.[1] ?? '';
    // Positive for the label that came first.
    const sign = field('label').startsWith('1') ? 1 : -1;
    const lines = text.slice(text.indexOf('\nSV\n') + 4).split('\n');
    const places = machine.getSVIndices();
    return {
      coefficients: places.map((_, i) => sign * Number.parseFloat(lines[i] as string)),
      // Not those of the text, which have eight digits.
      vectors: places.map((place) => rowAt(features, place)),
      offset: sign * Number(field('rho')),
    };
  } finally {
    machine.free();
  }
}
