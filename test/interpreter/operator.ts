import type { Attribute, Graph } from '@spectrosim/export';
import type { RealTensor } from './tensor.js';

/** One node with its values; an optional input left out is `undefined`. */
export interface Operands {
  readonly op: string;
  readonly inputs: readonly (RealTensor | undefined)[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** How many outputs the node names. */
  readonly outputs: number;
  /** Evaluates a graph that the node runs inside, in view of the values around it. */
  readonly inside: (graph: Graph, feeds: Readonly<Record<string, RealTensor>>) => Record<string, RealTensor>;
}

/** Computes a node. */
export type Operator = (operands: Operands) => RealTensor[];

/** An input that must be there. */
export function inputAt({ inputs }: Operands, index: number): RealTensor {
  const value = inputs[index];
  if (value === undefined) throw new Error(`input ${index} is left out`);
  return value;
}

/** The elements of an input as integers, or `undefined` when it is left out. */
export function integersAt({ inputs }: Operands, index: number): number[] | undefined {
  const value = inputs[index];
  return value === undefined ? undefined : Array.from(value.data);
}

/** An integer attribute, or its default. */
export function intOf({ attributes }: Operands, name: string, otherwise: number): number {
  const value = attributes[name];
  return value !== undefined && 'int' in value ? value.int : otherwise;
}

/** A float attribute, or its default, rounded as ONNX holds it: in 32 bits. */
export function floatOf({ attributes }: Operands, name: string, otherwise: number): number {
  const value = attributes[name];
  return Math.fround(value !== undefined && 'float' in value ? value.float : otherwise);
}

/** A list of integers, or `undefined` when the attribute is not there. */
export function intsOf({ attributes }: Operands, name: string): readonly number[] | undefined {
  const value = attributes[name];
  return value !== undefined && 'ints' in value ? value.ints : undefined;
}

/** A string attribute, or its default. */
export function stringOf({ attributes }: Operands, name: string, otherwise: string): string {
  const value = attributes[name];
  return value !== undefined && 'string' in value ? value.string : otherwise;
}
