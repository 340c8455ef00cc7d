import { nextStateName, SpectroSimError, type ValueInfo } from '@spectrosim/models';
import type { Graph, GraphNode } from './onnx/graph.js';

/** The symbol of the number of steps. */
const STEPS = 'steps';

/** Before the names of what a single step is fed and gives, which are those of the whole graph otherwise. */
const ONE = 'one step: ';

/** The largest finite number of 32 bits. */
const LARGEST = 3.4028234663852886e38;

/**
 * Several steps of a graph in one run: a `Loop` over it.
 *
 * State, an input `s` that has an output `s.next`, is handed from one step to the next and leaves the run after the last. Every other
 * input gets a first axis, `[steps, …]`, of which a step reads its own number; every other output gets one too. The state's bytes and
 * the results are those of as many runs of the graph.
 *
 * It ends with the first step of which a result is no finite number: the state is then the one after that step, and the results are as
 * many as steps were taken. The first axis of an output is therefore `steps` at most.
 *
 * For providers that have `Loop` and that would otherwise move the state between runs: the CPU's.
 *
 * @param graph its results are float32 scalars, its dimensions numbers
 * @throws SpectroSimError `graph` when it has no state, nothing else to read, or a result that is no float32 scalar
 * @example
 * ```ts
 * const graph = severalSteps(optimise(traceStep(step), { contribOperators: true }));
 * // inputs: state/weight [3], batch/spectra [steps, 16, 2080]; outputs: state/weight.next [3], loss [steps]
 * ```
 */
export function severalSteps(graph: Graph): Graph {
  const next = new Set(graph.outputs.map(({ name }) => name));
  const state = graph.inputs.filter(({ name }) => next.has(nextStateName(name)));
  const stateOutputs = state.map(({ name }) => outputNamed(graph, nextStateName(name)));
  const fed = graph.inputs.filter((input) => !state.includes(input));
  const results = graph.outputs.filter((output) => !stateOutputs.includes(output));
  const [first] = fed;
  if (state.length === 0 || first === undefined) {
    throw new SpectroSimError(
      'graph',
      `Graph "${graph.name}" has ${state.length} states and ${fed.length} other inputs. Several steps need one of each at least.`,
    );
  }
  const body = bodyOf(graph, { state, stateOutputs, fed, results });
  const stacked = ({ name, type, dims }: ValueInfo): ValueInfo => ({ name, type, dims: [STEPS, ...dims] });
  return {
    name: `${graph.name}s`,
    inputs: [...state, ...fed.map(stacked)],
    outputs: [...stateOutputs, ...results.map(stacked)],
    initializers: {},
    nodes: [
      {
        op: 'Shape',
        name: 'count of steps',
        inputs: [first.name],
        outputs: ['count of steps'],
        attributes: { start: { int: 0 }, end: { int: 1 } },
      },
      {
        op: 'Loop',
        name: 'steps',
        inputs: ['count of steps', '', ...state.map(({ name }) => name)],
        outputs: [...stateOutputs, ...results].map(({ name }) => name),
        attributes: { body: { graph: body } },
      },
    ],
    metadata: graph.metadata,
  };
}

/** What the inputs and outputs of a step are. */
interface Parts {
  readonly state: readonly ValueInfo[];
  readonly stateOutputs: readonly ValueInfo[];
  readonly fed: readonly ValueInfo[];
  readonly results: readonly ValueInfo[];
}

/** One step: what it is fed is taken out of the whole, then the graph's own nodes, then whether to go on. */
function bodyOf(graph: Graph, { state, stateOutputs, fed, results }: Parts): Graph {
  const renamed = new Set([...state, ...fed, ...stateOutputs, ...results].map(({ name }) => name));
  const inside = (name: string) => (renamed.has(name) ? `${ONE}${name}` : name);
  const nodes = graph.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map(inside),
    outputs: node.outputs.map(inside),
  }));
  // What a step does not read (the temperature of an objective without one) is not taken out either.
  const read = new Set(graph.nodes.flatMap(({ inputs }) => inputs));
  const taken = fed
    .filter(({ name }) => read.has(name))
    .map(({ name }) => node('Gather', [name, 'iteration'], inside(name)));
  const still = goesOn(results, inside);
  const own = (value: ValueInfo): ValueInfo => ({ ...value, name: inside(value.name) });
  return {
    name: graph.name,
    inputs: [
      { name: 'iteration', type: 'int64', dims: [] },
      { name: 'begun', type: 'bool', dims: [] },
      ...state.map(own),
    ],
    outputs: [{ name: 'goes on', type: 'bool', dims: [] }, ...[...stateOutputs, ...results].map(own)],
    initializers: {
      ...graph.initializers,
      'largest number': { type: 'float32', dims: [], data: Float32Array.of(LARGEST) },
    },
    nodes: [...taken, ...nodes, ...still],
    metadata: {},
  };
}

/** Whether all results are finite numbers, without operators that ask for NaN by name: neither NaN nor Inf is at most the largest number. */
function goesOn(results: readonly ValueInfo[], inside: (name: string) => string): GraphNode[] {
  const odd = results.find(({ type, dims }) => type !== 'float32' || dims.length > 0);
  if (odd !== undefined || results.length === 0) {
    throw new SpectroSimError(
      'graph',
      odd === undefined
        ? 'A step without results does not say whether it goes on. Expected at least one float32 scalar.'
        : `Result "${odd.name}" is ${odd.type} [${odd.dims.join(', ')}]. Expected a float32 scalar.`,
    );
  }
  const finite = results.flatMap(({ name }) => [
    node('Abs', [inside(name)], `size of ${name}`),
    node('LessOrEqual', [`size of ${name}`, 'largest number'], `${name} is finite`),
  ]);
  const all = results.map((_, index) => (index === results.length - 1 ? 'goes on' : `finite up to ${index}`));
  const joined = results.map(({ name }, index) =>
    index === 0
      ? node('Identity', [`${name} is finite`], all[0] as string)
      : node('And', [all[index - 1] as string, `${name} is finite`], all[index] as string),
  );
  return [...finite, ...joined];
}

function node(op: string, inputs: readonly string[], output: string): GraphNode {
  return { op, name: `${op} for ${output}`, inputs, outputs: [output], attributes: {} };
}

function outputNamed({ outputs }: Graph, name: string): ValueInfo {
  return outputs.find((output) => output.name === name) as ValueInfo;
}
