import { type GraphStepper, type NamedTensors, nextStateName, type TensorValue, tensorValue } from '@spectrosim/models';

/**
 * Steps over state in JavaScript memory, where the `wasm` provider takes inputs from and leaves outputs.
 * A step that fails leaves the present state as it was.
 */
export function createStepper(
  run: (feeds: NamedTensors) => Promise<NamedTensors>,
  initial: NamedTensors,
): GraphStepper {
  let present = copyOf(initial);
  return {
    async step(feeds) {
      const outputs = new Map(Object.entries(await run({ ...feeds, ...present })));
      const next = Object.keys(present).map((name) => {
        const value = outputs.get(nextStateName(name)) as TensorValue;
        outputs.delete(nextStateName(name));
        return [name, value] as const;
      });
      present = Object.fromEntries(next);
      return Object.fromEntries(outputs);
    },
    async state() {
      return copyOf(present);
    },
    async dispose() {
      present = {};
    },
  };
}

function copyOf(values: NamedTensors): NamedTensors {
  return Object.fromEntries(
    Object.entries(values).map(([name, { type, dims, data }]) => [name, tensorValue(type, dims, data.slice())]),
  );
}
