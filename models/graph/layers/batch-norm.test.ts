import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, FLOAT32_SUMS, floats, normals } from '../eager.setup.js';
import { batchNorm, runningBatchNorm } from './batch-norm.js';

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

describe('runningBatchNorm', () => {
  const bins = 5;
  const x = normals('channels', batch * width * bins).map((value, i) => 3 + value * (1 + (i % 4)));
  const input = floats([batch, width, bins], x);
  const running = { mean: floats([width], [0, 1, 2, 3]), variance: floats([width], [1, 2, 3, 4]) };
  const columnOf = (channel: number) =>
    Array.from({ length: batch * bins }, (_, i) => {
      const [row, bin] = [Math.floor(i / bins), i % bins];
      return x[(row * width + channel) * bins + bin] as number;
    });
  const momentsOf = (values: readonly number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { mean, squares: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) };
  };
  const normalisedBy = (statistics: (channel: number) => { mean: number; variance: number }) =>
    Array.from(x, (value, i) => {
      const channel = Math.floor(i / bins) % width;
      const { mean, variance } = statistics(channel);
      return ((value - mean) / Math.sqrt(variance + 1e-5)) * (scale[channel] as number) + (offset[channel] as number);
    });

  it('in training takes the statistics of the batch over rows and bins, in double precision', () => {
    const { y } = runningBatchNorm({ ...weights, ...running }, input, 'training');
    const expected = normalisedBy((channel) => {
      const { mean, squares } = momentsOf(columnOf(channel));
      return { mean, variance: squares / (batch * bins) };
    });
    expectClose(y, expected, FLOAT32_SUMS);
  });

  it('in training moves the running statistics by a tenth, the variance without bias', () => {
    const { updates } = runningBatchNorm({ ...weights, ...running }, input, 'training');
    const moved = Array.from({ length: width }, (_, channel) => {
      const { mean, squares } = momentsOf(columnOf(channel));
      return {
        mean: 0.9 * channel + 0.1 * mean,
        variance: 0.9 * (channel + 1) + (0.1 * squares) / (batch * bins - 1),
      };
    });
    expect(Object.keys(updates)).toEqual(['mean', 'variance']);
    for (const name of ['mean', 'variance'] as const) {
      const wanted = moved.map((each) => each[name]);
      expectClose(updates[name] as never, wanted, FLOAT32_SUMS);
    }
  });

  it('in inference takes the running ones, so that a spectrum does not depend on its batch', () => {
    const all = { ...weights, ...running };
    const { y, updates } = runningBatchNorm(all, input, 'inference');
    expectClose(
      y,
      normalisedBy((channel) => ({ mean: channel, variance: channel + 1 })),
      FLOAT32_SUMS,
    );
    expect(updates).toEqual({});
    const alone = runningBatchNorm(all, floats([1, width, bins], x.subarray(0, width * bins)), 'inference').y;
    expectClose(alone, y.dataSync().subarray(0, width * bins), FLOAT32);
  });
});
