import '@tensorflow/tfjs';
import { encodeModel, trace } from '@spectrosim/export';
import { createAxis, createRandom, type Recipe } from '@spectrosim/models';
import { encoderOf, initialModel } from '@spectrosim/models/graph';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { explanationGraph } from '../training/export-explanation.js';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('gradients of sums and means while a function is traced', () => {
  const dims = [3, 4, 5];
  const input = { x: { type: 'float32', dims } } as const;
  type Reduction = (x: tf.Tensor) => tf.Tensor;

  it.each<[string, Reduction, string, number | number[] | undefined]>([
    ['a sum of all', (x) => tf.sum(x), 'Sum', undefined],
    ['sums over one axis', (x) => tf.sum(x, 1), 'Sum', 1],
    ['sums over the last axis, kept', (x) => tf.sum(x, -1, true), 'Sum', -1],
    ['a mean of all', (x) => tf.mean(x), 'Mean', undefined],
    ['means over two axes', (x) => tf.mean(x, [0, 2]), 'Mean', [0, 2]],
    ['means over the last axis, kept', (x) => tf.mean(x, -1, true), 'Mean', -1],
  ])("%s: the graph is that of tfjs' own gradient, byte for byte", (_, reduction, kernel, axis) => {
    const own = tf.getGradient(kernel)?.gradFunc as tf.GradFunc;
    const ofTfjs = tf.customGrad((...given) => {
      const [x, save] = given as unknown as [tf.Tensor, (tensors: tf.Tensor[]) => void];
      save([x]);
      // Squares: what comes from above is then a number of its own for each result.
      return {
        value: reduction(x),
        gradFunc: (dy, saved) => [own(dy, saved, axis === undefined ? {} : { axis }).x?.() as tf.Tensor],
      };
    });
    const graphOf = (fn: Reduction) =>
      encodeModel(trace('reduced', ({ x }) => ({ slope: tf.grad((of) => tf.square(fn(of)))(x as tf.Tensor) }), input));
    expect(graphOf(reduction)).toEqual(graphOf(ofTfjs as Reduction));
  });

  it("are tfjs' own again afterwards, after an error too", () => {
    const before = [tf.getGradient('Sum'), tf.getGradient('Mean')];
    trace('sum', ({ x }) => ({ y: tf.sum(x as tf.Tensor) }), input);
    expect(() =>
      trace(
        'fails',
        () => {
          throw new Error('on purpose');
        },
        input,
      ),
    ).toThrow('on purpose');
    expect([tf.getGradient('Sum'), tf.getGradient('Mean')]).toEqual(before);
    expect(tf.getGradient('Sum')?.gradFunc).toBe(before[0]?.gradFunc);
  });
});

describe('a graph that explains', () => {
  /** The largest batch size that a graph with an open one is traced at. */
  const LARGEST_TRACED = 1013;
  const bins = 2080;
  const axis = createAxis(
    'm/z',
    Array.from({ length: bins }, (_, i) => 100 + i / 2),
  );

  it.each([
    ['transformer', { residual: true }],
    ['residual', {}],
    ['cnn', {}],
  ])(
    'is traced from %s without an array on the host that is larger than its weights or a batch of spectra',
    (name, given) => {
      const config = encoderOf(name).config.parse(given);
      const preprocessing: Recipe = [{ step: 'snv' }];
      const model = { preprocessing, encoder: { name, config } };
      const { frozen, running, trainable } = initialModel(model, {}, axis, createRandom(1, 'encoder'));
      const weights = { ...frozen, ...running, ...trainable };
      // Every array that tfjs makes of numbers, `tf.ones` and `tf.zeros` among them, comes by here. What is on its way is 32 times as
      // much as a batch of spectra.
      const largest = Math.max(LARGEST_TRACED * bins, ...Object.values(weights).map(({ data }) => data.length));
      const made = vi.spyOn(tf.engine(), 'makeTensor');
      explanationGraph({ model, weights, start: { mean: new Float32Array(bins), vanishes: false } }, axis);
      const lengths = made.mock.calls.map(([values]) => values.length);
      expect(lengths.length).toBeGreaterThan(0);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(largest);
    },
  );
});
