import { type GraphStepper, type NamedTensors, nextStateName } from '@spectrosim/models';
import { copyOf, fromOrt, type OrtTensors, toOrt } from './tensors.js';

/** Runs the graph; a tensor in `fetches` is written into, a `null` is allocated. */
export type RunInto = (
  feeds: OrtTensors,
  fetches: Readonly<Record<string, OrtTensors[string] | null>>,
) => Promise<OrtTensors>;

/**
 * Steps over state in two sets of buffers: the graph reads one and writes the other, then they change places, so that
 * a step allocates nothing for state. A step that fails leaves the present state as it was.
 */
export function createStepper(run: RunInto, outputNames: readonly string[], initial: NamedTensors): GraphStepper {
  const names = Object.keys(initial);
  const results = outputNames.filter((output) => !names.some((name) => nextStateName(name) === output));
  let present: OrtTensors = toOrt(copyOf(initial));
  let spare: OrtTensors = toOrt(copyOf(initial));
  return {
    async step(feeds) {
      const fetches = Object.fromEntries([
        ...names.map((name) => [nextStateName(name), spare[name] as OrtTensors[string]]),
        // Results are the caller's to keep, so each step has new ones.
        ...results.map((name) => [name, null]),
      ]);
      const outputs = await run({ ...toOrt(feeds), ...present }, fetches);
      [present, spare] = [spare, present];
      return fromOrt(Object.fromEntries(results.map((name) => [name, outputs[name] as OrtTensors[string]])));
    },
    async state() {
      return copyOf(fromOrt(present));
    },
    async dispose() {
      present = {};
      spare = {};
    },
  };
}
