import { checkGraph, decodeModel, encodeModel, type Graph } from '@spectrosim/export';
import { describe, expect, it } from 'vitest';
import { erf } from './erf.js';
import { HAND_COMPUTED, type HandComputed } from './hand-computed.js';
import { interpret, OPERATORS } from './interpret.js';

function graphOf({ op, inputs, attributes, expected }: HandComputed): Graph {
  const [name = '', domain] = op.startsWith('com.microsoft.') ? [op.slice(14), 'com.microsoft'] : [op];
  return {
    name: 'hand',
    inputs: [],
    outputs: [{ name: 'y', type: expected.type, dims: expected.dims }],
    initializers: Object.fromEntries(inputs.map((value, index) => [`x${index}`, value])),
    nodes: [
      {
        op: name,
        ...(domain === undefined ? {} : { domain }),
        name: 'node',
        inputs: inputs.map((_, index) => `x${index}`),
        outputs: ['y'],
        attributes,
      },
    ],
    metadata: {},
  };
}

describe('interpreter and checker, against results worked out by hand', () => {
  for (const [index, test] of HAND_COMPUTED.entries()) {
    it(`${test.op}, case ${index}`, () => {
      const graph = decodeModel(encodeModel(graphOf(test)));
      checkGraph(graph);
      const { y } = interpret(graph, {});
      expect(y?.type).toBe(test.expected.type);
      expect(y?.dims).toEqual(test.expected.dims);
      for (const [at, value] of test.expected.data.entries()) expect(y?.data[at]).toBeCloseTo(value, 14);
    });
  }

  it('know the same operators', () => {
    const [first] = HAND_COMPUTED;
    const unknown = { ...first, op: 'Nothing' } as HandComputed;
    const known = Object.keys(OPERATORS).toSorted().join(' ');
    expect(() => checkGraph(graphOf(unknown))).toThrow(`Known: ${known}.`);
  });
});

describe('ConvTranspose', () => {
  it('is the adjoint of Conv: ⟨conv(x), y⟩ = ⟨x, convTranspose(y)⟩', () => {
    // Numbers without a pattern; groups, strides, dilations and uneven pads on two axes.
    const numbers = (count: number, phase: number) =>
      Float64Array.from({ length: count }, (_, i) => Math.sin(i * i + phase));
    const attributes = {
      group: { int: 2 },
      strides: { ints: [2, 3] },
      dilations: { ints: [1, 2] },
      pads: { ints: [1, 0, 0, 2] },
    };
    const [x, y] = [numbers(2 * 4 * 7 * 11, 1), numbers(2 * 6 * 3 * 4, 2)];
    const w = numbers(6 * 2 * 3 * 2, 3);
    const run = (op: string, dims: readonly number[], data: Float64Array, extra = {}) =>
      interpret(
        {
          name: 'adjoint',
          inputs: [],
          outputs: [{ name: 'r', type: 'float32', dims: [] }],
          initializers: {},
          nodes: [{ op, name: 'n', inputs: ['a', 'w'], outputs: ['r'], attributes: { ...attributes, ...extra } }],
          metadata: {},
        },
        { a: { type: 'float32', dims, data }, w: { type: 'float32', dims: [6, 2, 3, 2], data: w } },
      ).r;
    const forward = run('Conv', [2, 4, 7, 11], x);
    expect(forward?.dims).toEqual([2, 6, 3, 4]);
    const back = run('ConvTranspose', [2, 6, 3, 4], y, { output_padding: { ints: [1, 1] } });
    expect(back?.dims).toEqual([2, 4, 7, 11]);
    const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
    expect(dot(forward?.data ?? x, y)).toBeCloseTo(dot(x, back?.data ?? y), 12);
  });
});

describe('erf', () => {
  it('agrees with its series to 15 digits', () => {
    for (let x = -6.5; x <= 6.5; x += 0.0371) {
      // 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (2n+1)!!, whose terms have one sign (Abramowitz & Stegun 7.1.6).
      let [term, sum] = [x, 0];
      for (let n = 0; n < 300; n++) {
        sum += term;
        term *= (2 * x * x) / (2 * n + 3);
      }
      const series = (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
      expect(Math.abs(erf(x) - series)).toBeLessThan(4e-15);
    }
    expect(erf(0)).toBe(0);
    expect(erf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(erf(Number.NaN)).toBeNaN();
  });
});
