import { describe, expect, it } from 'vitest';
import { checkGraph } from './onnx/check.js';
import { decodeModel } from './onnx/decode.js';
import { encodeModel } from './onnx/encode.js';
import type { Graph, GraphNode } from './onnx/graph.js';
import { inferShapes } from './onnx/infer.js';
import { severalSteps } from './several-steps.js';

const scalar = (name: string) => ({ name, type: 'float32', dims: [] }) as const;
const vector = (name: string) => ({ name, type: 'float32', dims: [3] }) as const;

/** w.next = w − rate·x, loss = Σ w·x. */
const single: Graph = {
  name: 'step',
  inputs: [vector('w'), vector('x'), scalar('rate')],
  outputs: [vector('w.next'), scalar('loss')],
  initializers: {},
  nodes: [
    { op: 'Mul', name: 'a', inputs: ['w', 'x'], outputs: ['products'], attributes: {} },
    { op: 'ReduceSum', name: 'b', inputs: ['products'], outputs: ['loss'], attributes: { keepdims: { int: 0 } } },
    { op: 'Mul', name: 'c', inputs: ['rate', 'x'], outputs: ['move'], attributes: {} },
    { op: 'Sub', name: 'd', inputs: ['w', 'move'], outputs: ['w.next'], attributes: {} },
  ],
  metadata: {},
};
const several = severalSteps(single);
const body = ({ nodes: [, loop] }: Graph) =>
  (loop as GraphNode & { attributes: { body: { graph: Graph } } }).attributes.body.graph;
const withBody = (change: Partial<Graph>): Graph => ({
  ...several,
  nodes: several.nodes.map((node) =>
    node.op === 'Loop' ? { ...node, attributes: { body: { graph: { ...body(several), ...change } } } } : node,
  ),
});

describe('severalSteps', () => {
  it('stacks what is fed and what comes out, and leaves the state as it is', () => {
    expect(several.inputs.map(({ name, dims }) => [name, ...dims])).toEqual([
      ['w', 3],
      ['x', 'steps', 3],
      ['rate', 'steps'],
    ]);
    expect(several.outputs.map(({ name, dims }) => [name, ...dims])).toEqual([
      ['w.next', 3],
      ['loss', 'steps'],
    ]);
    checkGraph(several, { batches: [1, 2, 5] });
    expect(inferShapes(several, { steps: 5 }).get('loss')).toEqual({ type: 'float32', dims: [5] });
  });

  it('is the same after it was written and read', () => {
    expect(decodeModel(encodeModel(several))).toEqual(several);
  });

  it('refuses a step without state, input or result, and results that are no numbers', () => {
    expect(() => severalSteps({ ...single, inputs: [vector('x'), scalar('rate')] })).toThrow(
      /has 0 states and 2 other/,
    );
    expect(() => severalSteps({ ...single, inputs: [vector('w')] })).toThrow(/has 1 states and 0 other inputs/);
    expect(() => severalSteps({ ...single, outputs: [vector('w.next')] })).toThrow(/without results/);
    const wide = { ...single, outputs: [vector('w.next'), vector('products')] };
    expect(() => severalSteps(wide)).toThrow('Result "products" is float32 [3]. Expected a float32 scalar.');
  });
});

describe('checkGraph, of a graph inside a node', () => {
  it('refuses names that are given around it, and what is used by nothing', () => {
    const [first, ...rest] = body(several).nodes;
    expect(() =>
      checkGraph(withBody({ nodes: [{ ...(first as Graph['nodes'][number]), outputs: ['rate'] }, ...rest] })),
    ).toThrow(/Graph "step": the name "rate" is given twice/);
    const idle = { op: 'Neg', name: 'idle', inputs: ['iteration'], outputs: ['unread'], attributes: {} };
    expect(() => checkGraph(withBody({ nodes: [...body(several).nodes, idle] }))).toThrow(
      /Graph "step": node "idle" \(Neg\) gives "unread", used by nothing/,
    );
  });

  it('refuses state that changes its shape, and inputs and outputs that are declared otherwise', () => {
    const [counter, begun, w] = body(several).inputs as [Graph['inputs'][0], Graph['inputs'][0], Graph['inputs'][0]];
    expect(() => checkGraph(withBody({ inputs: [counter, begun, { ...w, dims: [4] }] }))).toThrow(
      /"one step: w" of graph "step" inside it is float32 \[4\] and is fed float32 \[3\]/,
    );
    const [goesOn, next, loss] = body(several).outputs as [Graph['inputs'][0], Graph['inputs'][0], Graph['inputs'][0]];
    expect(() => checkGraph(withBody({ outputs: [goesOn, { ...next, dims: [4] }, loss] }))).toThrow(
      /Output "one step: w.next" of graph "step" inside it is not float32 \[4\]/,
    );
    expect(() => checkGraph(withBody({ outputs: [goesOn, { ...loss }, next] }))).toThrow(
      /State 0 is float32 \[3\], and float32 \[\] after an iteration/,
    );
  });
});
