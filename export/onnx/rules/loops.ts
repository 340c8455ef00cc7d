import { type Call, fail, graphOf, type InferredValue, inputAt, type Rule, showShape } from './rule.js';

/** What a body takes before the state that it carries: the number of the iteration, and whether it goes on. */
const COUNTED = 2;

/**
 * The state, and what every iteration gave, one after another. Of the latter there are as many as there were iterations; this says how
 * many of a loop that runs to its end, since its body may end it sooner.
 */
function inferLoop(call: Call): InferredValue[] {
  const body = graphOf(call, 'body');
  const iterations =
    inputAt(call, 0, ['int64']).constant?.[0] ?? fail('The number of iterations is computed at run time.');
  const state = call.inputs.slice(COUNTED).map((_, index) => forgotten(inputAt(call, COUNTED + index)));
  const counter: InferredValue = { type: 'int64', dims: [] };
  const goesOn: InferredValue = { type: 'bool', dims: [] };
  const [still, ...results] = call.inferInside(body, [counter, goesOn, ...state]);
  if (still?.type !== 'bool' || still.dims.length !== 0) fail('The first output of its body is no bool of no axes.');
  for (const [index, { type, dims }] of state.entries()) {
    const next = results[index];
    if (next?.type !== type || String(next.dims) !== String(dims)) {
      fail(
        `State ${index} is ${type} ${showShape(dims)}, and ${next?.type} ${showShape(next?.dims ?? [])} after an iteration.`,
      );
    }
  }
  const each = results.slice(state.length).map(({ type, dims }) => ({ type, dims: [iterations, ...dims] }));
  return [...state, ...each];
}

/** Numbers that are known before the first iteration may be others in the next. */
function forgotten({ type, dims }: InferredValue): InferredValue {
  return { type, dims };
}

/** Operators that run a graph inside. */
export const LOOPS: Readonly<Record<string, Rule>> = {
  Loop: {
    inputs: [2, Number.POSITIVE_INFINITY],
    outputs: [1, Number.POSITIVE_INFINITY],
    attributes: { body: 'graph' },
    infer: inferLoop,
  },
};
