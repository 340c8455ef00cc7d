import { createRandom } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, FLOAT32_SUMS, floats, normals, tensorsOf } from '../eager.setup.js';
import { scoped } from '../weights.js';
import { dense } from './dense.js';
import { gelu } from './gelu.js';
import { initialMixture, mixtureOfExperts } from './mixture-of-experts.js';
import { topKGate, topKMask } from './top-k-gate.js';

describe('topKMask', () => {
  it('marks the k largest; of equals the first, so that there are always k', () => {
    const mask = (k: number, ...scores: number[]) => [...topKMask(floats([1, scores.length], scores), k).dataSync()];
    expect(mask(2, 0.1, 3, -1, 2)).toEqual([0, 1, 0, 1]);
    expect(mask(2, 1, 1, 2)).toEqual([1, 0, 1]);
    expect(mask(2, 0, 0, 0, 0)).toEqual([1, 1, 0, 0]);
    expect(mask(3, 5, 1, 5, 1, 1)).toEqual([1, 1, 1, 0, 0]);
    expect(mask(1, -2, -1, -1)).toEqual([0, 1, 0]);
  });
});

describe('topKGate', () => {
  it('is the softmax over the chosen alone, by hand', () => {
    const shares = topKGate(floats([2, 3], [0, Math.log(3), -5, 9, 9, 9]), 2);
    expectClose(shares, [0.25, 0.75, 0, 0.5, 0.5, 0], FLOAT32);
    expect(shares.dataSync()[2]).toBe(0);
  });
});

describe('mixtureOfExperts', () => {
  it('adds up what the chosen experts say of each token, one at a time', () => {
    const weights = tensorsOf(initialMixture(createRandom(1, 'mixture'), 4, 6, 3));
    const x = floats([2, 5, 4], normals('tokens', 40));
    const y = mixtureOfExperts(weights, x, 2);
    expect(y.shape).toEqual([2, 5, 4]);
    const scores = dense(scoped(weights, 'gate'), x).dataSync();
    const expected = Array.from({ length: 10 }, (_, token) => {
      const own = Array.from(scores.subarray(3 * token, 3 * token + 3));
      const chosen = [0, 1, 2].sort((a, b) => (own[b] as number) - (own[a] as number)).slice(0, 2);
      const powers = chosen.map((expert) => Math.exp(own[expert] as number));
      const total = powers.reduce((sum, power) => sum + power, 0);
      const sum = new Float64Array(4);
      for (const [i, expert] of chosen.entries()) {
        const layers = scoped(weights, `experts.${expert}`);
        const row = tf.reshape(tf.slice(tf.reshape(x, [10, 4]), [token, 0], [1, 4]), [1, 4]);
        const said = dense(scoped(layers, 'out'), gelu(dense(scoped(layers, 'hidden'), row))).dataSync();
        for (const [at, value] of said.entries()) {
          sum[at] = (sum[at] as number) + ((powers[i] as number) / total) * value;
        }
      }
      return [...sum];
    }).flat();
    expectClose(y, expected, FLOAT32_SUMS);
  });
});
