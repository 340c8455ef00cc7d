import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import type { NamedTensors } from '@spectrosim/models';
import { setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { Contender } from './contender.js';
import { speedUpWasmProducts } from './wasm-products.js';
import type { Workload } from './workload.js';

/** The same step, run operation by operation on tfjs' wasm backend. */
export async function eagerWasmContender(workload: Workload, stepsPerRound: number): Promise<Contender> {
  await startWasm();
  let state = onBackend(workload.step.initialState);
  let t = 0;
  const takeStep = (batch: NamedTensors) => {
    const scalars = Object.fromEntries(
      Object.entries(workload.scalarsAt(t)).map(([name, value]) => [name, tf.scalar(value)]),
    );
    const feeds = onBackend(batch);
    const next = tf.tidy(() => {
      const { state: after, results } = workload.step.run(state, feeds, scalars);
      return { ...after, '#loss': results.loss as tf.Tensor };
    });
    const { '#loss': loss, ...after } = next;
    const value = (loss as tf.Tensor).dataSync()[0] as number;
    tf.dispose([state, feeds, scalars, loss as tf.Tensor]);
    state = after;
    return value;
  };
  return {
    engine: 'eager-wasm',
    description: `tfjs ${version_wasm} wasm, eager, SIMD, 1 thread (tfjs starts no wasm threads in node)`,
    stepsPerRound,
    async run(steps) {
      const timed = [];
      for (let i = 0; i < steps; i++) {
        const batch = workload.batches[t % workload.batches.length] as NamedTensors;
        t++;
        const start = performance.now();
        const loss = takeStep(batch);
        timed.push({ ms: performance.now() - start, loss });
      }
      return timed;
    },
    async dispose() {
      tf.dispose(state);
    },
  };
}

async function startWasm(): Promise<void> {
  tf.enableProdMode();
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(entry)}${sep}`);
  await tf.setBackend('wasm');
  if (!(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) {
    throw new Error('This node has no WebAssembly SIMD, without which tfjs would be timed unfairly.');
  }
  speedUpWasmProducts();
}

function onBackend(values: NamedTensors): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(values).map(([name, { type, dims, data }]) => [
      name,
      tf.tensor(data as Float32Array, [...dims], type as 'float32'),
    ]),
  );
}
