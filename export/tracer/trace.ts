import { SpectroSimError, type TensorValue, type ValueInfo } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import type { Graph, GraphNode } from '../onnx/graph.js';
import { TRACE_BACKEND, TraceBackend } from './backend.js';
import { TRACE_KERNELS } from './kernels/index.js';
import { withLeanGradients } from './lean-gradients.js';
import { explainMissingKernel } from './missing-kernel.js';
import { withoutRandomness } from './randomness.js';
import { assertInputName, Recorder, type Value } from './recorder.js';

/** What a traced function is called with: an input of the graph, or a weight that becomes a constant of it. */
export type TraceInput =
  | { readonly type: 'float32' | 'int32' | 'bool'; readonly dims: readonly number[] }
  | TensorValue;

/** A function of named tensors to named tensors. */
export type TensorFunction = (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor>;

/**
 * Calls a tfjs function once on symbolic tensors and returns what it computes as an ONNX graph.
 *
 * Inputs that hold data become constants of the graph; the others are its inputs, in order. Any tfjs code can be traced
 * that decides nothing by a tensor's value: a forward pass, or a whole training step with `tf.valueAndGrads` in it.
 *
 * @throws SpectroSimError `graph` when the function reads a tensor's value, draws unseeded random numbers or calls a kernel that cannot
 * be traced.
 * @example
 * ```ts
 * const graph = trace('double', ({ x }) => ({ y: tf.mul(x, 2) }), { x: { type: 'float32', dims: [4] } });
 * ```
 */
export function trace(
  name: string,
  fn: TensorFunction,
  inputs: Readonly<Record<string, TraceInput>>,
  metadata: Readonly<Record<string, string>> = {},
): Graph {
  const recorder = new Recorder();
  const outputs: Record<string, Value> = {};
  onTraceBackend((backend) =>
    backend.recordInto(recorder, () =>
      tf.tidy(() => {
        const symbols = Object.fromEntries(
          Object.entries(inputs).map(([key, input]) => [key, symbolOf(backend, recorder, key, input)]),
        );
        for (const [key, result] of Object.entries(callNaming(name, fn, symbols))) {
          outputs[key] = recorder.materialise(backend.symbolOf(result));
        }
        if (Object.keys(outputs).length === 0) {
          throw new SpectroSimError(
            'graph',
            `"${name}" returned no named tensors. Expected an object of tensors, returned at once and not as a promise.`,
          );
        }
      }),
    ),
  );
  return assemble(name, recorder, inputs, outputs, metadata);
}

function symbolOf(backend: TraceBackend, recorder: Recorder, name: string, input: TraceInput): tf.Tensor {
  assertInputName(name);
  const { type, dims } = input;
  if ('data' in input) {
    recorder.constants.set(name, input);
  }
  const info = backend.tensorOf({ name, type, dims, stored: dims });
  return tf.engine().makeTensorFromDataId(info.dataId, [...dims], info.dtype, backend);
}

function callNaming(name: string, fn: TensorFunction, symbols: Record<string, tf.Tensor>): Record<string, tf.Tensor> {
  // tfjs' own frames alone are more than engines keep by default, and the error has to name who called.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 50;
  try {
    return withoutRandomness(name, () => fn(symbols));
  } catch (error) {
    throw explainMissingKernel(name, error);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Drops what no output needs, and gives the outputs their names. */
function assemble(
  name: string,
  recorder: Recorder,
  inputs: Readonly<Record<string, TraceInput>>,
  results: Readonly<Record<string, Value>>,
  metadata: Readonly<Record<string, string>>,
): Graph {
  const renamed = new Map<string, string>();
  const aliases: GraphNode[] = [];
  const recorded = new Set(recorder.nodes.flatMap((node) => node.outputs));
  const outputs: ValueInfo[] = [];
  for (const [output, value] of Object.entries(results)) {
    assertInputName(output);
    if (Object.hasOwn(inputs, output)) {
      throw new SpectroSimError(
        'graph',
        `"${name}" gives an output "${output}", which is the name of an input. Give the output another name.`,
      );
    }
    if (recorded.has(value.name) && !renamed.has(value.name)) {
      renamed.set(value.name, output);
    } else {
      // An input passed through, a constant, or a second name for one value.
      const source = renamed.get(value.name) ?? value.name;
      aliases.push({ op: 'Identity', name: `Identity_${output}`, inputs: [source], outputs: [output], attributes: {} });
    }
    outputs.push({ name: output, type: value.type, dims: value.dims });
  }

  const needed = new Set(outputs.map((output) => output.name));
  const nodes: GraphNode[] = [];
  const rename = (value: string) => renamed.get(value) ?? value;
  const all = [...recorder.nodes, ...aliases].map((node) => ({
    ...node,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
  }));
  for (const node of all.reverse()) {
    if (node.outputs.some((output) => needed.has(output))) {
      nodes.push({ ...node, outputs: withoutUnused(node, needed) });
      for (const input of node.inputs) {
        needed.add(input);
      }
    }
  }
  return {
    name,
    inputs: Object.entries(inputs).flatMap(([key, input]) =>
      'data' in input ? [] : [{ name: key, type: input.type, dims: input.dims }],
    ),
    outputs,
    initializers: Object.fromEntries([...recorder.constants].filter(([constant]) => needed.has(constant))),
    nodes: nodes.reverse(),
    metadata,
  };
}

/** Optional outputs nobody reads are left out, so that a kernel need not compute them. */
function withoutUnused({ op, outputs }: GraphNode, needed: ReadonlySet<string>): readonly string[] {
  if (op !== 'LayerNormalization') {
    return outputs;
  }
  const kept = outputs.map((output, i) => (i === 0 || needed.has(output) ? output : ''));
  while (kept.at(-1) === '') {
    kept.pop();
  }
  return kept;
}

let singleton: TraceBackend | undefined;

/** Runs `body` with the tracing backend current, then puts back the backend there was, or that there was none. */
function onTraceBackend<R>(body: (backend: TraceBackend) => R): R {
  singleton ??= createBackend();
  const backend = singleton;
  const previous = tf.engine().backendName;
  if (!tf.engine().backendNames().includes(TRACE_BACKEND)) {
    // A negative priority: tfjs never picks it by itself.
    tf.registerBackend(TRACE_BACKEND, () => backend, -1);
  }
  // setBackend does its work before its first await when the backend needs no asynchronous start.
  void tf.setBackend(TRACE_BACKEND);
  try {
    return withLeanGradients(() => body(backend));
  } finally {
    if (previous) {
      void tf.setBackend(previous);
    } else {
      tf.removeBackend(TRACE_BACKEND);
    }
  }
}

function createBackend(): TraceBackend {
  const backend = new TraceBackend();
  for (const [kernelName, kernel] of Object.entries(TRACE_KERNELS)) {
    tf.registerKernel({
      kernelName,
      backendName: TRACE_BACKEND,
      kernelFunc: ({ inputs, attrs }) => {
        const values = Object.fromEntries(
          Object.entries(inputs).flatMap(([key, input]) => {
            if (input === undefined || input === null) {
              return [];
            }
            return [[key, backend.symbolOf(input as tf.TensorInfo)] as const];
          }),
        );
        const result = kernel({
          inputs: values,
          attrs: (attrs ?? {}) as Record<string, unknown>,
          recorder: backend.recorder,
        });
        return Array.isArray(result)
          ? (result as readonly Value[]).map((value) => backend.tensorOf(value))
          : backend.tensorOf(result as Value);
      },
    });
  }
  return backend;
}
