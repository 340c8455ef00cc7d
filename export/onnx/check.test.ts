import type { TensorValue } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { checkGraph } from './check.js';
import type { Attribute, Graph, GraphNode } from './graph.js';
import { inferShapes } from './infer.js';

const int64 = (...values: number[]): TensorValue => ({
  type: 'int64',
  dims: [values.length],
  data: BigInt64Array.from(values, BigInt),
});
const node = (
  op: string,
  inputs: string[],
  outputs: string[],
  attributes: Record<string, Attribute> = {},
): GraphNode =>
  op.includes('.')
    ? { op: op.split('.').at(-1) ?? '', domain: 'com.microsoft', name: `n_${outputs[0]}`, inputs, outputs, attributes }
    : { op, name: `n_${outputs[0]}`, inputs, outputs, attributes };

/** A split into heads and back: x [B, 6] → [B, 2, 3] → transposed → [B, 6]. */
const graph: Graph = {
  name: 'heads',
  inputs: [{ name: 'x', type: 'float32', dims: ['B', 6] }],
  outputs: [{ name: 'y', type: 'float32', dims: ['B', 6] }],
  initializers: { split: int64(0, 2, 3), merge: int64(-1, 6) },
  nodes: [
    node('Reshape', ['x', 'split'], ['a']),
    node('Transpose', ['a'], ['b'], { perm: { ints: [0, 2, 1] } }),
    node('Reshape', ['b', 'merge'], ['y']),
  ],
  metadata: {},
};
const changed = (change: Partial<Graph>) => () => checkGraph({ ...graph, ...change });
const [reshape, transpose, merge] = graph.nodes as [GraphNode, GraphNode, GraphNode];

describe('checkGraph', () => {
  it('accepts a sound graph, at any batch', () => {
    checkGraph(graph);
    checkGraph(graph, { batches: [0, 1, 2, 7] });
    expect(inferShapes(graph, { B: 5 }).get('b')).toEqual({ type: 'float32', dims: [5, 3, 2] });
  });

  it('refuses a batch baked into a shape', () => {
    expect(changed({ initializers: { split: int64(1, 2, 3), merge: int64(-1, 6) } })).toThrow(
      /"n_a" \(Reshape.*\[3, 6\] cannot be reshaped to \[1, 2, 3\]/,
    );
  });

  it('refuses nodes out of order, dangling and twice-given names', () => {
    expect(changed({ nodes: [transpose, reshape, merge] })).toThrow(/"n_b".*input "a" is produced only after it/);
    expect(changed({ nodes: [transpose, merge] })).toThrow(/initializer "split" is used by nothing/);
    expect(changed({ nodes: [transpose, merge], initializers: { merge: int64(-1, 6) } })).toThrow(
      /"n_b".*input "a" is produced by nothing/,
    );
    expect(changed({ nodes: [reshape, { ...transpose, outputs: ['x'] }, merge] })).toThrow(/"x" is given twice/);
    expect(changed({ nodes: [reshape, { ...transpose, name: 'n_a' }, merge] })).toThrow(/"n_a".*used twice/);
    expect(changed({ nodes: [...graph.nodes, node('Neg', ['a'], ['z'])] })).toThrow(/"n_z" \(Neg\) gives "z", used by/);
  });

  it('refuses outputs that are absent or of another type or shape', () => {
    expect(changed({ outputs: [{ name: 'z', type: 'float32', dims: [] }] })).toThrow(
      /output "z" is produced by nothing/,
    );
    expect(changed({ outputs: [{ name: 'y', type: 'float32', dims: ['B', 5] }] })).toThrow(
      /"y" is declared float32 \[B, 5\] but is float32 \[1, 6\] for B = 1/,
    );
    expect(changed({ outputs: [{ name: 'y', type: 'int32', dims: ['B', 6] }] })).toThrow(/declared int32/);
    expect(changed({ outputs: [{ name: 'y', type: 'float32', dims: ['P', 6] }] })).toThrow(/dimension P of value "y"/);
  });

  it('refuses unknown operators, attributes and arities', () => {
    expect(changed({ nodes: [reshape, { ...transpose, op: 'NonZero' }, merge] })).toThrow(
      /operator NonZero is not supported/,
    );
    expect(changed({ nodes: [reshape, { ...transpose, op: 'toString' }, merge] })).toThrow(/toString is not supported/);
    const permuted = { ...transpose, attributes: { perm: { int: 1 } } };
    expect(changed({ nodes: [reshape, permuted, merge] })).toThrow(
      /Attribute "perm" \(int\) is unknown. Known: perm \(ints\)/,
    );
    expect(changed({ nodes: [reshape, { ...transpose, inputs: ['a', 'x'] }, merge] })).toThrow(/2 inputs. Expected 1/);
  });

  it('tells two symbols apart', () => {
    const mixed: Graph = {
      ...graph,
      inputs: [...graph.inputs, { name: 'p', type: 'float32', dims: ['P', 6] }],
      nodes: [...graph.nodes.slice(0, 2), { ...merge, name: 'n_m', outputs: ['m'] }, node('Add', ['m', 'p'], ['y'])],
    };
    expect(() => checkGraph(mixed)).toThrow(
      /"y" is declared float32 \[B, 6\] but is float32 \[3, 6\] for B = 1, P = 3/,
    );
  });
});

describe('inferShapes', () => {
  const shapes: Record<string, number[]> = {
    s: [],
    v: [4],
    m: [2, 3],
    n: [3, 5],
    t: [2, 3, 4],
    c: [2, 4, 9],
    w: [6, 2, 3],
  };
  const infer = (
    op: string,
    inputs: string[],
    attributes: Record<string, Attribute> = {},
    constants: Record<string, TensorValue> = {},
    outputs = ['y'],
  ) => {
    const values = inferShapes(
      {
        ...graph,
        inputs: Object.entries(shapes).map(([name, dims]) => ({ name, type: 'float32' as const, dims })),
        initializers: constants,
        nodes: [node(op, inputs, outputs, attributes)],
      },
      {},
    );
    return outputs.map((name) => values.get(name)?.dims);
  };

  it.each([
    ['Add', ['t', 'v'], {}, {}, [2, 3, 4]],
    ['MatMul', ['m', 'n'], {}, {}, [2, 5]],
    ['MatMul', ['t', 'v'], {}, {}, [2, 3]],
    ['Gemm', ['m', 'm'], { transB: { int: 1 } }, {}, [2, 2]],
    ['com.microsoft.FusedMatMul', ['t', 't'], { transB: { int: 1 } }, {}, [2, 3, 3]],
    ['Transpose', ['t'], {}, {}, [4, 3, 2]],
    ['Slice', ['t', 'k', 'e', 'a'], {}, { k: int64(-1), e: int64(-100), a: int64(2) }, [2, 3, 0]],
    ['Slice', ['t', 'k', 'e', 'a', 'q'], {}, { k: int64(9), e: int64(-9), a: int64(-1), q: int64(-2) }, [2, 3, 2]],
    ['ReduceMean', ['t'], { axes: { ints: [-1] }, keepdims: { int: 0 } }, {}, [2, 3]],
    ['ReduceSum', ['t', 'a'], {}, { a: int64(0, 2) }, [1, 3, 1]],
    ['Gather', ['t', 'i'], { axis: { int: 1 } }, { i: { ...int64(0, 1, 2, 0), dims: [2, 2] } }, [2, 2, 2, 4]],
    ['Pad', ['m', 'p'], {}, { p: int64(1, 0, 0, 2) }, [3, 5]],
    ['Tile', ['m', 'r'], {}, { r: int64(2, 1) }, [4, 3]],
    ['Unsqueeze', ['m', 'a'], {}, { a: int64(0, -1) }, [1, 2, 3, 1]],
    ['Flatten', ['t'], { axis: { int: 2 } }, {}, [6, 4]],
    ['Conv', ['c', 'w'], { group: { int: 2 }, pads: { ints: [1, 1] }, strides: { ints: [2] } }, {}, [2, 6, 5]],
    ['MaxPool', ['c'], { kernel_shape: { ints: [2] }, strides: { ints: [2] }, ceil_mode: { int: 1 } }, {}, [2, 4, 5]],
    ['Expand', ['m', 'd'], {}, { d: int64(5, 1, 3) }, [5, 2, 3]],
  ] as const)('%s %j', (op, inputs, attributes, constants, expected) => {
    expect(infer(op, [...inputs], attributes, constants)).toEqual([expected]);
  });

  it('gives every output', () => {
    expect(infer('LayerNormalization', ['t', 'v', 'v'], {}, {}, ['y', 'mean', 'deviation'])).toEqual([
      [2, 3, 4],
      [2, 3, 1],
      [2, 3, 1],
    ]);
    expect(infer('Split', ['v', 'p'], {}, { p: int64(1, 3) }, ['a', 'b'])).toEqual([[1], [3]]);
    expect(infer('TopK', ['t', 'k'], {}, { k: int64(2) }, ['a', 'b'])).toEqual([
      [2, 3, 2],
      [2, 3, 2],
    ]);
  });

  it('refuses shapes that do not fit and shapes computed at run time', () => {
    expect(() => infer('MatMul', ['m', 'm'])).toThrow(/inner sizes of \[2, 3\] and \[2, 3\] differ: 3 and 2/);
    expect(() => infer('Add', ['m', 'v'])).toThrow(/\[2, 3\] and \[4\] do not broadcast.*"m" float32 \[2, 3\]/);
    expect(() => infer('Reshape', ['m', 'v'])).toThrow(/"v"\) is float32. Expected int32 or int64/);
    expect(() => infer('And', ['m', 'm'])).toThrow(/is float32. Expected bool/);
  });
});
