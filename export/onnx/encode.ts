import { SpectroSimError, type TensorValue, type ValueInfo } from '@spectrosim/models';
import { type Attribute, type Graph, type GraphNode, IR_VERSION, OPSET } from './graph.js';
import {
  ATTRIBUTE_TYPES,
  type AttributeProto,
  DATA_TYPES,
  type GraphProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './messages.js';
import { encodeProto } from './proto.js';

/** The domain of ONNX Runtime's own operators. */
export const MICROSOFT = 'com.microsoft';

/**
 * Writes a graph as an ONNX file: opset 17, IR 8, constants as little-endian raw data, equal graphs as equal bytes.
 *
 * The graph is written as it stands; {@link checkGraph} tells whether it is sound.
 *
 * @throws SpectroSimError `graph` when a node is of a domain other than ONNX's own and `com.microsoft`
 * @example
 * ```ts
 * writeFileSync('model.onnx', encodeModel(graph));
 * ```
 */
export function encodeModel(graph: Graph): Uint8Array {
  const opsetImport = [{ domain: '', version: OPSET }];
  if (usesMicrosoft(graph)) opsetImport.push({ domain: MICROSOFT, version: 1 });
  return encodeProto('ModelProto', {
    irVersion: IR_VERSION,
    producerName: 'spectrosim',
    opsetImport,
    graph: encodeGraph(graph),
    metadataProps: Object.entries(graph.metadata).map(([key, value]) => ({ key, value })),
  });
}

function usesMicrosoft({ nodes }: Graph): boolean {
  return nodes.some(
    ({ domain, attributes }) =>
      domain === MICROSOFT ||
      Object.values(attributes).some((attribute) => 'graph' in attribute && usesMicrosoft(attribute.graph)),
  );
}

function encodeGraph({ name, nodes, initializers, inputs, outputs }: Graph): GraphProto {
  return {
    name,
    node: nodes.map(encodeNode),
    initializer: Object.entries(initializers).map(([constant, value]) => ({ name: constant, ...encodeTensor(value) })),
    input: inputs.map(encodeValueInfo),
    output: outputs.map(encodeValueInfo),
  };
}

function encodeNode(node: GraphNode): NodeProto {
  if (node.domain !== undefined && node.domain !== MICROSOFT) {
    throw new SpectroSimError(
      'graph',
      `Node "${node.name}" (${node.op}) is of domain "${node.domain}". Expected none or "${MICROSOFT}".`,
    );
  }
  return {
    input: node.inputs,
    output: node.outputs,
    name: node.name,
    opType: node.op,
    ...(node.domain === undefined ? {} : { domain: node.domain }),
    attribute: Object.entries(node.attributes).map(([name, value]) => encodeAttribute(name, value)),
  };
}

function encodeAttribute(name: string, value: Attribute): AttributeProto {
  if ('int' in value) return { name, i: value.int, type: ATTRIBUTE_TYPES.int };
  if ('float' in value) return { name, f: value.float, type: ATTRIBUTE_TYPES.float };
  if ('ints' in value) return { name, ints: value.ints, type: ATTRIBUTE_TYPES.ints };
  if ('floats' in value) return { name, floats: value.floats, type: ATTRIBUTE_TYPES.floats };
  if ('string' in value) return { name, s: new TextEncoder().encode(value.string), type: ATTRIBUTE_TYPES.string };
  if ('graph' in value) return { name, g: encodeGraph(value.graph), type: ATTRIBUTE_TYPES.graph };
  return { name, t: encodeTensor(value.tensor), type: ATTRIBUTE_TYPES.tensor };
}

function encodeTensor({ type, dims, data }: TensorValue): TensorProto {
  // Typed arrays are little endian on every platform that Node and browsers run on.
  return { dims, dataType: DATA_TYPES[type], rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

function encodeValueInfo({ name, type, dims }: ValueInfo): ValueInfoProto {
  const dim = dims.map((size) => (typeof size === 'string' ? { dimParam: size } : { dimValue: size }));
  return { name, type: { tensorType: { elemType: DATA_TYPES[type], shape: { dim } } } };
}
