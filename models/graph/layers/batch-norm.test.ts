import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, FLOAT32_SUMS, floats, normals } from '../eager.setup.js';
import { batchNorm } from './batch-norm.js';

const [batch, width] = [6, 4];
const scale = normals('scale', width);
const offset = normals('offset', width);
const weights = { scale: floats([width], scale), offset: floats([width], offset) };

describe('batchNorm', () => {
  it('is the formula of Ioffe & Szegedy 2015 over the batch, in double precision', () => {
    const x = normals('x', batch * width).map((value, i) => 5 + value * (1 + (i % width)));
    const expected = new Float64Array(batch * width);
    for (let feature = 0; feature < width; feature++) {
      const column = Array.from({ length: batch }, (_, row) => x[row * width + feature] as number);
      const mean = column.reduce((sum, value) => sum + value, 0) / batch;
      const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / batch;
      for (const [row, value] of column.entries()) {
        const normalised = (value - mean) / Math.sqrt(variance + 1e-5);
        expected[row * width + feature] = normalised * (scale[feature] as number) + (offset[feature] as number);
      }
    }
    expectClose(batchNorm(weights, floats([batch, width], x)), expected, FLOAT32_SUMS);
  });

  it('of a batch of one is the offset', () => {
    expectClose(batchNorm(weights, floats([1, width], normals('one', width))), offset, FLOAT32);
  });

  it('of equal rows is finite', () => {
    const y = batchNorm(weights, floats([batch, width], new Float32Array(batch * width).fill(1e8)));
    expect(y.dataSync().every(Number.isFinite)).toBe(true);
  });
});
