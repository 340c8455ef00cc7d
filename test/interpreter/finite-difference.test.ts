import type { Graph } from '@spectrosim/export';
import { describe, expect, it } from 'vitest';
import { finiteDifference } from './finite-difference.js';

/** Σ sigmoid(x·w)², by nodes. */
const graph: Graph = {
  name: 'loss',
  inputs: [
    { name: 'x', type: 'float32', dims: [2, 3] },
    { name: 'w', type: 'float32', dims: [3, 1] },
  ],
  outputs: [{ name: 'loss', type: 'float32', dims: [] }],
  initializers: {},
  nodes: [
    { op: 'MatMul', name: 'product', inputs: ['x', 'w'], outputs: ['p'], attributes: {} },
    { op: 'Sigmoid', name: 'sigmoid', inputs: ['p'], outputs: ['s'], attributes: {} },
    { op: 'Mul', name: 'square', inputs: ['s', 's'], outputs: ['q'], attributes: {} },
    { op: 'ReduceSum', name: 'sum', inputs: ['q'], outputs: ['loss'], attributes: { keepdims: { int: 0 } } },
  ],
  metadata: {},
};
const [x, w] = [
  [0.5, -1, 2, 1.5, 0.25, -0.75],
  [0.3, -0.2, 0.7],
];
const feeds = {
  x: { type: 'float32', dims: [2, 3], data: x },
  w: { type: 'float32', dims: [3, 1], data: w },
} as const;

describe('finiteDifference', () => {
  it('gives the derivative of the closed form', () => {
    const rows = [x.slice(0, 3), x.slice(3)];
    const exact = w.map((_, k) =>
      rows.reduce((sum, row) => {
        const s = 1 / (1 + Math.exp(-row.reduce((total, value, i) => total + value * (w[i] ?? 0), 0)));
        return sum + 2 * s * s * (1 - s) * (row[k] ?? 0);
      }, 0),
    );
    const slopes = finiteDifference(graph, feeds, { output: 'loss', input: 'w' });
    for (const [k, slope] of slopes.entries()) expect(slope).toBeCloseTo(exact[k] ?? Number.NaN, 9);
    expect(finiteDifference(graph, feeds, { output: 'loss', input: 'w', elements: [2, 0] })).toEqual([
      slopes[2],
      slopes[0],
    ]);
  });

  it('refuses an output that is not a scalar, and unknown names', () => {
    expect(() => finiteDifference(graph, feeds, { output: 'q', input: 'w' })).toThrow(/"q" is not a scalar/);
    expect(() => finiteDifference(graph, feeds, { output: 'loss', input: 'v' })).toThrow(/no feed "v"/);
  });
});
