import {
  checkGraph,
  encodeModel,
  type Graph,
  optimise,
  severalSteps,
  type TraceInput,
  trace,
} from '@spectrosim/export';
import {
  type GraphRuntime,
  type LoadOptions,
  type NamedTensors,
  nextStateName,
  type Provider,
  type TensorValue,
} from '@spectrosim/models';
import type { StepInputs, TensorMap, TrainingEngine, TrainingStep } from './engine.js';
import { firstNotFinite } from './first-not-finite.js';
import { oneByOne } from './one-by-one.js';
import { stacked, unstacked } from './stacked.js';

/** The engine that traces a training step once and runs the graph on ONNX Runtime, state resident in the runtime. */
export function graphEngine(runtime: GraphRuntime, options: LoadOptions): TrainingEngine {
  return {
    name: 'graph',
    description: `graph engine, onnxruntime-${runtime.name} ${runtime.version} ${options.provider}, ${options.threads} thread${options.threads === 1 ? '' : 's'}`,
    async start(step) {
      const single = optimisedStep(step, options.provider);
      const several = takesSeveral(step, options.provider);
      const graph = several ? severalSteps(single) : single;
      checkGraph(graph);
      const session = await runtime.load(encodeModel(graph), options);
      const stepper = session.stepper(prefixedBy('state', step.initialState));
      // How often the graph has run, and what the last run was fed.
      let runs = 0;
      let last: readonly StepInputs[] = [];
      const run = async (fed: readonly StepInputs[], feeds: NamedTensors): Promise<NamedTensors> => {
        const results = await stepper.step(feeds);
        runs++;
        last = fed;
        return results;
      };
      return {
        async steps(inputs) {
          if (!several) {
            return oneByOne(inputs, async (one) => first(await run([one], feedsOf(one))));
          }
          return inputs.length === 0 ? [] : unstacked(await run(inputs, stacked(inputs.map(feedsOf))));
        },
        state: async () => withoutPrefix('state', await stepper.state()),
        async firstNotFinite(atStart) {
          // Where a runtime keeps no state but the present one, the start is before the first run alone: steps of a later one, taken
          // again from there, would go another way, and name another value.
          const before = (await stepper.before?.()) ?? (runs > 1 ? undefined : prefixedBy('state', atStart()));
          return before && firstNotFinite(runtime, options, single, before, last.map(feedsOf));
        },
        async dispose() {
          await stepper.dispose();
          await session.dispose();
        },
      };
    },
  };
}

/** State up to this size is carried through a run of several steps: beside what a run is fed and gives, it is there twice more in it. */
const LARGEST_CARRIED_BYTES = 2 ** 28;

/**
 * Whether steps are taken several in a run, {@link severalSteps}: it saves two copies of the state a step where the state lies in the
 * processor's memory. On a GPU it stays there anyhow, and there is no `Loop`. Where the state is large, steps are long and memory is
 * short.
 */
export function takesSeveral({ initialState }: TrainingStep, provider: Provider): boolean {
  const bytes = Object.values(initialState).reduce((sum, { data }) => sum + data.byteLength, 0);
  return (provider === 'cpu' || provider === 'wasm') && bytes <= LARGEST_CARRIED_BYTES;
}

/** {@link traceStep} rewritten for a provider: the graph that the engine runs. */
export function optimisedStep(step: TrainingStep, provider: Provider): Graph {
  return optimise(traceStep(step), { contribOperators: provider !== 'webgpu' });
}

/** A training step as one graph: inputs `state/…`, `batch/…`, `scalar/…`; outputs the next state and the results. */
export function traceStep(step: TrainingStep): Graph {
  const inputs: Record<string, TraceInput> = {
    ...shapesOf('state', step.initialState),
    ...shapesOf('batch', step.sampleBatch),
    ...Object.fromEntries(step.scalars.map((name) => [`scalar/${name}`, { type: 'float32', dims: [] } as const])),
  };
  return trace(
    'training-step',
    (tensors) => {
      const part = (prefix: string): TensorMap => withoutPrefix(prefix, tensors);
      const { state, results } = step.run(part('state'), part('batch'), part('scalar'));
      const next = Object.entries(state).map(([name, tensor]) => [nextStateName(`state/${name}`), tensor] as const);
      return { ...Object.fromEntries(next), ...results };
    },
    inputs,
  );
}

function shapesOf(prefix: string, tensors: NamedTensors): Record<string, TraceInput> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { type, dims }]) => [`${prefix}/${name}`, { type, dims } as TraceInput]),
  );
}

function feedsOf({ batch, scalars }: StepInputs): NamedTensors {
  return { ...prefixedBy('batch', batch), ...prefixedBy('scalar', scalarTensors(scalars)) };
}

function first(results: NamedTensors): Record<string, number> {
  return Object.fromEntries(Object.entries(results).map(([name, value]) => [name, Number(value.data[0])]));
}

function scalarTensors(scalars: Readonly<Record<string, number>>): NamedTensors {
  const tensor = (value: number): TensorValue => ({ type: 'float32', dims: [], data: Float32Array.of(value) });
  return Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, tensor(value)]));
}

function prefixedBy<T>(prefix: string, values: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}/${name}`, value]));
}

function withoutPrefix<T>(prefix: string, values: Readonly<Record<string, T>>): Record<string, T> {
  const start = `${prefix}/`;
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      name.startsWith(start) ? [[name.slice(start.length), value]] : [],
    ),
  );
}
