import '@tensorflow/tfjs';
import { createRandom } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, FLOAT32, FLOAT32_SUMS, floats, normals, tensorsOf } from '../eager.setup.js';
import type { HostWeights } from '../weights.js';
import { balancedExperts, expertImbalance, initialBalancedExperts } from './balanced-experts.js';

const [tokens, width, hidden, experts] = [7, 4, 3, 4];
const initial = initialBalancedExperts(createRandom(1, 'experts'), width, hidden, experts);
const host: HostWeights = Object.fromEntries(
  Object.entries(initial).map(([name, value]) => [name, { ...value, data: normals(name, value.data.length) }]),
) as HostWeights;
const of = (name: string, at: number) => host[name]?.data[at] as number;

/** The error function as a sum of its Taylor series, in double precision. */
function erf(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 1; n < 60; n++) {
    term *= -(x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
const gelu = (x: number) => (x * (1 + erf(x / Math.SQRT2))) / 2;

/** Scores of the gate for one token. */
const scoresOf = (row: readonly number[]) =>
  Array.from({ length: experts }, (_, e) =>
    row.reduce((sum, value, d) => sum + value * of('gate.weight', d * experts + e), of('gate.bias', e)),
  );
const bestTwo = (scores: readonly number[]) =>
  scores
    .map((_, e) => e)
    .sort((a, b) => (scores[b] as number) - (scores[a] as number))
    .slice(0, 2);

/** What one expert says of one token. */
function expert(e: number, row: readonly number[]): number[] {
  const inner = Array.from({ length: hidden }, (_, h) => {
    const at = e * hidden + h;
    return gelu(
      row.reduce(
        (sum, value, d) => sum + value * of('expand.weight', d * experts * hidden + at),
        of('expand.bias', at),
      ),
    );
  });
  return Array.from({ length: width }, (_, d) =>
    inner.reduce(
      (sum, value, h) => sum + value * of('contract.weight', (e * hidden + h) * width + d),
      of('contract.bias', e * width + d),
    ),
  );
}

const x = normals('tokens', tokens * width);
const rows = Array.from({ length: tokens }, (_, t) => Array.from(x.subarray(t * width, (t + 1) * width)));

describe('balancedExperts', () => {
  it('adds up what the best two of four say of each token, in double precision', () => {
    const expected = rows.flatMap((row) => {
      const scores = scoresOf(row);
      const chosen = bestTwo(scores);
      const powers = chosen.map((e) => Math.exp(scores[e] as number));
      const total = powers.reduce((sum, power) => sum + power);
      const said = chosen.map((e) => expert(e, row));
      return Array.from({ length: width }, (_, d) =>
        said.reduce((sum, one, i) => sum + ((powers[i] as number) / total) * (one[d] as number), 0),
      );
    });
    const { y, scores } = balancedExperts(tensorsOf(host), floats([tokens, width], x), 2);
    expectClose(y, expected, FLOAT32_SUMS);
    expectClose(scores, rows.flatMap(scoresOf), FLOAT32_SUMS);
  });
});

describe('expertImbalance', () => {
  it('is E · Σ f P of Fedus et al. 2021, token by token in double precision', () => {
    const fractions = new Float64Array(experts);
    const trust = new Float64Array(experts);
    for (const row of rows) {
      const scores = scoresOf(row);
      const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
      for (const e of bestTwo(scores)) {
        fractions[e] = (fractions[e] as number) + 1 / (2 * tokens);
      }
      scores.forEach((score, e) => {
        trust[e] = (trust[e] as number) + Math.exp(score) / total / tokens;
      });
    }
    const expected = experts * fractions.reduce((sum, f, e) => sum + f * (trust[e] as number), 0);
    expectClose(expertImbalance(floats([tokens, experts], rows.flatMap(scoresOf)), 2), [expected], FLOAT32_SUMS);
  });

  it('is 1 when experts are used evenly, E / k when the same k are used for all', () => {
    // Four tokens that each prefer two neighbours in a ring.
    const ring = [0, 1, 2, 3].flatMap((t) => [0, 1, 2, 3].map((e) => ((e - t + 4) % 4 < 2 ? 3 : 0)));
    expectClose(expertImbalance(floats([4, 4], ring), 2), [1], FLOAT32);
    const same = Array.from({ length: 5 }, () => [50, 50, 0, 0]).flat();
    expectClose(expertImbalance(floats([5, 4], same), 2), [2], FLOAT32);
  });

  it('pushes down the gate of an expert that is used too much', () => {
    const scores = floats([3, 4], [2, 1, 0, 0, 2, 1, 0, 0, 2, 1, 0, 0]);
    const slopes = tf
      .grad((s) => expertImbalance(s, 2))(scores)
      .dataSync();
    expect(slopes[0]).toBeGreaterThan(0);
    expect(slopes[3]).toBeLessThan(0);
  });
});
