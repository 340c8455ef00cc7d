import '@tensorflow/tfjs';
import { checkGraph, type Graph, inferShapes, optimise, trace } from '@spectrosim/export';
import { type NamedTensors, nextStateName } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { featureMajor } from '../export/optimise/feature-major.js';
import { type Rule, rewrite } from '../export/optimise/rewrite.js';
import { affineIntoProduct } from '../export/optimise/rules/affine-into-product.js';
import { productOfTransposed, scaleIntoStack } from '../export/optimise/rules/fused-products.js';
import { normalisationWithoutScale, normalisedNumbers } from '../export/optimise/rules/normalisation-without-scale.js';
import { productOfScaled, scaleIntoProduct } from '../export/optimise/rules/scale-into-product.js';
import { slicesOfProduct } from '../export/optimise/rules/slices-of-product.js';
import { sumOfRows } from '../export/optimise/rules/sum-of-rows.js';
import { sumOfSquares } from '../export/optimise/rules/sum-of-squares.js';
import { transposedTranspose } from '../export/optimise/rules/transposed-transpose.js';
import { initialAttention, selfAttention } from '../models/graph/layers/attention.js';
import { gelu } from '../models/graph/layers/gelu.js';
import { layerNorm, layerNormWithStatistics } from '../models/graph/layers/layer-norm.js';
import { normalisedDense } from '../models/graph/layers/normalised-dense.js';
import { traceStep } from '../training/engines/graph-engine.js';
import { expectNear, expectSame, normals, runGraph, shapesOf } from './eager.setup.js';
import { interpret } from './interpreter/interpret.js';
import { tinyBatches, tinyScalars, tinyStep } from './tiny-training.setup.js';
import { TOLERANCES } from './tolerances.js';

type Tensors = Record<string, tf.Tensor>;
type Fn = (inputs: Tensors) => Tensors;

const of = (inputs: Tensors, name = 'x') => inputs[name] as tf.Tensor;
const opsOf = ({ nodes }: Graph) => nodes.map(({ op }) => op);
const countOf = (graph: Graph, op: string) => opsOf(graph).filter((one) => one === op).length;
const applying =
  (...rules: Rule[]) =>
  (graph: Graph) =>
    rewrite(graph, ...rules);

/**
 * Expects that a rewritten graph is sound, is another one, and gives in float64 what the graph gave, and on ONNX Runtime what
 * it should.
 */
async function expectRewritten(fn: Fn, values: NamedTensors, by: (graph: Graph) => Graph): Promise<Graph> {
  const graph = trace('original', fn, shapesOf(values));
  const rewritten = by(graph);
  checkGraph(rewritten);
  expect(opsOf(rewritten)).not.toEqual(opsOf(graph));
  const expected = interpret(graph, values);
  const actual = interpret(rewritten, values);
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  for (const [name, { dims, data }] of Object.entries(expected)) {
    expect(actual[name]?.dims).toEqual(dims);
    expectNear(actual[name]?.data ?? [], data, TOLERANCES.rewritten);
  }
  expectSame(await runGraph(rewritten, values), await runGraph(graph, values), TOLERANCES.encoder);
  return rewritten;
}

/** A function's result weighted by fixed numbers, and its gradients. */
const withGradients =
  (fn: (inputs: Tensors) => tf.Tensor): Fn =>
  (inputs) => {
    const names = Object.keys(inputs);
    const scalar = (...tensors: tf.Tensor[]) => {
      const y = fn(Object.fromEntries(names.map((name, i) => [name, tensors[i] as tf.Tensor])));
      return tf.sum(tf.mul(y, tf.tensor(normals('upstream', ...y.shape).data, y.shape))) as tf.Scalar;
    };
    const { value, grads } = tf.valueAndGrads(scalar)(names.map((name) => inputs[name] as tf.Tensor));
    return { value, ...Object.fromEntries(grads.map((gradient, i) => [`gradient ${names[i]}`, gradient])) };
  };

const dense = { weight: normals('weight', 4, 6), bias: normals('bias', 6) };
const norm = { scale: normals('scale', 4), offset: normals('offset', 4) };

describe('each rule changes a graph and nothing that it computes', () => {
  it('normalisationWithoutScale, normalisedNumbers: a gradient finds x̂ there', async () => {
    const fn = withGradients((inputs) => layerNorm(inputs, of(inputs)));
    const by = applying(normalisationWithoutScale, normalisedNumbers);
    const graph = await expectRewritten(fn, { x: normals('x', 3, 4), ...norm }, by);
    expect(countOf(graph, 'LayerNormalization')).toBe(1);
    const { inputs, outputs } = graph.nodes.find(({ op }) => op === 'LayerNormalization') as Graph['nodes'][number];
    expect(inputs).toHaveLength(2);
    // The mean was wanted for x̂ alone.
    expect(outputs[1]).toBe('');
  });

  it('normalisationWithoutScale: leaves a normalisation without gradient as it is', () => {
    const values = { x: normals('x', 3, 4), ...norm };
    const graph = trace('forward', (inputs) => ({ y: layerNorm(inputs, of(inputs)) }), shapesOf(values));
    expect(rewrite(graph, normalisationWithoutScale)).toBe(graph);
  });

  it('affineIntoProduct', async () => {
    const fn = withGradients(({ x, scale, offset, ...layer }) =>
      normalisedDense({ scale: scale as tf.Tensor, offset: offset as tf.Tensor }, layer, x as tf.Tensor),
    );
    const values = { x: normals('x', 16, 4), ...norm, ...dense };
    const plain = applying(normalisationWithoutScale, normalisedNumbers);
    const both = applying(normalisationWithoutScale, normalisedNumbers, affineIntoProduct);
    const graph = await expectRewritten(fn, values, both);
    expect(graph.nodes.some(({ op }) => op === 'Add')).toBe(true);
    // Neither x̂ · s nor that + o is left on 16 rows.
    const rows = (one: Graph) => one.nodes.filter(({ op, inputs }) => op === 'Mul' && inputs.includes('scale')).length;
    expect(rows(plain(trace('plain', fn, shapesOf(values))))).toBe(1);
    expect(rows(graph)).toBe(0);
  });

  it('normalisedNumbers: not of what another result of the normalisation multiplies', async () => {
    const fn: Fn = ({ x, scale, offset }) => {
      const { mean, inverse } = layerNormWithStatistics(x as tf.Tensor, scale as tf.Tensor, offset as tf.Tensor);
      const difference = tf.sub(x as tf.Tensor, mean);
      return { byMean: tf.mul(difference, mean), byInverse: tf.mul(difference, inverse) };
    };
    const by = applying(normalisationWithoutScale, normalisedNumbers);
    const graph = await expectRewritten(fn, { x: normals('x', 3, 4), ...norm }, by);
    expect(countOf(graph, 'Mul')).toBe(1);
  });

  const affine: Fn = ({ x, scale, offset, weight }) => ({
    y: tf.matMul(tf.add(tf.mul(of({ x } as Tensors), scale as tf.Tensor), offset as tf.Tensor), weight as tf.Tensor),
  });

  it('affineIntoProduct: not where the product has a factor, which its bias has not', () => {
    const plain = trace('factor', affine, shapesOf({ x: normals('x', 16, 4), ...norm, ...dense }));
    expect(rewrite(plain, affineIntoProduct)).not.toBe(plain);
    const nodes = plain.nodes.map((node) =>
      node.op === 'Gemm' ? { ...node, attributes: { ...node.attributes, alpha: { float: 0.5 } } } : node,
    );
    const graph = { ...plain, nodes };
    expect(rewrite(graph, affineIntoProduct)).toBe(graph);
  });

  it('affineIntoProduct: not for few rows', () => {
    const values = { x: normals('x', 15, 4), ...norm, ...dense };
    const graph = trace('few', affine, shapesOf(values));
    expect(rewrite(graph, affineIntoProduct)).toBe(graph);
  });

  const sliced: Fn = ({ x, weight, bias }) => {
    const product = tf.fused.matMul({ a: x as tf.Tensor2D, b: weight as tf.Tensor2D, bias: bias as tf.Tensor });
    return Object.fromEntries(tf.split(product, [1, 3, 2], 1).map((part, i) => [`part${i}`, tf.exp(part)]));
  };

  it('slicesOfProduct', async () => {
    const graph = await expectRewritten(sliced, { x: normals('x', 9, 4), ...dense }, applying(slicesOfProduct));
    expect(countOf(graph, 'Gemm')).toBe(3);
  });

  it('slicesOfProduct: not where something reads the whole product', () => {
    const values = { x: normals('x', 9, 4), ...dense };
    const read: Fn = (inputs) => {
      const { x, weight, bias } = inputs as { x: tf.Tensor2D; weight: tf.Tensor2D; bias: tf.Tensor };
      return { ...sliced(inputs), whole: tf.exp(tf.fused.matMul({ a: x, b: weight, bias })) };
    };
    const graph = trace('read', read, shapesOf(values));
    expect(rewrite(graph, slicesOfProduct)).toBe(graph);
  });

  it('scaleIntoProduct, productOfScaled', async () => {
    const fn: Fn = ({ x, weight, bias }) => {
      const product = tf.fused.matMul({ a: x as tf.Tensor2D, b: weight as tf.Tensor2D, bias: bias as tf.Tensor });
      const scaled = tf.mul(tf.tanh(tf.mul(product, 0.5)), 3);
      return { y: tf.matMul(tf.mul(weight as tf.Tensor, 0.25), scaled, false, true), scaled };
    };
    const values = { x: normals('x', 9, 4), ...dense };
    const graph = await expectRewritten(fn, values, applying(scaleIntoProduct, productOfScaled));
    // Two are left: of the bias, and of what is handed out.
    expect(countOf(graph, 'Mul')).toBe(2);
    const factors = graph.nodes.flatMap(({ attributes: { alpha } }) =>
      alpha && 'float' in alpha ? [alpha.float] : [],
    );
    expect(factors).toEqual([0.5, 0.75]);
  });

  it('scaleIntoProduct: not by a number that a graph is fed', () => {
    const values = { x: normals('x', 9, 4), weight: dense.weight, by: normals('by') };
    const fn: Fn = ({ x, weight, by }) => ({
      y: tf.mul(tf.matMul(x as tf.Tensor, weight as tf.Tensor), by as tf.Tensor),
    });
    const graph = trace('fed', fn, shapesOf(values));
    expect(applying(scaleIntoProduct, productOfScaled)(graph)).toBe(graph);
  });

  it('sumOfSquares', async () => {
    const fn: Fn = ({ x }) => ({
      y: tf.sum(tf.square(x as tf.Tensor)),
      rows: tf.sum(tf.square(tf.exp(x as tf.Tensor)), 1),
    });
    const graph = await expectRewritten(fn, { x: normals('x', 3, 4) }, applying(sumOfSquares));
    expect(countOf(graph, 'ReduceSumSquare')).toBe(1);
    expect(countOf(graph, 'ReduceSum')).toBe(1);
  });

  it.each([
    [[1, 8], 1],
    [[8, 1], 0],
    [[1, 1], 0],
  ])('sumOfSquares: not of %j over axis %i, whose result is no single number', (dims, axis) => {
    const values = { w: normals('w', ...dims) };
    const graph = trace('some', ({ w }) => ({ y: tf.sum(tf.square(w as tf.Tensor), axis) }), shapesOf(values));
    expect(rewrite(graph, sumOfSquares)).toBe(graph);
    checkGraph(optimise(graph, { contribOperators: true }));
  });

  it('sumOfSquares: over all axes, kept', async () => {
    const fn: Fn = ({ x }) => ({ y: tf.sum(tf.square(x as tf.Tensor), [0, 1], true) });
    const graph = await expectRewritten(fn, { x: normals('x', 3, 4) }, applying(sumOfSquares));
    expect(countOf(graph, 'ReduceSumSquare')).toBe(1);
  });

  it.each([
    [true, false],
    [false, true],
    [true, true],
  ])('productOfTransposed, scaleIntoStack: left %s, right %s', async (left, right) => {
    const values = {
      x: normals('x', 2, ...(left ? [5, 3] : [3, 5])),
      y: normals('y', 2, ...(right ? [4, 5] : [5, 4])),
    };
    const fn: Fn = ({ x, y }) => ({ z: tf.mul(tf.matMul(x as tf.Tensor, y as tf.Tensor, left, right), 0.5) });
    const graph = await expectRewritten(fn, values, applying(productOfTransposed, scaleIntoStack));
    expect(opsOf(graph)).toEqual(['FusedMatMul']);
  });

  it('sumOfRows', async () => {
    const fn: Fn = ({ x }) => ({ y: tf.sum(tf.reshape(x as tf.Tensor, [2, 3, 4]), [0, 1]) });
    const graph = await expectRewritten(fn, { x: normals('x', 6, 4) }, applying(sumOfRows));
    expect(opsOf(graph)).toEqual(['ReduceSum']);
  });

  it('transposedTranspose', async () => {
    const fn: Fn = ({ x }) => ({ y: tf.transpose(tf.transpose(x as tf.Tensor, [2, 0, 1]), [1, 0, 2]) });
    const graph = await expectRewritten(fn, { x: normals('x', 2, 3, 4) }, applying(transposedTranspose));
    expect(opsOf(graph)).toEqual(['Transpose']);
  });
});

describe('featureMajor', () => {
  const feed = { x: normals('x', 40, 4), ...dense, out: normals('out', 6, 4) };
  const column = () => tf.tensor(normals('column', 40, 1).data, [40, 1]);
  const hidden = ({ x, weight, bias }: Tensors) =>
    tf.mul(gelu(tf.fused.matMul({ a: x as tf.Tensor2D, b: weight as tf.Tensor2D, bias: bias as tf.Tensor })), column());

  it('keeps the hidden layer between two products transposed, so that no gradient sums over rows of it', async () => {
    const fn = withGradients((inputs) => tf.matMul(hidden(inputs), inputs.out as tf.Tensor));
    const graph = await expectRewritten(fn, feed, (one) => featureMajor(rewrite(one, sumOfRows)));
    const sums = graph.nodes.filter(
      ({ op, attributes: { transA } }) => op === 'Gemm' && transA && 'int' in transA && transA.int === 1,
    );
    // What is left are products over features: the hidden layer itself, y, and the gradient of x.
    expect(sums.map(({ outputs }) => inferShapes(graph, {}).get(outputs[0] as string)?.dims)).toEqual([
      [6, 40],
      [40, 4],
      [40, 4],
    ]);
    const [erf] = graph.nodes.filter(({ op }) => op === 'Erf');
    expect(inferShapes(graph, {}).get(erf?.outputs[0] as string)?.dims).toEqual([6, 40]);
  });

  it('leaves it where something reads its rows', () => {
    const fn = withGradients((inputs) => tf.softmax(hidden(inputs)));
    const graph = rewrite(trace('softmax', fn, shapesOf({ x: feed.x, ...dense })), sumOfRows);
    expect(featureMajor(graph)).toBe(graph);
  });

  it('leaves it where it is handed out', () => {
    const fn: Fn = (inputs) => {
      const h = hidden(inputs);
      return { h, y: tf.matMul(h, inputs.x as tf.Tensor, true) };
    };
    const graph = trace('handed', fn, shapesOf(feed));
    expect(featureMajor(graph)).toBe(graph);
  });

  it('makes a gradient of projections from heads, which lie one after another', async () => {
    const weights = initialAttention({ normal: () => 0 } as never, 6);
    const values = {
      x: normals('tokens', 12, 12, 6),
      ...Object.fromEntries(Object.entries(weights).map(([name, { dims }]) => [name, normals(name, ...dims)])),
      scale: normals('s', 6),
      offset: normals('o', 6),
    };
    const fn = withGradients(({ x, scale, offset, ...rest }) =>
      selfAttention(rest, x as tf.Tensor, 2, { scale: scale as tf.Tensor, offset: offset as tf.Tensor }),
    );
    const by = (graph: Graph) => featureMajor(rewrite(graph, transposedTranspose));
    const graph = await expectRewritten(fn, values, by);
    const concats = graph.nodes.filter(({ op }) => op === 'Concat');
    expect(concats.map(({ attributes }) => attributes.axis)).toEqual([{ int: 0 }]);
  });
});

describe('optimise', () => {
  it.each([
    ['paper', true],
    ['spectral', true],
    ['spectral', false],
  ])('of a whole training step, head %s, own operators of ONNX Runtime %s', (head, contribOperators) => {
    const step = tinyStep(1, { head });
    const graph = traceStep(step);
    const optimised = optimise(graph, { contribOperators });
    checkGraph(optimised);
    expect(optimised.inputs).toEqual(graph.inputs);
    expect(optimised.outputs).toEqual(graph.outputs);
    expect(optimised.nodes.some(({ domain }) => domain !== undefined)).toBe(contribOperators);
    const named = (prefix: string, values: NamedTensors) =>
      Object.entries(values).map(([name, value]) => [`${prefix}/${name}`, value] as const);
    const scalars = Object.entries(tinyScalars(1)).map(
      ([name, value]) => [`scalar/${name}`, { type: 'float32', dims: [], data: Float32Array.of(value) }] as const,
    );
    const feeds = Object.fromEntries([
      ...named('state', step.initialState),
      ...named('batch', tinyBatches(1, 1)[0] as NamedTensors),
      ...scalars,
    ]);
    const [expected, actual] = [interpret(graph, feeds), interpret(optimised, feeds)];
    const isMoment = (name: string) => name.startsWith('state/first.');
    const largest = Object.entries(expected)
      .filter(([name]) => isMoment(name))
      .reduce((most, [, { data }]) => data.reduce((a, b) => Math.max(a, Math.abs(b)), most), 0);
    // A gradient that is 0 but for rounding (of a bias before a normalisation) is no number to compare with itself, and AdamW
    // makes steps of it: so gradients are compared, as the first moments after one step, and all with the largest.
    for (const [name, { data }] of Object.entries(expected).filter(
      ([key]) => isMoment(key) || !key.startsWith('state/'),
    )) {
      const scale = isMoment(name) ? [largest] : [];
      expectNear([...(actual[name]?.data ?? []), ...scale], [...data, ...scale], TOLERANCES.rewritten);
    }
    expect(Object.keys(expected)).toContain(nextStateName('state/first.encoder.norm.scale'));
  });
});
