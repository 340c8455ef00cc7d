import '@tensorflow/tfjs-backend-cpu';
import { checkGraph, encodeModel, type Graph, trace } from '@spectrosim/export';
import { createRandom, type NamedTensors, type TensorValue } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

// Production mode keeps the cpu backend's advertisement off the console.
tf.enableProdMode();
await tf.setBackend('cpu');

/** Named tensors to named tensors. */
export type Fn = (inputs: Record<string, tf.Tensor>) => Record<string, tf.Tensor>;

/** Standard normal numbers, the same for the same label and shape. */
export function normals(label: string, ...dims: number[]): TensorValue & { type: 'float32' } {
  const random = createRandom(1, `${label} ${dims}`);
  const data = Float32Array.from({ length: dims.reduce((size, dim) => size * dim, 1) }, () => random.normal());
  return { type: 'float32', dims, data };
}

/** The shapes of values: inputs of a graph that is to be fed with them. */
export function shapesOf(
  values: NamedTensors,
): Record<string, { type: 'float32' | 'int32' | 'bool'; dims: readonly number[] }> {
  return Object.fromEntries(
    Object.entries(values).map(([name, { type, dims }]) => [name, { type: type as 'float32', dims }]),
  );
}

/** Calls a function on tfjs' cpu backend. */
export function runEager(fn: Fn, values: NamedTensors): NamedTensors {
  let outputs: NamedTensors = {};
  tf.tidy(() => {
    const inputs = Object.fromEntries(
      Object.entries(values).map(([name, { type, dims, data }]) => [
        name,
        tf.tensor(data as Float32Array, [...dims], type as 'float32'),
      ]),
    );
    outputs = Object.fromEntries(
      Object.entries(fn(inputs)).map(([name, tensor]) => [
        name,
        { type: tensor.dtype, dims: tensor.shape, data: tensor.dataSync().slice() } as TensorValue,
      ]),
    );
  });
  return outputs;
}

/** Checks a graph and runs it on ONNX Runtime. */
export async function runGraph(graph: Graph, values: NamedTensors): Promise<NamedTensors> {
  checkGraph(graph);
  const session = await nodeRuntime().load(encodeModel(graph), { provider: 'cpu', threads: 1 });
  const outputs = await session.run(values);
  await session.dispose();
  return outputs;
}

/** Expects that a function traced and run on ONNX Runtime gives what it gives on tfjs' cpu backend. */
export async function expectTraced(fn: Fn, values: NamedTensors, tolerance: number): Promise<Graph> {
  const graph = trace('test', fn, shapesOf(values));
  expectSame(await runGraph(graph, values), runEager(fn, values), tolerance);
  return graph;
}

/** Expects the same names, types and shapes, and numbers within `tolerance` times the largest. */
export function expectSame(actual: NamedTensors, expected: NamedTensors, tolerance: number): void {
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  for (const [name, { type, dims, data }] of Object.entries(expected)) {
    const got = actual[name] as TensorValue;
    expect({ name, type: got.type, dims: got.dims }).toEqual({ name, type, dims });
    expectNear(got.data as Float32Array, data as Float32Array, tolerance);
  }
}

/** Expects numbers within `tolerance` times the largest expected. */
export function expectNear(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  const wanted = Array.from(expected);
  const scale = Math.max(...wanted.map(Math.abs), Number.MIN_VALUE);
  const worst = wanted.reduce((most, value, i) => Math.max(most, Math.abs(value - (actual[i] as number))), 0);
  expect(worst / scale, `[${Array.from(actual).slice(0, 6)}] against [${wanted.slice(0, 6)}]`).toBeLessThanOrEqual(
    tolerance,
  );
}
