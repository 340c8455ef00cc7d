import { type ElementType, SpectroSimError } from '@spectrosim/models';
import type { Attribute, Graph, GraphNode } from '../graph.js';

/** What is known of a value before a graph runs. */
export interface InferredValue {
  readonly type: ElementType;
  readonly dims: readonly number[];
  /** The elements, where they are small integers known in advance: shapes, axes, indices. */
  readonly constant?: readonly number[];
}

/** One node with what is known of its inputs; an optional input left out is `undefined`. */
export interface Call {
  readonly node: GraphNode;
  readonly inputs: readonly (InferredValue | undefined)[];
  /** Types and shapes of the outputs of a graph that the node runs inside, for these inputs. */
  readonly inferInside: (graph: Graph, inputs: readonly InferredValue[]) => readonly InferredValue[];
}

type Keys<T> = T extends unknown ? keyof T : never;
/** The kind of an attribute: `int`, `float`, `ints` … */
export type AttributeKind = Keys<Attribute>;

/** What an operator takes at opset 17, and what it gives. */
export interface Rule {
  /** Fewest and most inputs. */
  readonly inputs: readonly [number, number];
  /** Fewest and most outputs. */
  readonly outputs: readonly [number, number];
  readonly attributes: Readonly<Record<string, AttributeKind>>;
  /** Types and shapes of the outputs, the optional ones included. */
  readonly infer: (call: Call) => InferredValue[];
}

export const ANY: readonly ElementType[] = ['float32', 'int32', 'int64', 'uint8', 'bool'];
export const NUMBERS: readonly ElementType[] = ['float32', 'int32', 'int64', 'uint8'];
export const SIGNED: readonly ElementType[] = ['float32', 'int32', 'int64'];
export const FLOAT: readonly ElementType[] = ['float32'];
export const INDEX: readonly ElementType[] = ['int32', 'int64'];

/** Refuses the node at hand; the caller adds the node's name and inputs. */
export function fail(message: string): never {
  throw new SpectroSimError('graph', message);
}

/** The input at a position, refused when it is left out or not of one of the types. */
export function inputAt(call: Call, index: number, types: readonly ElementType[] = ANY): InferredValue {
  const value = call.inputs[index];
  if (value === undefined) fail(`Input ${index} is left out, which this operator needs.`);
  if (!types.includes(value.type)) {
    fail(`Input ${index} ("${call.node.inputs[index]}") is ${value.type}. Expected ${types.join(' or ')}.`);
  }
  return value;
}

/** Refuses inputs of differing types; returns the common one. */
export function sameType(values: readonly InferredValue[]): ElementType {
  const type = values[0]?.type ?? 'float32';
  const other = values.find((value) => value.type !== type);
  if (other !== undefined) fail(`Its inputs are ${type} and ${other.type}. Expected one type; add a Cast.`);
  return type;
}

/** The integers of a 1-D (or 0-D) input that must be known in advance, so that no shape is computed at run time. */
export function constantAt(call: Call, index: number): readonly number[] {
  const value = inputAt(call, index, INDEX);
  if (value.constant === undefined) {
    fail(`Input ${index} ("${call.node.inputs[index]}") is computed at run time. Expected an integer initializer.`);
  }
  return value.constant;
}

/** An integer attribute, or its default; without a default it must be there. */
export function intOf(call: Call, name: string, otherwise?: number): number {
  const attribute = call.node.attributes[name];
  if (attribute !== undefined && 'int' in attribute) return attribute.int;
  return otherwise ?? fail(`Attribute "${name}" is missing.`);
}

/** An attribute that is a list of integers, or its default. */
export function intsOf<Otherwise>(call: Call, name: string, otherwise: Otherwise): readonly number[] | Otherwise {
  const attribute = call.node.attributes[name];
  return attribute !== undefined && 'ints' in attribute ? attribute.ints : otherwise;
}

/** A string attribute that must be one of the choices; the first is the default. */
export function choiceOf<Choice extends string>(call: Call, name: string, choices: readonly Choice[]): Choice {
  const attribute = call.node.attributes[name];
  const text = attribute !== undefined && 'string' in attribute ? attribute.string : choices[0];
  const choice = choices.find((candidate) => candidate === text);
  return choice ?? fail(`Attribute "${name}" is "${text}". Expected one of ${choices.join(', ')}.`);
}

/** A graph attribute, which must be there. */
export function graphOf(call: Call, name: string): Graph {
  const attribute = call.node.attributes[name];
  return attribute !== undefined && 'graph' in attribute ? attribute.graph : fail(`Attribute "${name}" is missing.`);
}

/** An axis counted from the front; `rank` bounds it. */
export function axisOf(axis: number, rank: number): number {
  if (axis < -rank || axis >= rank) fail(`Axis ${axis} is outside a value of rank ${rank}.`);
  return axis < 0 ? axis + rank : axis;
}

/** Axes counted from the front, refused when one is named twice. */
export function axesOf(axes: readonly number[], rank: number): number[] {
  const result = axes.map((axis) => axisOf(axis, rank));
  if (new Set(result).size !== result.length) fail(`The axes [${axes.join(', ')}] name one axis twice.`);
  return result;
}

/** The shape that several broadcast to, by NumPy's rule. */
export function broadcast(shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    let size = 1;
    for (const shape of shapes) {
      const dim = shape[axis - rank + shape.length] ?? 1;
      if (dim === 1 || dim === size) continue;
      if (size !== 1) fail(`The shapes ${shapes.map(showShape).join(' and ')} do not broadcast.`);
      size = dim;
    }
    return size;
  });
}

/** How many elements a shape has. */
export function sizeOf(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

/** A shape for a message. */
export function showShape(dims: readonly (number | string)[]): string {
  return `[${dims.join(', ')}]`;
}
