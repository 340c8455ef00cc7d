import { createAxis, createRandom } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, FLOAT32_SUMS, floats, normals } from '../eager.setup.js';
import type { HostWeights } from '../weights.js';
import { transformer } from './transformer.js';

const axisOf = (bins: number, step = 1) =>
  createAxis(
    'm/z',
    Array.from({ length: bins }, (_, i) => 77 + (step * i) / 2),
  );
const initial = (options: object, bins: number, step?: number) => {
  const config = transformer.config.parse(options);
  return { config, ...transformer.initial(config, axisOf(bins, step), createRandom(1, 'transformer')) };
};
const count = (weights: HostWeights) => Object.values(weights).reduce((sum, { data }) => sum + data.length, 0);
const tiny = { patch: 4, width: 8, layers: 2, heads: 2, feedForward: 12, embedding: 6 };
const encode = (bins: number, x: ArrayLike<number>, modelBins = bins) => {
  const { config, trainable, frozen } = initial(tiny, modelBins);
  const weights = Object.fromEntries(
    Object.entries({ ...trainable, ...frozen }).map(([name, { dims, data }]) => [
      name,
      floats(dims, data as Float32Array),
    ]),
  );
  return transformer.encode(config, weights, floats([x.length / bins, bins], x));
};

describe('transformer', () => {
  it('by default has 65 tokens for 2,080 bins and 1,599,488 parameters', () => {
    const { config, trainable, frozen } = initial({}, 2080);
    expect(frozen.positions?.dims).toEqual([65, 128]);
    // By hand: patches 4,224; a block 132,480, four of them; the last norm 256; the embedding 65 × 128 × 128 + 128.
    expect(count(trainable)).toBe(4224 + 4 * 132_480 + 256 + 65 * 128 * 128 + 128);
    expect(transformer.widths(config, 2080)).toEqual({ embedding: 128, token: 128 });
  });

  it('refuses heads that do not divide the width, and unknown options', () => {
    expect(() => transformer.config.parse({ width: 128, heads: 3 })).toThrow(/heads must divide width/);
    expect(() => transformer.config.parse({ depth: 4 })).toThrow(/depth/);
  });

  it.each([
    [24, 6],
    [25, 7],
    [3, 1],
  ])('of %i bins has %i tokens', (bins, tokens) => {
    const { embedding, tokens: features } = encode(bins, normals('x', 2 * bins));
    expect(embedding.shape).toEqual([2, 6]);
    expect(features.shape).toEqual([2, tokens, 8]);
    expect(embedding.dataSync().every(Number.isFinite)).toBe(true);
  });

  it('fills the last patch with zeros', () => {
    const x = normals('pad', 22);
    expectClose(encode(22, x, 24).embedding, encode(24, [...x, 0, 0]).embedding.dataSync(), 0);
  });

  it('gives a spectrum the same embedding wherever it stands in the batch', () => {
    const x = normals('batch', 3 * 24);
    const order = [2, 0, 1];
    const rows = (data: ArrayLike<number>, width: number) =>
      order.flatMap((row) => Array.from(data).slice(row * width, (row + 1) * width));
    expectClose(encode(24, rows(x, 24)).embedding, rows(encode(24, x).embedding.dataSync(), 6), FLOAT32);
  });

  describe('positions', () => {
    const positions = (bins: number, step?: number) => initial(tiny, bins, step).frozen.positions?.data as Float32Array;

    it('are sines and cosines of the patch centres, by hand', () => {
      // Eight bins of step 1/2 in patches of four: centres 0.75 and 2.75 above the first bin, span 3.5, shortest wavelength 3.5.
      const expected = [0.75, 2.75].flatMap((centre) =>
        [0, 1, 2, 3].flatMap((pair) => {
          const angle = (2 * Math.PI * centre) / (3.5 * 4 ** (pair / 3));
          return [Math.sin(angle), Math.cos(angle)];
        }),
      );
      expectClose(positions(8), expected, FLOAT32);
    });

    it('differ between patches, and follow the values of the axis, not the index', () => {
      const table = positions(24);
      expect(new Set(Array.from({ length: 6 }, (_, token) => table.slice(token * 8, token * 8 + 8).join())).size).toBe(
        6,
      );
      const bent = Array.from({ length: 24 }, (_, i) => 77 + (i * i) / 10);
      const config = transformer.config.parse(tiny);
      const other = transformer.initial(config, createAxis('m/z', bent), createRandom(1, 'x')).frozen.positions;
      expect(other?.data).not.toEqual(table);
    });

    it('depend on the share of the span alone, so that a unit does not matter', () => {
      expectClose(positions(24, 1000), positions(24), FLOAT32_SUMS);
    });

    it('of an axis of one bin are finite', () => {
      expect(positions(1).every(Number.isFinite)).toBe(true);
    });
  });
});
