import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balancedDraws } from './balanced-draws.js';
import { differenceVectors, unitRows } from './difference-vectors.js';
import { flatRows, pairFeatures } from './features.setup.js';
import { dotProduct, rowAt } from './pair-classifier.js';
import { fitPrincipalFeatures } from './principal-features.js';

describe('difference vectors', () => {
  it('are absolute differences, the same either way round', () => {
    const rows = flatRows([
      [1, 5],
      [4, 3],
    ]);
    expect([...differenceVectors(rows, { a: Int32Array.of(0, 1), b: Int32Array.of(1, 0) }).data]).toEqual([3, 2, 3, 2]);
  });

  it('of rows of length 1 are 2 − 2 · cosine long, squared', () => {
    const rows = { count: 2, bins: 3, data: Float32Array.of(1, 2, 2, 4, 0, 3) };
    const unit = unitRows(rows);
    const [difference] = [differenceVectors(unit, { a: Int32Array.of(0), b: Int32Array.of(1) }).data];
    expect(dotProduct(difference, difference)).toBeCloseTo(2 - 2 * (10 / 15), 12);
    expect([...unitRows({ count: 1, bins: 2, data: Float32Array.of(3, 3) }, Float64Array.of(3, 3)).data]).toEqual([
      0, 0,
    ]);
  });
});

describe('balanced draws', () => {
  it('hold as many pairs of either kind, none twice, and all of the rarer kind (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1), { minLength: 2, maxLength: 60 }), fc.nat(), (kinds, seed) => {
        fc.pre(new Set(kinds).size === 2);
        const same = Uint8Array.from(kinds);
        const positives = same.reduce((sum, kind) => sum + kind, 0);
        const fewer = Math.min(positives, same.length - positives);
        for (const draw of balancedDraws(same, 3, seed)) {
          expect(new Set(draw).size).toBe(2 * fewer);
          expect(draw.filter((p) => same[p] === 1)).toHaveLength(fewer);
        }
      }),
    );
  });

  it('differ from each other, by seed, and stop at 500 of a kind', () => {
    const same = Uint8Array.from({ length: 3000 }, (_, p) => (p < 600 ? 1 : 0));
    const [first, second] = balancedDraws(same, 2, 1);
    expect(first).toHaveLength(1000);
    expect(first).not.toEqual(second);
    expect(balancedDraws(same, 2, 1)).toEqual([first, second]);
    expect(balancedDraws(same, 1, 2)[0]).not.toEqual(first);
  });
});

describe('principal features', () => {
  const { features } = pairFeatures(40, 6, 3);

  it('keep all distances where all components are taken, but for one scale', () => {
    const out = fitPrincipalFeatures(features, 50).of(features);
    expect(out.width).toBe(6);
    const square = (rows: typeof out, i: number, j: number) =>
      rowAt(rows, i).reduce((sum, value, c) => sum + (value - (rowAt(rows, j)[c] as number)) ** 2, 0);
    const ratio = square(out, 0, 1) / square(features, 0, 1);
    for (let i = 2; i < 40; i++) {
      expect(square(out, 0, i) / square(features, 0, i)).toBeCloseTo(ratio, 8);
    }
  });

  it('are uncorrelated, fall in variance, and have a mean variance of 1', () => {
    const { count, width, data } = fitPrincipalFeatures(features, 4).of(features);
    const column = (c: number) => Float64Array.from({ length: count }, (_, i) => data[i * width + c] as number);
    const variances = Array.from({ length: width }, (_, c) => dotProduct(column(c), column(c)) / count);
    expect(variances.reduce((sum, value) => sum + value, 0) / width).toBeCloseTo(1, 10);
    expect(variances).toEqual([...variances].sort((a, b) => b - a));
    expect(dotProduct(column(0), column(1)) / count).toBeCloseTo(0, 8);
  });

  it('refuse vectors that are all alike', () => {
    expect(() =>
      fitPrincipalFeatures(
        flatRows([
          [1, 2],
          [1, 2],
          [1, 2],
        ]),
        2,
      ),
    ).toThrow(/all alike/);
  });
});
