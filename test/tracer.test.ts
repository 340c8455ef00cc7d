import '@tensorflow/tfjs';
import { trace } from '@spectrosim/export';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { TRACE_KERNELS } from '../export/tracer/kernels/index.js';
import { callerOf } from '../export/tracer/missing-kernel.js';
import { conv1d } from '../models/graph/layers/conv1d.js';
import { cumulativeSum } from '../models/graph/layers/cumulative-sum.js';
import { maxPool1d } from '../models/graph/layers/max-pool1d.js';
import { augment, augmentationsSchema } from '../training/augment/augment.js';
import { expectSame, expectTraced, type Fn, normals, runEager, runGraph, shapesOf } from './eager.setup.js';
import { TOLERANCES } from './tolerances.js';
import { TRACER_CASES, type TracerCase } from './tracer-cases.js';

const asFn =
  ({ fn }: TracerCase): Fn =>
  ({ x, y, z }) => {
    const results = [fn(x as tf.Tensor, y as tf.Tensor, z as tf.Tensor)].flat() as tf.Tensor[];
    return Object.fromEntries(results.map((tensor, i) => [`out${i}`, tensor]));
  };
const x23 = { x: { type: 'float32', dims: [2, 3] } } as const;
const input = (tensors: Record<string, tf.Tensor>, name = 'x') => tensors[name] as tf.Tensor;
const opsOf = (fn: (x: tf.Tensor) => tf.Tensor) =>
  trace('ops', (tensors) => ({ y: fn(input(tensors)) }), x23).nodes.map(({ op }) => op);

beforeEach(() => tf.setBackend('cpu'));

describe('every kernel, traced and run by ONNX Runtime, gives what tfjs computes', () => {
  it('has a case', () => {
    expect(Object.keys(TRACER_CASES).toSorted()).toEqual(Object.keys(TRACE_KERNELS).toSorted());
  });

  it.each(Object.entries(TRACER_CASES))('%s', async (kernel, cases) => {
    for (const one of cases) {
      await expectTraced(asFn(one), one.values, TOLERANCES.operators);
    }
    const called = await tf.profile(
      () => runEager(asFn(cases[0] as TracerCase), (cases[0] as TracerCase).values) as never,
    );
    expect(called.kernelNames).toContain(kernel);
  });
});

/** Steps of a random program, each of which keeps numbers moderate and the shape [2, 3]. */
const STEPS: Readonly<Record<string, (x: tf.Tensor, y: tf.Tensor) => tf.Tensor>> = {
  add: (x, y) => tf.add(x, y),
  rows: (x, y) => tf.sub(x, tf.slice(y, [0, 0], [1, 3])),
  columns: (x, y) => tf.mul(tf.tanh(x), tf.mean(y, 1, true)),
  spread: (x, y) => tf.maximum(tf.tile(tf.sum(tf.tanh(x), 0, true), [2, 1]), y),
  turn: (x) => tf.reshape(tf.transpose(x), [2, 3]),
  filled: (x) => tf.sub(tf.fill([2, 3], 0.5), x),
  neutral: (x) => tf.add(tf.mul(x, tf.onesLike(x)), tf.zeros([3])),
  pick: (x, y) => tf.where(tf.greater(x, y), x, tf.neg(y)),
  product: (x, y) => tf.matMul(tf.softmax(x), tf.matMul(y, y, true)),
  halves: (x, y) => tf.concat([tf.slice(y, [0, 1], [2, 2]), tf.slice(x, [0, 0], [2, 1])], 1),
  reverse: (x) => tf.reverse(x, 1),
  // tfjs' erf is a polynomial, right to 1.5e-7 of 1 and not of a small number.
  gelu: (x) => tf.mul(x, tf.add(1, tf.erf(x))),
  convolve: (x, y) => {
    const weight = tf.reshape(tf.tanh(y), [2, 1, 3]);
    return tf.reshape(conv1d({ weight }, tf.reshape(x, [1, 2, 3]), { groups: 2, padding: 'same' }), [2, 3]);
  },
  pool: (x) => tf.reshape(maxPool1d(tf.reshape(x, [1, 2, 3]), 2, { stride: 1, padding: [0, 1] }), [2, 3]),
  soFar: (x) => cumulativeSum(tf.tanh(x), { axis: 0, reverse: true }),
};

it('export(trace(f)) = f for random programs', async () => {
  const program = fc.array(fc.constantFrom(...Object.keys(STEPS)), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(program, async (steps) => {
      const fn: Fn = (tensors) => {
        const results = [input(tensors), input(tensors, 'y')];
        for (const step of steps) {
          const [before, last] = results.slice(-2) as [tf.Tensor, tf.Tensor];
          results.push((STEPS[step] as (x: tf.Tensor, y: tf.Tensor) => tf.Tensor)(last, before));
        }
        return { last: results.at(-1) as tf.Tensor, middle: results[results.length >> 1] as tf.Tensor };
      };
      await expectTraced(fn, { x: normals('x', 2, 3), y: normals('y', 2, 3) }, TOLERANCES.encoder);
    }),
    { numRuns: 40, seed: 7 },
  );
});

it('circularShift by fed numbers is one GatherElements, and what tfjs computes', async () => {
  const augmentations = augmentationsSchema.parse([{ name: 'circularShift' }]);
  const shift = { type: 'float32', dims: [5, 1], data: Float32Array.of(0, 1, -1, 7, -7) } as const;
  const graph = await expectTraced(
    ({ x, ...draws }) => ({ y: augment(augmentations, x as tf.Tensor, draws) }),
    { x: normals('shift', 5, 7), '0.shift': shift },
    0,
  );
  expect(graph.nodes.map(({ op }) => op)).toContain('GatherElements');
});

describe('outputs', () => {
  const values = { x: normals('outputs', 2, 3) };

  it.each<[string, Fn]>([
    ['an input passed through', ({ x }) => ({ y: x as tf.Tensor })],
    ['one value under two names', ({ x }) => ({ y: tf.exp(x as tf.Tensor), z: tf.exp(x as tf.Tensor) })],
    [
      'an inner value and what is made of it',
      ({ x }) => {
        const y = tf.exp(x as tf.Tensor);
        return { y, z: tf.neg(y) };
      },
    ],
    ['a constant', ({ x }) => ({ y: tf.add(x as tf.Tensor, 1), z: tf.tensor1d([1, 2, 3]) })],
    ['a uniform constant', () => ({ y: tf.fill([2, 2], 3) })],
    ['a broadcast', ({ x }) => ({ y: tf.tile(tf.sum(x as tf.Tensor, 0, true), [5, 1]) })],
    ['one value in two shapes', ({ x }) => ({ y: x as tf.Tensor, z: tf.reshape(x as tf.Tensor, [6]) })],
  ])('%s', async (_, fn) => {
    await expectTraced(fn, values, TOLERANCES.operators);
  });

  it('are refused under the name of an input', () => {
    expect(() => trace('clash', ({ x }) => ({ x: tf.neg(x as tf.Tensor) }), x23)).toThrow(
      /output "x".*name of an input/,
    );
  });
});

describe('inputs', () => {
  it.each(['~x', '~1', ''])('are refused under the name "%s"', (name) => {
    const run = () => trace('names', (tensors) => ({ y: tf.neg(input(tensors, name)) }), { [name]: x23.x });
    expect(run).toThrow(/cannot name a graph's input/);
  });

  it('that hold data become initializers of their name, and are dropped when nothing reads them', () => {
    const w = normals('w', 3);
    const graph = trace('weights', ({ x, w }) => ({ y: tf.mul(x as tf.Tensor, w as tf.Tensor) }), {
      ...x23,
      w,
      unused: w,
    });
    expect(graph.inputs).toEqual([{ name: 'x', type: 'float32', dims: [2, 3] }]);
    expect(graph.initializers).toEqual({ w });
  });

  it('that nothing reads stay in the interface', async () => {
    const values = { x: normals('x', 2), y: normals('y', 2) };
    await expectTraced(({ x }) => ({ z: tf.neg(x as tf.Tensor) }), values, 0);
  });

  it("may be joined by a computing backend's tensor, in one trace after another, and leave it as it was", async () => {
    const captured = tf.tensor1d([1, 2, 3]);
    const values = { x: normals('x', 2, 3) };
    const scaled: Fn = ({ x }) => ({ y: tf.mul(tf.add(x as tf.Tensor, [9, 9.5, 7]), captured) });
    const added: Fn = ({ x }) => ({ y: tf.add(x as tf.Tensor, captured) });
    for (const fn of [added, added, scaled]) {
      const graph = trace('captured', fn, x23);
      expectSame(await runGraph(graph, values), runEager(fn, values), TOLERANCES.operators);
    }
    expect(Array.from(captured.dataSync())).toEqual([1, 2, 3]);
    expect(tf.getBackend()).toBe('cpu');
  });

  it('whose names hold commas stay apart', () => {
    const input = { type: 'float32', dims: [2] } as const;
    const graph = trace(
      'commas',
      (t) => ({
        y: tf.add(
          tf.concat([t['a,b'] as tf.Tensor1D, t.c as tf.Tensor1D]),
          tf.concat([t.a as tf.Tensor1D, t['b,c'] as tf.Tensor1D]),
        ),
      }),
      { 'a,b': input, c: input, a: input, 'b,c': input },
    );
    expect(graph.nodes.map(({ op }) => op)).toEqual(['Concat', 'Concat', 'Add']);
  });
});

describe('a recording', () => {
  it('holds the same call once', () => {
    expect(opsOf((x) => tf.add(tf.exp(x), tf.neg(tf.exp(x))))).toEqual(['Exp', 'Neg', 'Add']);
    expect(opsOf((x) => tf.add(tf.sum(x, 0), tf.sum(x, [0])))).toEqual(['ReduceSum', 'Add']);
  });

  it('keeps calls apart that differ in an attribute or in the order of operands', () => {
    expect(opsOf((x) => tf.add(tf.max(x, 1, true), tf.max(x, 0, true)))).toEqual(['ReduceMax', 'ReduceMax', 'Add']);
    expect(opsOf((x) => tf.add(tf.sub(x, 2), tf.sub(2, x)))).toEqual(['Sub', 'Sub', 'Add']);
  });

  it('holds a uniform constant as a scalar, without Expand', () => {
    const graph = trace('uniform', ({ x }) => ({ y: tf.mul(x as tf.Tensor, tf.fill([2, 3], 2)) }), x23);
    expect(graph.nodes.map(({ op }) => op)).toEqual(['Mul']);
    expect(Object.values(graph.initializers)).toEqual([{ type: 'float32', dims: [], data: Float32Array.of(2) }]);
  });

  it('shares constants of equal content', () => {
    const graph = trace('shared', ({ x }) => ({ y: tf.add(tf.mul(x as tf.Tensor, [1, 2, 3]), [1, 2, 3]) }), x23);
    expect(Object.keys(graph.initializers)).toHaveLength(1);
  });

  it('holds a large constant that is read twice once', () => {
    const large = tf.tensor1d(normals('large', 5000).data as Float32Array);
    const graph = trace('large', ({ x }) => ({ y: tf.mul(tf.add(x as tf.Tensor, large), large) }), {
      x: { type: 'float32', dims: [2, 5000] },
    });
    expect(Object.keys(graph.initializers)).toHaveLength(1);
  });

  it('does not add 0, multiply by 1, pad by nothing or repeat once', () => {
    expect(opsOf((x) => tf.exp(tf.add(tf.mul(x, 1), 0)))).toEqual(['Exp']);
    expect(
      opsOf((x) =>
        tf.exp(
          tf.tile(
            tf.pad(x, [
              [0, 0],
              [0, 0],
            ]),
            [1, 1],
          ),
        ),
      ),
    ).toEqual(['Exp']);
  });

  it('drops what no output needs', () => {
    const dead = opsOf((x) => {
      tf.exp(tf.matMul(x, x, true));
      return tf.neg(x);
    });
    expect(dead).toEqual(['Neg']);
  });

  it('keeps metadata', () => {
    const graph = trace('meta', ({ x }) => ({ y: tf.neg(x as tf.Tensor) }), x23, { axis: 'm/z' });
    expect([graph.name, graph.metadata]).toEqual(['meta', { axis: 'm/z' }]);
  });

  it('is the same again', () => {
    const fn: Fn = ({ x }) => ({ y: tf.softmax(tf.mul(x as tf.Tensor, [1, 2, 3])) });
    expect(trace('again', fn, x23)).toEqual(trace('again', fn, x23));
  });
});

describe('what cannot be traced', () => {
  it.each<[string, (x: tf.Tensor) => unknown]>([
    ['dataSync', (x) => tf.exp(x).dataSync()],
    ['arraySync', (x) => x.arraySync()],
    ['a decision', (x) => (tf.sum(x).dataSync()[0] as number) > 0],
  ])('reading a value: %s', (_, read) => {
    const fn: Fn = ({ x }) => {
      read(x as tf.Tensor);
      return { y: tf.neg(x as tf.Tensor) };
    };
    expect(() => trace('reads', fn, x23)).toThrow(/reads the value of a tensor of shape \[/);
  });

  it('reading a constant is fine, in its whole shape', () => {
    trace(
      'constants',
      ({ x }) => {
        expect([...tf.fill([3], 5).dataSync()]).toEqual([5, 5, 5]);
        expect([...tf.tensor1d([1, 2, 3]).dataSync()]).toEqual([1, 2, 3]);
        expect(() => tf.tile(tf.tensor2d([[1, 2, 3]]), [2, 1]).dataSync()).toThrow(/reads the value/);
        return { y: tf.neg(x as tf.Tensor) };
      },
      x23,
    );
  });

  it('a kernel there is no rule for is named', () => {
    const arcCosine = (x: tf.Tensor) => tf.acos(x);
    expect(() => opsOf((x) => arcCosine(x))).toThrow(
      /"ops" calls the tfjs kernel Acos in arcCosine, which cannot be traced. Which there are, and how to add one: docs\/kernels.md.$/,
    );
    const onGradient = (image: tf.Tensor) => tf.maxPool(image as tf.Tensor4D, 2, 2, 'valid');
    expect(() => opsOf((x) => tf.grad(onGradient)(tf.reshape(x, [1, 2, 3, 1])))).toThrow(
      /calls the tfjs kernel MaxPoolGrad .*use the layer maxPool1d.*docs\/kernels.md/,
    );
  });

  it('a kernel that tfjs cannot differentiate is named', () => {
    expect(() => opsOf(tf.grad((x) => tf.topk(x, 2).values))).toThrow(
      /calls the tfjs kernel TopK.*for which tfjs has no gradient.*docs\/kernels.md/,
    );
  });

  it('who called is named past functions of the language, by file and line where it has no name', () => {
    expect(() => opsOf((x) => [x].map((each) => tf.acos(each))[0] as tf.Tensor)).toThrow(
      /calls the tfjs kernel Acos in tracer\.test\.ts:\d+, which/,
    );
    const frames = [
      'Error: Acos',
      '    at acos_ (/x/node_modules/@tensorflow/tfjs-core/dist/acos.js:2:3)',
      '    at Array.map (<anonymous>)',
    ];
    const within = (...more: string[]) => callerOf([...frames, ...more].join('\n'));
    expect(within()).toBeUndefined();
    expect(within('    at angle (file:///x/angle.ts:1:2)')).toBe('angle');
    expect(within('    at Encoder.run [as encode] (C:\\x\\angle.ts:1:2)')).toBe('Encoder.run');
    expect(within('    at file:///x/angle.ts?t=17:12:3', '    at outer (file:///x/outer.ts:1:2)')).toBe('angle.ts:12');
    expect(within('    at Object.<anonymous> (C:\\x\\angle.ts:7:2)')).toBe('angle.ts:7');
    expect(callerOf('map@[native code]\nangle@http://x/angle.js:1:2')).toBe('angle');
    expect(callerOf('@http://x/angle.js:4:2\n')).toBe('angle.js:4');
  });

  it('a gradient that tfjs has without a dilation only', () => {
    const kernel = tf.ones<tf.Rank.R3>([3, 1, 1]);
    const dilated = (x: tf.Tensor) => tf.conv1d(x as tf.Tensor3D, kernel, 1, 'valid', 'NWC', 2);
    const slope: Fn = ({ x }) => ({ y: tf.grad(dilated)(x as tf.Tensor) });
    expect(() => trace('dilated', slope, { x: { type: 'float32', dims: [1, 12, 1] } })).toThrow(
      /"dilated" calls the tfjs kernel Conv2D with a dilation in .*for which tfjs has no gradient. The layer conv1d has.*docs\/kernels.md/,
    );
  });

  it.each<[string, (x: tf.Tensor) => tf.Tensor]>([
    ['tf.dropout', (x) => tf.dropout(x, 0.5)],
    ['tf.randomNormal', (x) => tf.add(x, tf.randomNormal([3]))],
    ['Math.random', (x) => tf.mul(x, Math.random())],
  ])('%s without a seed, which would be drawn once and for all', (_, noisy) => {
    const { random } = Math;
    const message = /"ops" draws random numbers in .*Have them fed: an encoder says in "draws" what it wants/;
    expect(() => opsOf(noisy)).toThrow(message);
    expect(() => opsOf(noisy)).toThrow(expect.objectContaining({ code: 'graph' }));
    expect(Math.random).toBe(random);
  });

  it('variants of kernels are refused by name', () => {
    expect(() =>
      opsOf((x) => tf.fused.matMul({ a: x as tf.Tensor2D, b: tf.transpose(x) as tf.Tensor2D, activation: 'relu' })),
    ).toThrow(/activation relu/);
    const stacked = { x: { type: 'float32', dims: [2, 3, 4] } } as const;
    const index = () => tf.tensor2d([[0], [1]], [2, 1], 'int32');
    expect(() => trace('rows', ({ x }) => ({ y: tf.gather(x as tf.Tensor, index(), 1, 1) }), stacked)).toThrow(
      /tf.gather of shape \[2,3,4\] along axis 1 with 1 batch dimensions/,
    );
  });

  it('a trace within a trace', () => {
    const inner = () => trace('inner', ({ x }) => ({ y: x as tf.Tensor }), x23);
    const outer: Fn = ({ x }) => {
      inner();
      return { y: x as tf.Tensor };
    };
    expect(() => trace('outer', outer, x23)).toThrow(/cannot trace another one/);
  });

  it('leaves the backend as it was, with nothing left over', () => {
    const before = tf.memory().numTensors;
    expect(() => opsOf((x) => tf.acos(x))).toThrow();
    opsOf((x) => tf.neg(x));
    expect(tf.getBackend()).toBe('cpu');
    expect(tf.memory().numTensors).toBe(before);
    expect([...tf.add(1, 2).dataSync()]).toEqual([3]);
  });
});

it('does not run outside of a trace', async () => {
  trace('first', ({ x }) => ({ y: tf.neg(x as tf.Tensor) }), x23);
  await tf.setBackend('trace');
  expect(() => tf.add(1, 2)).toThrow(/outside of a trace/);
  await tf.setBackend('cpu');
  expect(shapesOf({ x: normals('x', 2, 3) })).toEqual(x23);
});

describe('a function that returns a promise', () => {
  it('is refused', () => {
    const later = (async ({ x }: Record<string, tf.Tensor>) => ({ y: tf.neg(x as tf.Tensor) })) as unknown as Fn;
    expect(() => trace('later', later, x23)).toThrow(/returned no named tensors.*not as a promise/);
  });
});
