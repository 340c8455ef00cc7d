import { type GraphStepper, type NamedTensors, nextStateName } from '@spectrosim/models';
import type { Tensor } from 'onnxruntime-common';
import { copyOf, fromOrt } from './tensors.js';

/** ONNX Runtime tensors by name. */
type OrtTensors = Readonly<Record<string, Tensor>>;

/**
 * Steps over state that stays where the provider leaves it: in JavaScript memory with `wasm`, on the GPU with `webgpu`.
 * A step that fails leaves the present state as it was.
 *
 * @param run runs the graph; the state's outputs come back where they are to stay
 * @param toOrt views values as tensors of the runtime
 */
export function createStepper(
  run: (feeds: OrtTensors) => Promise<OrtTensors>,
  toOrt: (values: NamedTensors) => OrtTensors,
  initial: NamedTensors,
): GraphStepper {
  const own = Object.entries(initial).map(([name, value]) => [name, { ...value, data: value.data.slice() }] as const);
  let present = toOrt(Object.fromEntries(own) as NamedTensors);
  const release = (tensors: OrtTensors) => {
    for (const tensor of Object.values(tensors)) {
      tensor.dispose();
    }
  };
  return {
    async step(feeds) {
      const outputs = new Map(Object.entries(await run({ ...toOrt(feeds), ...present })));
      const next = Object.keys(present).map((name) => {
        const tensor = outputs.get(nextStateName(name)) as Tensor;
        outputs.delete(nextStateName(name));
        return [name, tensor] as const;
      });
      release(present);
      present = Object.fromEntries(next);
      return fromOrt(Object.fromEntries(outputs));
    },
    state: () => copyOf(present),
    async dispose() {
      release(present);
      present = {};
    },
  };
}
