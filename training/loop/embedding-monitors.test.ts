import type * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, FLOAT32_SUMS, floats, normals } from '../../models/graph/eager.setup.js';
import { embeddingMonitors } from './embedding-monitors.js';

const numberOf = (tensor: tf.Tensor) => tensor.dataSync()[0] as number;

describe('embeddingMonitors', () => {
  it('of two spectra in the plane (by hand)', () => {
    // Unit rows (1, 0), (0, 1) and their other views (1, 0), (−1, 0); lengths do not count.
    // Mean (¼, ¼), so Σx² = 2.75, Σy² = 0.75, Σxy = −0.25.
    const monitors = embeddingMonitors(floats([4, 2], [3, 0, 0, 0.5, 1, 0, -7, 0]));
    expectClose(monitors.spread, [(Math.SQRT2 * (Math.sqrt(2.75 / 4) + Math.sqrt(0.75 / 4))) / 2], FLOAT32);
    expectClose(monitors.effectiveRank, [3.5 ** 2 / (2.75 ** 2 + 0.75 ** 2 + 2 * 0.25 ** 2)], FLOAT32_SUMS);
    expectClose(monitors.alignment, [(0 + 2) / 2], FLOAT32);
    // One pair, at the squared distance of 2.
    expectClose(monitors.uniformity, [-4], FLOAT32_SUMS);
  });

  it('of the corners of a cross: as many directions as there are, and none apart from its other view', () => {
    // ±e₁, ±e₂, ±e₃: two pairs of 4 are opposite (d² = 4), the others at right angles (d² = 2).
    const corners = [1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1];
    const monitors = embeddingMonitors(floats([12, 3], [...corners, ...corners]));
    expectClose(monitors.spread, [1], FLOAT32);
    expectClose(monitors.effectiveRank, [3], FLOAT32_SUMS);
    expectClose(monitors.alignment, [0], 0);
    expectClose(monitors.uniformity, [Math.log((4 * Math.exp(-4) + Math.exp(-8)) / 5)], FLOAT32_SUMS);
  });

  it('of one point are 0', () => {
    const monitors = embeddingMonitors(floats([6, 2], new Array(12).fill(2)));
    for (const monitor of Object.values(monitors)) {
      expect(numberOf(monitor)).toBeCloseTo(0, 6);
    }
  });

  it('has no rank above that of the directions there are', () => {
    const rank = numberOf(embeddingMonitors(floats([8, 64], normals('embeddings', 512))).effectiveRank);
    expect(rank).toBeGreaterThan(5);
    expect(rank).toBeLessThan(7);
  });
});
