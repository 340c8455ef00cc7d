import { checkGraph, encodeModel, type Graph, trace } from '@spectrosim/export';
import type { GraphRuntime, LoadOptions, NamedTensors } from '@spectrosim/models';
import type * as tf from '@tensorflow/tfjs-core';
import { expectNear, type Fn, runEager, shapesOf } from './eager.setup.js';
import { TRACER_CASES } from './tracer-cases.js';

/** Kernels with a part that has no WebGPU kernel: the indices of TopK, 64-bit numbers; its values alone run. */
export const NOT_ON_WEBGPU: readonly string[] = ['TopK'];

/** Kernels that WGSL computes to an absolute 2⁻¹¹ only, within ±π. */
export const COARSE_ON_WEBGPU: readonly string[] = ['Sin', 'Cos'];

/** All cases of one kernel in one graph: `case.x` in, `case.output` out. */
export interface KernelGraph {
  readonly graph: Graph;
  readonly feeds: NamedTensors;
  /** What tfjs' cpu backend computes. */
  readonly expected: NamedTensors;
}

/** Traces every case of a kernel into one graph, since to load one on a GPU takes longer than to run it. */
export function kernelGraph(kernel: string): KernelGraph {
  const cases = TRACER_CASES[kernel] ?? [];
  const feeds = Object.fromEntries(
    cases.flatMap(({ values }, i) => Object.entries(values).map(([name, value]) => [`${i}.${name}`, value] as const)),
  );
  const fn: Fn = (inputs) =>
    Object.fromEntries(
      cases.flatMap(({ fn }, i) => {
        const [x, y, z] = ['x', 'y', 'z'].map((name) => inputs[`${i}.${name}`] as tf.Tensor);
        const results = [fn(x as tf.Tensor, y as tf.Tensor, z as tf.Tensor)].flat() as tf.Tensor[];
        return results.map((result, at) => [`${i}.out${at}`, result] as const);
      }),
    );
  const graph = trace(kernel, fn, shapesOf(feeds));
  checkGraph(graph);
  return { graph, feeds, expected: runEager(fn, feeds) };
}

/** Expects that a runtime computes what tfjs does. */
export async function expectOnRuntime(
  { graph, feeds, expected }: KernelGraph,
  runtime: GraphRuntime,
  options: LoadOptions,
  tolerance: number,
): Promise<void> {
  const session = await runtime.load(encodeModel(graph), options);
  try {
    const outputs = await session.run(feeds);
    for (const [name, { data }] of Object.entries(expected)) {
      expectNear(outputs[name]?.data as Float32Array, data as Float32Array, tolerance);
    }
  } finally {
    await session.dispose();
  }
}
