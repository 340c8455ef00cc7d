import { SpectroSimError } from '@spectrosim/models';

/**
 * Cosine similarity of two rows `[D]`, summed in doubles; 0 when either is all zero.
 *
 * @throws SpectroSimError `input` when the lengths differ.
 * @example
 * ```ts
 * cosineSimilarity([1, 0], [1, 1]); // 0.7071
 * ```
 */
export function cosineSimilarity(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) {
    throw new SpectroSimError('input', `Got rows of ${a.length} and ${b.length} values. Expected equal lengths.`);
  }
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? 0 : dot / Math.sqrt(aa * bb);
}
