import type { Graph } from '@spectrosim/export';
import { type Feed, interpret } from './interpret.js';

/** Which derivative is taken, and how. */
export interface FiniteDifferenceOptions {
  /** The output, of one element, that is differentiated. */
  readonly output: string;
  /** The input it is differentiated by. */
  readonly input: string;
  /**
   * Flat indices of the input's elements to differentiate by.
   *
   * @default all
   */
  readonly elements?: readonly number[];
  /**
   * Step, relative to an element where that is above 1. The error is of the order of step² from truncation and
   * 1e-16 / step from rounding.
   *
   * @default 1e-5
   */
  readonly step?: number;
}

/**
 * Central differences of a scalar output of a graph by elements of one input, in double precision.
 *
 * @returns d output / d input[element] for each of `elements`, in their order
 * @example
 * ```ts
 * const [slope] = finiteDifference(graph, feeds, { output: 'loss', input: 'w', elements: [7] });
 * ```
 */
export function finiteDifference(
  graph: Graph,
  feeds: Readonly<Record<string, Feed>>,
  { output, input, elements, step = 1e-5 }: FiniteDifferenceOptions,
): number[] {
  const feed = feeds[input];
  if (feed === undefined) throw new Error(`there is no feed "${input}"`);
  const data = Float64Array.from(feed.data as ArrayLike<number>, Number);
  const evaluate = (index: number, value: number) => {
    const result = interpret(graph, { ...feeds, [input]: { ...feed, data: data.with(index, value) } }, [output])[
      output
    ];
    if (result?.data.length !== 1) throw new Error(`the output "${output}" is not a scalar`);
    return result.data[0] as number;
  };
  return (elements ?? [...data.keys()]).map((index) => {
    const value = data[index];
    if (value === undefined) throw new Error(`"${input}" has no element ${index}`);
    const size = step * Math.max(1, Math.abs(value));
    const [above, below] = [value + size, value - size];
    // The step that was taken, after rounding, not the one that was asked for.
    return (evaluate(index, above) - evaluate(index, below)) / (above - below);
  });
}
