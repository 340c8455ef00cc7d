import { encodeModel, type Graph, watchedValues } from '@spectrosim/export';
import type { GraphRuntime, LoadOptions, NamedTensors } from '@spectrosim/models';

const WEIGHT = 'state/weight.';

/**
 * Takes steps again, watching every value in them, up to the first that is not finite: that one in words, or `undefined` where all are.
 *
 * Once a number is NaN, gradients and clipping carry it to every weight within the step, so that the state after it tells nothing. The
 * first in the order of computing is where it began: all that it was made of is finite.
 *
 * @param graph of a single step
 * @param before the state before the first of the steps
 */
export async function firstNotFinite(
  runtime: GraphRuntime,
  options: LoadOptions,
  graph: Graph,
  before: NamedTensors,
  feeds: readonly NamedTensors[],
): Promise<string | undefined> {
  const given = firstIn(before);
  if (given !== undefined) {
    return given;
  }
  const { graph: watched, values } = watchedValues(graph, (input) => input.startsWith(WEIGHT));
  const session = await runtime.load(encodeModel(watched), options);
  const stepper = session.stepper(before);
  try {
    for (const one of feeds) {
      const told = await stepper.step(one);
      const found = values.find(({ output }) => !Number.isFinite(Number(told[output]?.data[0])));
      if (found !== undefined) {
        const { op, from } = found;
        return from === undefined ? `what ${op} gives` : `what ${op} gives at ${from.slice(WEIGHT.length)}`;
      }
    }
    return undefined;
  } finally {
    await stepper.dispose();
    await session.dispose();
  }
}

function firstIn(state: NamedTensors): string | undefined {
  const found = Object.entries(state).find(
    ([, { type, data }]) => type === 'float32' && !(data as Float32Array).every(Number.isFinite),
  );
  return found?.[0].slice('state/'.length);
}
