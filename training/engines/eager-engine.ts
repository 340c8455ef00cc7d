import { type NamedTensors, SpectroSimError, type TensorValue } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { describeBackend, type EagerBackendName, openEagerBackend } from './eager-backends.js';
import type { RunningTraining, StepInputs, StepResults, TensorMap, TrainingEngine, TrainingStep } from './engine.js';
import { oneByOne } from './one-by-one.js';
import { withBackend } from './with-backend.js';

/**
 * The engine that runs a training step operation by operation on a tfjs backend, state resident there.
 *
 * @param backend the one wanted; without it, the first that works: see {@link openEagerBackend}
 * @throws SpectroSimError `runtime` when the backend does not work here
 * @example
 * ```ts
 * const engine = await eagerEngine('wasm');
 * engine.description; // eager engine, tfjs 4.22.0 wasm
 * const running = await engine.start(step);
 * const [{ loss }] = await running.steps([{ batch, scalars }]);
 * ```
 */
export async function eagerEngine(backend?: EagerBackendName): Promise<TrainingEngine> {
  const { name, registered } = await openEagerBackend(backend);
  return {
    name: 'eager',
    backend: name,
    description: `eager engine, ${describeBackend(name)}`,
    start: async (step) => startOn(registered, step),
  };
}

function startOn(backend: string, { initialState, run }: TrainingStep): RunningTraining {
  let state: TensorMap = withBackend(backend, () => tensorsOf(initialState));
  const step = async ({ batch, scalars }: StepInputs): Promise<StepResults> =>
    withBackend(backend, () => {
      const { state: next, results } = tf.tidy(() => {
        const feeds = Object.entries(scalars).map(([name, value]) => [name, tf.scalar(value)] as const);
        return run(state, tensorsOf(batch), Object.fromEntries(feeds));
      });
      const numbers = Object.entries(results).map(([name, tensor]) => [name, Number(tensor.dataSync()[0])] as const);
      // What a step hands on as it was is part of the next state.
      const kept = new Set(Object.values(next));
      tf.dispose([...Object.values(state), ...Object.values(results)].filter((tensor) => !kept.has(tensor)));
      state = next;
      return Object.fromEntries(numbers);
    });
  return {
    steps: (inputs) => oneByOne(inputs, step),
    async state() {
      return withBackend(backend, () =>
        Object.fromEntries(Object.entries(state).map(([name, tensor]) => [name, copyOf(tensor)])),
      );
    },
    async dispose() {
      tf.dispose(Object.values(state));
    },
  };
}

function tensorsOf(values: NamedTensors): TensorMap {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, tensorOf(name, value)]));
}

function tensorOf(name: string, { type, dims, data }: TensorValue): tf.Tensor {
  if (type === 'int64' || type === 'uint8') {
    throw new SpectroSimError(
      'training',
      `"${name}" is of type ${type}. A training step takes float32, int32 and bool.`,
    );
  }
  return tf.tensor(data, [...dims], type);
}

/** A copy of a tensor's numbers: some backends hand out their own. */
function copyOf(tensor: tf.Tensor): TensorValue {
  return { type: tensor.dtype, dims: tensor.shape, data: tensor.dataSync().slice() } as TensorValue;
}
