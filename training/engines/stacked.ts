import type { NamedTensors, TensorValue } from '@spectrosim/models';
import type { StepResults } from './engine.js';

/** Tensors of several steps under one name each, a step along the first axis. A single step's are not copied. */
export function stacked(steps: readonly NamedTensors[]): NamedTensors {
  const [first = {}] = steps;
  return Object.fromEntries(
    Object.entries(first).map(([name, { type, dims, data }]) => {
      const together = steps.length === 1 ? data : joined(steps.map((step) => (step[name] as TensorValue).data));
      return [name, { type, dims: [steps.length, ...dims], data: together } as TensorValue];
    }),
  );
}

/** Scalars of several steps, taken apart again. */
export function unstacked(results: NamedTensors): StepResults[] {
  const numbers = Object.entries(results).map(([name, { data }]) => [name, Array.from(data, Number)] as const);
  const steps = Math.max(0, ...numbers.map(([, values]) => values.length));
  return Array.from({ length: steps }, (_, i) =>
    Object.fromEntries(numbers.map(([name, values]) => [name, values[i] as number])),
  );
}

function joined(parts: readonly TensorValue['data'][]): TensorValue['data'] {
  const [first] = parts as [TensorValue['data']];
  const Numbers = first.constructor as new (length: number) => TensorValue['data'];
  const all = new Numbers(parts.length * first.length);
  parts.forEach((part, i) => {
    all.set(part as never, i * first.length);
  });
  return all;
}
