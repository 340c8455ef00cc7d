import { decodeModel, type Graph, OPSET } from '@spectrosim/export';
import type { TensorValue } from '@spectrosim/models';
// The raw messages are no part of the package's surface: only the oracles in this folder read foreign models.
import type { AttributeProto, ModelProto, NodeProto, TensorProto } from '../../export/onnx/messages.js';
import { decodeProto, encodeProto } from '../../export/onnx/proto.js';
import type { ConformanceCase } from './conformance-archive.js';

/** A backend test as a graph of our opset without inputs: what was to be fed are constants of it. */
export interface ReadyCase {
  readonly graph: Graph;
  /** What each output must be, in the order of the graph's outputs. */
  readonly expected: readonly TensorValue[];
}

const [FLOAT, DOUBLE] = [1, 11];
/** float, uint8, int32, int64, bool, and double, which stands for float here. */
const READABLE = [FLOAT, 2, 6, 7, 9, DOUBLE];
const REDUCTIONS = ['ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceProd', 'ReduceSumSquare'];
/** Operators whose attributes became inputs, or whose meaning changed, up to opset 13. */
const CHANGED_BY_13 = ['Softmax', 'LogSoftmax', 'Split', 'Squeeze', 'Unsqueeze', 'ReduceSum', 'Clip', 'Pad', 'Slice'];
/** Attributes of old opsets that ask for what opset 17 does without being asked. */
const IMPLIED = ['broadcast', 'is_test', 'consumed_inputs', 'spatial'];

/** Whether an operator at an opset has a form that opset 17 does not have. */
function isForeignForm(node: NodeProto, opset: number, inputs: ReadonlyMap<string, TensorProto>): boolean {
  const op = node.opType ?? '';
  const attribute = (name: string) => node.attribute?.find((candidate) => candidate.name === name);
  if (opset < 13) return CHANGED_BY_13.includes(op) || (attribute('axis') !== undefined && ['Add', 'Mul'].includes(op));
  if (opset < 18) return false;
  if (op === 'Pad') return (node.input?.length ?? 0) > 3 || new TextDecoder().decode(attribute('mode')?.s) === 'wrap';
  if (op === 'AveragePool') return attribute('dilations') !== undefined;
  if (op === 'Split') return attribute('num_outputs') !== undefined;
  return op === 'ReduceMax' && inputs.get(node.input?.[0] ?? '')?.dataType === 9;
}

/**
 * Brings a backend test to opset 17, or gives the reason why it is left out: an operator that graphs do not have, an
 * element type they do not have, or a form of an operator that is of another opset.
 */
export function readCase(
  { model, inputs, outputs }: ConformanceCase,
  operators: readonly string[],
): ReadyCase | string {
  const proto = decodeProto('ModelProto', model);
  const opset = Number(proto.opsetImport?.find(({ domain }) => !domain)?.version);
  const { node: nodes = [], initializer = [], input = [], output = [] } = proto.graph ?? {};
  if (nodes.some(({ opType }) => !operators.includes(opType ?? ''))) return 'an operator outside the table';

  const constants = new Map(initializer.map((tensor) => [tensor.name ?? '', tensor]));
  const fed = input.filter(({ name }) => !constants.has(name ?? ''));
  if ([...fed, ...output].some(({ type }) => type?.tensorType === undefined))
    return 'an element type outside the table';
  for (const [index, { name = '' }] of fed.entries()) constants.set(name, tensorOf(inputs[index]));
  const wanted = outputs.map((bytes) => tensorOf(bytes));
  if ([...constants.values(), ...wanted].some(({ dataType = 0 }) => !READABLE.includes(dataType))) {
    return 'an element type outside the table';
  }
  if (nodes.some((node) => isForeignForm(node, opset, constants))) return 'a form of another opset';

  const adapted = nodes.map((node, index) => adapt({ ...node, name: `node${index}` }, constants));
  const used = new Set(adapted.flatMap((node) => node.input ?? []));
  const needed = [...constants].filter(([name]) => used.has(name));
  const graph = decodeModel(
    encode({
      node: adapted,
      initializer: needed.map(([name, tensor]) => ({ ...asFloat(tensor), name })),
      output: output.map(({ name = '' }, index) => ({
        name,
        type: {
          tensorType: {
            elemType: asFloat(wanted[index] ?? {}).dataType ?? 0,
            shape: { dim: (wanted[index]?.dims ?? []).map((dimValue) => ({ dimValue })) },
          },
        },
      })),
    }),
  );
  const initializers = wanted.map((tensor, index) => ({ ...asFloat(tensor), name: `output${index}` }));
  return { graph, expected: Object.values(decodeModel(encode({ initializer: initializers })).initializers) };
}

/** At opset 18 the axes of reductions became an input, as they are of `ReduceSum` at 13. */
function adapt(node: NodeProto, constants: ReadonlyMap<string, TensorProto>): NodeProto {
  const attribute: AttributeProto[] = (node.attribute ?? [])
    .filter(({ name = '' }) => !IMPLIED.includes(name))
    .map((one) => (one.t === undefined ? one : { ...one, t: asFloat(one.t) }))
    .map((one) => (one.name === 'to' && Number(one.i) === DOUBLE ? { ...one, i: FLOAT } : one));
  const axes = REDUCTIONS.includes(node.opType ?? '') ? constants.get(node.input?.[1] ?? '') : undefined;
  if (axes === undefined) return { ...node, attribute };
  const data = axes.rawData === undefined ? [] : new BigInt64Array(new Uint8Array(axes.rawData).buffer);
  const ints = Array.from(data, Number);
  return { ...node, input: node.input?.slice(0, 1) ?? [], attribute: [...attribute, { name: 'axes', type: 7, ints }] };
}

function asFloat(tensor: TensorProto): TensorProto {
  if (tensor.dataType !== DOUBLE) return tensor;
  const doubles = tensor.rawData ? new Float64Array(new Uint8Array(tensor.rawData).buffer) : (tensor.doubleData ?? []);
  return { dims: tensor.dims ?? [], dataType: FLOAT, floatData: Array.from(doubles) };
}

function tensorOf(bytes: Uint8Array = new Uint8Array(0)): TensorProto {
  return decodeProto('TensorProto', bytes);
}

function encode(graph: NonNullable<ModelProto['graph']>): Uint8Array {
  return encodeProto('ModelProto', { opsetImport: [{ domain: '', version: OPSET }], graph });
}
