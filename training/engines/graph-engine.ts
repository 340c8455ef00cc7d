import { checkGraph, encodeModel, type Graph, optimise, type TraceInput, trace } from '@spectrosim/export';
import {
  type GraphRuntime,
  type LoadOptions,
  type NamedTensors,
  nextStateName,
  type Provider,
  type TensorValue,
} from '@spectrosim/models';
import type { TensorMap, TrainingEngine, TrainingStep } from './engine.js';

/** The engine that traces a training step once and runs the graph on ONNX Runtime, state resident in the runtime. */
export function graphEngine(runtime: GraphRuntime, options: LoadOptions): TrainingEngine {
  return {
    name: 'graph',
    description: `graph engine, onnxruntime-${runtime.name} ${runtime.version} ${options.provider}, ${options.threads} thread${options.threads === 1 ? '' : 's'}`,
    async start(step) {
      const graph = optimisedStep(step, options.provider);
      checkGraph(graph);
      const session = await runtime.load(encodeModel(graph), options);
      const stepper = session.stepper(prefixedBy('state', step.initialState));
      return {
        async step(batch, scalars) {
          const feeds = { ...prefixedBy('batch', batch), ...prefixedBy('scalar', scalarTensors(scalars)) };
          const results = await stepper.step(feeds);
          return Object.fromEntries(Object.entries(results).map(([name, value]) => [name, Number(value.data[0])]));
        },
        state: async () => withoutPrefix('state', await stepper.state()),
        async dispose() {
          await stepper.dispose();
          await session.dispose();
        },
      };
    },
  };
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
