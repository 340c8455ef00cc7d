import { type GraphStepper, type NamedTensors, nextStateName } from '@spectrosim/models';
import { copyOf, emptyLike, fromOrt, type OrtTensors, toOrt } from './tensors.js';

/** Runs the graph; a tensor in `fetches` is written into, a `null` is allocated. */
export type RunInto = (
  feeds: OrtTensors,
  fetches: Readonly<Record<string, OrtTensors[string] | null>>,
) => Promise<OrtTensors>;

/**
 * Steps over state in two sets of buffers: the graph reads one and writes the other, then they change places, so that
 * from the third step on nothing is allocated for state here. onnxruntime-node 1.30 still copies what it has written into
 * them once more into arrays of its own, which are dropped. A step that fails leaves the present state as it was.
 *
 * The first step reads `initial` itself, which is let go of after it: a large model's state is there twice and not three
 * or four times.
 */
export function createStepper(run: RunInto, outputNames: readonly string[], initial: NamedTensors): GraphStepper {
  const names = Object.keys(initial);
  const results = outputNames.filter((output) => !names.some((name) => nextStateName(name) === output));
  let present: OrtTensors = toOrt(initial);
  let spare: OrtTensors | undefined;
  // The caller's own arrays are read and never written.
  let isOwn = false;
  return {
    async step(feeds) {
      const next = spare ?? emptyLike(present);
      const fetches = Object.fromEntries([
        ...names.map((name) => [nextStateName(name), next[name] as OrtTensors[string]]),
        // Results are the caller's to keep, so each step has new ones.
        ...results.map((name) => [name, null]),
      ]);
      const outputs = await run({ ...toOrt(feeds), ...present }, fetches);
      spare = isOwn ? present : undefined;
      present = next;
      isOwn = true;
      return fromOrt(Object.fromEntries(results.map((name) => [name, outputs[name] as OrtTensors[string]])));
    },
    async state() {
      return copyOf(fromOrt(present));
    },
    async before() {
      return spare && copyOf(fromOrt(spare));
    },
    async dispose() {
      present = {};
      spare = undefined;
    },
  };
}
