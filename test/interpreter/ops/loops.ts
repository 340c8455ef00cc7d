import { inputAt, type Operands, type Operator } from '../operator.js';
import { type RealTensor, tensor } from '../tensor.js';

function loop(operands: Operands): RealTensor[] {
  const { body } = operands.attributes;
  if (body === undefined || !('graph' in body)) throw new Error('the loop has no body');
  const { graph } = body;
  const [count, started] = operands.inputs;
  const most = count?.data[0] ?? Number.POSITIVE_INFINITY;
  let state = operands.inputs.slice(2).map((_, index) => inputAt(operands, 2 + index));
  let going = started === undefined || started.data[0] !== 0;
  const each: RealTensor[][] = [];
  for (let iteration = 0; going && iteration < most; iteration++) {
    const given = [
      tensor('int64', [], Float64Array.of(iteration)),
      tensor('bool', [], Float64Array.of(going ? 1 : 0)),
      ...state,
    ];
    const feeds = Object.fromEntries(graph.inputs.map(({ name }, index) => [name, given[index] as RealTensor]));
    const outputs = operands.inside(graph, feeds);
    const [still, ...results] = graph.outputs.map(({ name }) => outputs[name] as RealTensor);
    going = still?.data[0] !== 0;
    state = results.slice(0, state.length);
    each.push(results.slice(state.length));
  }
  const stacked = graph.outputs.slice(1 + state.length).map(({ type, dims }, index) => {
    const parts = each.map((results) => (results[index] as RealTensor).data);
    return tensor(type, [each.length, ...dims.map(Number)], Float64Array.from(parts.flatMap((data) => [...data])));
  });
  return [...state, ...stacked];
}

/** Operators that run a graph inside. */
export const LOOPS: Readonly<Record<string, Operator>> = { Loop: loop };
