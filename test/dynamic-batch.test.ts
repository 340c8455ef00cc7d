import { type DynamicInput, traceDynamic } from '@spectrosim/export';
import { createAxis, createRandom, type NamedTensors, recipeSchema } from '@spectrosim/models';
import { encode, initialModel, type ModelDefinition } from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectSame, type Fn, normals, runEager, runGraph } from './eager.setup.js';
import { OWN_ENCODERS } from './own-encoders.setup.js';
import { TOLERANCES } from './tolerances.js';

const open = { x: { type: 'float32', dims: ['B', 4] } } as const;
const expectAnyBatch = async (
  fn: Fn,
  tolerance: number,
  inputs: Record<string, DynamicInput>,
  values: (batch: number) => NamedTensors,
) => {
  const graph = traceDynamic('dynamic', fn, inputs, 'B');
  for (const batch of [1, 3, 7]) {
    expectSame(await runGraph(graph, values(batch)), runEager(fn, { ...values(batch) }), tolerance);
  }
  return graph;
};
const traced = (fn: (x: tf.Tensor) => tf.Tensor) => () =>
  traceDynamic('fixed', ({ x }) => ({ y: fn(x as tf.Tensor) }), open, 'B');

describe('traceDynamic', () => {
  it.each<[string, (x: tf.Tensor) => tf.Tensor]>([
    ['a product', (x) => tf.matMul(x, tf.ones([4, 2]))],
    ['rows by their mean', (x) => tf.div(x, tf.add(tf.abs(tf.mean(x, 1, true)), 1))],
    ['a flat view', (x) => tf.reshape(tf.exp(tf.reshape(x, [-1, 2])), [-1, 4])],
    [
      'there and back through heads',
      (x) =>
        tf.reshape(tf.transpose(tf.reshape(x, [x.shape[0] as number, 2, 2]), [0, 2, 1]), [x.shape[0] as number, 4]),
    ],
    ['a sum over the batch', (x) => tf.sum(x, 0)],
    [
      'one row repeated for every spectrum',
      (x) => tf.add(x, tf.tile(tf.tensor2d([[1, 2, 3, 4]]), [x.shape[0] as number, 1])),
    ],
    [
      'slices and a sorted half',
      (x) => tf.concat([tf.topk(tf.slice(x, [0, 1], [-1, 3]), 2).values, tf.reverse(x, 1)], 1),
    ],
    // Where 7 is the size of the third trace, and a shape [7] that of the result.
    ['a seventh column', (x) => tf.unstack(tf.concat([x, x], 1), 1)[7] as tf.Tensor],
    ['the input itself', (x) => x],
  ])('%s at 1, 3 and 7', async (_, fn) => {
    const one: Fn = ({ x }) => ({ y: fn(x as tf.Tensor) });
    await expectAnyBatch(one, TOLERANCES.operators, open, (batch) => ({ x: normals('dynamic', batch, 4) }));
  });

  it.each<[string, ModelDefinition['encoder'], number]>([
    [
      'transformer',
      { name: 'transformer', config: { patch: 4, width: 8, layers: 2, heads: 2, feedForward: 16, embedding: 5 } },
      5,
    ],
    [
      'transformer with a residual path',
      {
        name: 'transformer',
        config: { patch: 4, width: 8, layers: 2, heads: 2, feedForward: 16, embedding: 5, residual: true },
      },
      30,
    ],
    ['residual encoder', { name: 'residual', config: { hidden: 6 } }, 30],
    ...OWN_ENCODERS.map((encoder): [string, ModelDefinition['encoder'], number] => [encoder.name, encoder, 6]),
  ])('opens a whole model, its batch the only symbol: %s', async (_, encoder, width) => {
    const model: ModelDefinition = {
      preprocessing: recipeSchema.parse([
        { step: 'sqrt' },
        { step: 'savitzkyGolay', window: 5, derivative: 1 },
        { step: 'snv' },
      ]),
      encoder,
    };
    const axis = createAxis(
      'm/z',
      Array.from({ length: 30 }, (_, i) => 100 + i),
    );
    const { trainable, frozen, running } = initialModel(model, {}, axis, createRandom(1, 'dynamic'));
    // Not as they start: the end of a residual path is 0 then, and what comes before it would not show.
    const moved = Object.entries(trainable).map(([name, { dims, data }]) => {
      const by = normals(name, ...dims);
      return [name, { ...by, data: by.data.map((value, i) => value / 10 + Number(data[i])) }] as const;
    });
    const weights = { ...Object.fromEntries(moved), ...frozen, ...running };
    const fn: Fn = ({ spectra, ...rest }) => ({ embedding: encode(model, rest, spectra as tf.Tensor).embedding });
    const spectra = (batch: number) => {
      const value = normals('spectra', batch, 30);
      return { spectra: { ...value, data: value.data.map((number) => 1e6 * number * number) } };
    };
    const graph = traceDynamic('model', fn, { spectra: { type: 'float32', dims: ['B', 30] }, ...weights }, 'B');
    expect(graph.inputs).toEqual([{ name: 'spectra', type: 'float32', dims: ['B', 30] }]);
    expect(graph.outputs).toEqual([{ name: 'embedding', type: 'float32', dims: ['B', width] }]);
    expect(graph.nodes.map(({ op }) => op)).not.toContain('Expand');
    for (const batch of [1, 3, 7]) {
      const expected = runEager(fn, { ...spectra(batch), ...weights });
      expectSame(await runGraph(graph, spectra(batch)), expected, TOLERANCES.encoder);
    }
  });

  it('keeps the values of weights, and shares their symbol between inputs', async () => {
    const w = normals('w', 4);
    const inputs = { a: { type: 'float32', dims: ['B', 4] }, b: { type: 'float32', dims: ['B', 4] }, w } as const;
    const fn: Fn = ({ a, b, w }) => ({
      score: tf.sum(tf.mul(tf.mul(a as tf.Tensor, b as tf.Tensor), w as tf.Tensor), 1),
    });
    const graph = traceDynamic('pairs', fn, inputs, 'B');
    expect(graph.initializers.w).toBe(w);
    expect(graph.outputs).toEqual([{ name: 'score', type: 'float32', dims: ['B'] }]);
  });

  it('goes through no weight: the same array at every size is the same numbers', () => {
    const w = normals('w', 4);
    for (const name of [Symbol.iterator, 'every', 'map', 'some', 'slice', 'entries', 'values', 'forEach'] as const) {
      Object.defineProperty(w.data, name, { value: () => expect.fail(`${String(name)} of a weight was called`) });
    }
    const product: Fn = ({ x, w }) => ({ y: tf.mul(x as tf.Tensor, w as tf.Tensor) });
    expect(traceDynamic('product', product, { ...open, w }, 'B').initializers.w).toBe(w);
  });

  it.each<[string, (x: tf.Tensor) => tf.Tensor, RegExp]>([
    ['dividing by the batch size', (x) => tf.div(x, x.shape[0] as number), /Div_0 reads a constant that depends on it/],
    [
      'counting to the batch size',
      (x) => tf.add(x, tf.reshape(tf.range(0, x.shape[0] as number), [-1, 1])),
      /reads a constant that depends on it/,
    ],
    [
      'repeating to the batch size',
      (x) => tf.tile(tf.sum(x, 0, true), [x.shape[0] as number, 1]),
      /Expand_1 reads a constant that depends on it/,
    ],
    ['all but one row', (x) => tf.slice(x, [1, 0], [-1, -1]), /Slice_0 reads a constant that depends on it/],
    [
      'a shape of the batch and one',
      (x) =>
        tf.pad(x, [
          [1, 0],
          [0, 0],
        ]),
      /has shape \[1010,4\], which is not the batch itself/,
    ],
    ['flattening into the output', (x) => tf.reshape(x, [-1]), /has shape \[4036\], which is not the batch itself/],
  ])('refuses %s', (_, fn, message) => {
    expect(traced(fn)).toThrow(message);
    expect(traced(fn)).toThrow(/"fixed" cannot be traced with an open batch size.*Only shapes may depend on the batch/);
  });

  it('refuses a program that depends on the batch size', () => {
    expect(traced((x) => ((x.shape[0] as number) > 1_010 ? tf.exp(x) : tf.neg(x)))).toThrow(
      /operator Neg_0 is recorded otherwise/,
    );
    expect(traced((x) => ((x.shape[0] as number) > 1_010 ? tf.exp(tf.neg(x)) : tf.neg(x)))).toThrow(
      /is recorded otherwise/,
    );
  });

  it.each<[string, (x: tf.Tensor2D) => tf.Tensor]>([
    ['a clamp', (x) => tf.slice(x, [0, 0], [Math.min(x.shape[0], 64), -1])],
    ['another constant', (x) => tf.mul(x, x.shape[0] > 8 ? 2 : 100)],
    ['another operator', (x) => (x.shape[0] > 8 ? tf.exp(x) : tf.neg(x))],
  ])('refuses what only small batches do: %s', (_, fn) => {
    expect(traced((x) => fn(x as tf.Tensor2D))).toThrow(/cannot be traced with an open batch size/);
  });

  it('refuses a symbol other than the batch', () => {
    const inputs = { x: { type: 'float32', dims: ['B', 'L'] } } as const;
    expect(() => traceDynamic('symbols', ({ x }) => ({ y: x as tf.Tensor }), inputs, 'B')).toThrow(
      /Input "x" has a dimension "L". Expected numbers and "B"/,
    );
  });
});
