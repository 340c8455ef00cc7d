import { describe, expect, it } from 'vitest';
import type { FlatRows } from '../back-ends/products.js';
import { pairFeatures } from './features.setup.js';
import { fitOpls, predictOpls } from './opls-da.js';
import { dotProduct, rowAt } from './pair-classifier.js';
import { columnMeans, less } from './principal-features.js';

const { features, same } = pairFeatures(60, 8, 1);
const fresh = pairFeatures(25, 8, 1, 2).features;

/** PLS regression of the centred kind by NIPALS (Wold, Sjöström & Eriksson 2001), straight from the algorithm. */
function plsPredictions(train: FlatRows, kinds: Uint8Array, components: number, rows: FlatRows): number[] {
  const mean = columnMeans(train);
  const mid = kinds.reduce((sum, kind) => sum + kind, 0) / kinds.length;
  const x = less(train, mean);
  const y = Float64Array.from(kinds, (kind) => 2 * (kind - mid));
  const tested = less(rows, mean);
  const predictions = new Array<number>(rows.count).fill(0);
  for (let a = 0; a < components; a++) {
    const w = Array.from({ length: x.width }, (_, c) =>
      y.reduce((sum, value, i) => sum + value * (rowAt(x, i)[c] as number), 0),
    );
    const norm = Math.sqrt(dotProduct(w, w));
    w.forEach((value, c) => {
      w[c] = value / norm;
    });
    const t = Array.from({ length: x.count }, (_, i) => dotProduct(w, rowAt(x, i)));
    const tt = dotProduct(t, t);
    const p = w.map((_, c) => t.reduce((sum, value, i) => sum + value * (rowAt(x, i)[c] as number), 0) / tt);
    const q = dotProduct(t, y) / tt;
    for (const [set, add] of [
      [x, false],
      [tested, true],
    ] as const) {
      for (let i = 0; i < set.count; i++) {
        const row = rowAt(set, i);
        const score = dotProduct(w, row);
        p.forEach((loading, c) => {
          row[c] = (row[c] as number) - score * loading;
        });
        if (add) {
          predictions[i] = (predictions[i] as number) + q * score;
        }
      }
    }
  }
  return predictions;
}

describe('OPLS', () => {
  it.each([0, 1, 2, 4])(
    'of %s orthogonal components predicts new rows as PLS of one more (Trygg & Wold 2002)',
    (count) => {
      const predicted = predictOpls(fitOpls(features, same, count), fresh);
      plsPredictions(features, same, count + 1, fresh).forEach((expected, i) => {
        expect(predicted[i]).toBeCloseTo(expected, 9);
      });
    },
  );

  it('takes off what varies with nothing of the kind', () => {
    const { mean, orthogonal } = fitOpls(features, same, 3);
    expect(orthogonal).toHaveLength(3);
    const y = Float64Array.from(same, (kind) => 2 * kind - 1);
    const rows = less(features, mean);
    for (const { weights, loadings } of orthogonal) {
      const scores = Array.from({ length: rows.count }, (_, i) => dotProduct(weights, rowAt(rows, i)));
      expect(Math.abs(dotProduct(scores, y))).toBeLessThan(1e-9 * Math.sqrt(dotProduct(scores, scores) * y.length));
      scores.forEach((score, i) => {
        const row = rowAt(rows, i);
        loadings.forEach((loading, c) => {
          row[c] = (row[c] as number) - score * loading;
        });
      });
    }
  });

  it('has no orthogonal component where the rows have one dimension', () => {
    const line = { count: 6, width: 1, data: Float64Array.of(1, 2, 3, 4, 5, 7) };
    expect(fitOpls(line, Uint8Array.of(0, 0, 0, 1, 1, 1), 3).orthogonal).toEqual([]);
  });
});
