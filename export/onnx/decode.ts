import { type ElementType, SpectroSimError, type TensorValue, type ValueInfo } from '@spectrosim/models';
import { MICROSOFT } from './encode.js';
import { type Attribute, type Graph, type GraphNode, OPSET } from './graph.js';
import {
  ATTRIBUTE_TYPES,
  type AttributeProto,
  DATA_TYPES,
  type GraphProto,
  type Int64,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './messages.js';
import { decodeProto } from './proto.js';

/**
 * Reads an ONNX file of the subset that {@link encodeModel} writes, and is its inverse (float attributes come back
 * rounded to 32 bits, as ONNX holds them).
 *
 * @throws SpectroSimError `graph` when the bytes are not ONNX, or hold what graphs of this project do not have
 * @example
 * ```ts
 * const graph = decodeModel(readFileSync('model.onnx'));
 * ```
 */
export function decodeModel(bytes: Uint8Array): Graph {
  const model = decodeProto('ModelProto', bytes);
  const graph = model.graph;
  if (graph === undefined) throw refusal('The model has no graph.');
  checkOpsets(model);
  if (model.functions?.length) throw refusal('The model defines functions of its own, which are not supported.');
  return {
    ...decodeGraph(graph),
    metadata: Object.fromEntries((model.metadataProps ?? []).map(({ key, value }) => [key ?? '', value ?? ''])),
  };
}

function decodeGraph(graph: GraphProto): Graph {
  if (graph.sparseInitializer?.length) throw refusal('The model has sparse initializers, which are not supported.');
  return {
    name: graph.name ?? '',
    inputs: (graph.input ?? []).map(decodeValueInfo),
    outputs: (graph.output ?? []).map(decodeValueInfo),
    initializers: Object.fromEntries(
      (graph.initializer ?? []).map((proto) => [proto.name ?? '', decodeTensor(proto, `initializer "${proto.name}"`)]),
    ),
    nodes: (graph.node ?? []).map(decodeNode),
    metadata: {},
  };
}

function checkOpsets(model: ModelProto): void {
  const opsets = new Map((model.opsetImport ?? []).map((entry) => [entry.domain ?? '', toNumber(entry.version ?? 0)]));
  const opset = opsets.get('') ?? opsets.get('ai.onnx');
  if (opset !== OPSET) throw refusal(`The model is of opset ${opset ?? 'unknown'}. Expected opset ${OPSET}.`);
  const foreign = [...opsets.keys()].filter((domain) => domain !== '' && domain !== 'ai.onnx' && domain !== MICROSOFT);
  if (foreign.length > 0) throw refusal(`The model uses operators of ${foreign.join(', ')}. Expected ONNX's own.`);
}

function decodeNode(proto: NodeProto): GraphNode {
  const name = proto.name ?? '';
  const op = proto.opType ?? '';
  const attributes = (proto.attribute ?? []).map((attribute) => [
    attribute.name ?? '',
    decodeAttribute(attribute, `attribute "${attribute.name}" of node "${name}" (${op})`),
  ]);
  const domain = proto.domain === 'ai.onnx' ? '' : (proto.domain ?? '');
  return {
    op,
    ...(domain === '' ? {} : { domain }),
    name,
    inputs: proto.input ?? [],
    outputs: proto.output ?? [],
    attributes: Object.fromEntries(attributes),
  };
}

function decodeAttribute(proto: AttributeProto, what: string): Attribute {
  switch (proto.type) {
    case ATTRIBUTE_TYPES.int:
      return { int: toNumber(proto.i ?? 0) };
    case ATTRIBUTE_TYPES.float:
      return { float: proto.f ?? 0 };
    case ATTRIBUTE_TYPES.ints:
      return { ints: (proto.ints ?? []).map(toNumber) };
    case ATTRIBUTE_TYPES.floats:
      return { floats: proto.floats ?? [] };
    case ATTRIBUTE_TYPES.string:
      return { string: new TextDecoder().decode(proto.s) };
    case ATTRIBUTE_TYPES.tensor:
      return { tensor: decodeTensor(proto.t ?? {}, what) };
    case ATTRIBUTE_TYPES.graph:
      return { graph: decodeGraph(proto.g ?? {}) };
    default:
      throw refusal(
        `The ${what} is of kind ${proto.type}. Expected one of ${Object.keys(ATTRIBUTE_TYPES).join(', ')}.`,
      );
  }
}

function decodeTensor(proto: TensorProto, what: string): TensorValue {
  if (proto.dataLocation) throw refusal(`The data of ${what} is in another file. Expected it in the model.`);
  const dims = (proto.dims ?? []).map(toNumber);
  const size = dims.reduce((product, dim) => product * dim, 1);
  const type = elementType(proto.dataType, what);
  const width = { float32: 4, int32: 4, int64: 8, uint8: 1, bool: 1 }[type];
  const raw = proto.rawData;
  if (raw !== undefined && raw.length !== size * width) {
    throw refusal(`The ${what} has ${raw.length} bytes. Expected ${size * width} for ${type} [${dims.join(', ')}].`);
  }
  const value = tensorOf(type, dims, proto);
  if (value.data.length !== size) {
    throw refusal(`The ${what} has ${value.data.length} elements. Expected ${size} for shape [${dims.join(', ')}].`);
  }
  return value;
}

function tensorOf(type: ElementType, dims: number[], proto: TensorProto): TensorValue {
  // Copied, since a view must start at a multiple of its element size.
  const raw = proto.rawData === undefined ? undefined : new Uint8Array(proto.rawData).buffer;
  switch (type) {
    case 'float32':
      return { type, dims, data: raw ? new Float32Array(raw) : Float32Array.from(proto.floatData ?? []) };
    case 'int32':
      return { type, dims, data: raw ? new Int32Array(raw) : Int32Array.from(proto.int32Data ?? []) };
    case 'int64':
      return { type, dims, data: raw ? new BigInt64Array(raw) : BigInt64Array.from(proto.int64Data ?? [], toBigInt) };
    default:
      return { type, dims, data: raw ? new Uint8Array(raw) : Uint8Array.from(proto.int32Data ?? []) };
  }
}

function decodeValueInfo(proto: ValueInfoProto): ValueInfo {
  const name = proto.name ?? '';
  const tensor = proto.type?.tensorType;
  if (tensor?.shape === undefined) throw refusal(`The value "${name}" is not a tensor of known rank.`);
  const dims = (tensor.shape.dim ?? []).map(({ dimValue, dimParam }) => {
    if (dimParam) return dimParam;
    if (dimValue === undefined) throw refusal(`The value "${name}" has a dimension with neither size nor symbol.`);
    return toNumber(dimValue);
  });
  return { name, type: elementType(tensor.elemType, `value "${name}"`), dims };
}

function elementType(dataType: number | undefined, what: string): ElementType {
  for (const [type, id] of Object.entries(DATA_TYPES)) if (id === dataType) return type as ElementType;
  throw refusal(`The ${what} is of ONNX data type ${dataType}. Expected one of ${Object.keys(DATA_TYPES).join(', ')}.`);
}

function toNumber(value: Int64): number {
  return typeof value === 'number' ? value : value.toNumber();
}

function toBigInt(value: Int64): bigint {
  if (typeof value === 'number') return BigInt(value);
  return (BigInt(value.high) << 32n) | BigInt(value.low >>> 0);
}

function refusal(message: string): SpectroSimError {
  return new SpectroSimError('graph', message);
}
