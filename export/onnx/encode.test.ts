import { SpectroSimError } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { decodeModel } from './decode.js';
import { encodeModel } from './encode.js';
import type { Graph } from './graph.js';
import { decodeProto, encodeProto } from './proto.js';

const graph: Graph = {
  name: 'every-kind',
  inputs: [{ name: 'x', type: 'float32', dims: ['B', 3] }],
  outputs: [{ name: 'y', type: 'float32', dims: ['B', 3] }],
  initializers: {
    w: { type: 'float32', dims: [3], data: Float32Array.of(1.5, -0, Number.NaN) },
    i: { type: 'int32', dims: [2], data: Int32Array.of(-1, 2 ** 31 - 1) },
    shape: { type: 'int64', dims: [2], data: BigInt64Array.of(-1n, -(2n ** 63n)) },
    u: { type: 'uint8', dims: [1, 3], data: Uint8Array.of(0, 128, 255) },
    flag: { type: 'bool', dims: [], data: Uint8Array.of(1) },
    none: { type: 'float32', dims: [0, 4], data: new Float32Array(0) },
  },
  nodes: [
    { op: 'Clip', name: 'clip', inputs: ['x', '', 'w'], outputs: ['c'], attributes: {} },
    {
      op: 'Gelu',
      domain: 'com.microsoft',
      name: 'gelu',
      inputs: ['c'],
      outputs: ['y'],
      attributes: {
        int: { int: -7 },
        zero: { int: 0 },
        float: { float: 0.5 },
        ints: { ints: [1, -2, 3] },
        floats: { floats: [0.25, 1] },
        string: { string: 'µ' },
        tensor: { tensor: { type: 'int64', dims: [1], data: BigInt64Array.of(5n) } },
      },
    },
  ],
  metadata: { title: 'fatty acids', axis: '{"bins":3}' },
};

describe('encodeModel', () => {
  it('comes back from decodeModel as it was', () => {
    expect(decodeModel(encodeModel(graph))).toEqual(graph);
  });

  it('reads a Buffer that is a view into a larger one', () => {
    const bytes = encodeModel(graph);
    const offset = Buffer.concat([Buffer.of(1, 2, 3), bytes]).subarray(3);
    expect(decodeModel(offset)).toEqual(graph);
  });

  it('gives the same bytes each time, with opset 17 and IR 8', () => {
    expect(encodeModel(graph)).toEqual(encodeModel(structuredClone(graph)));
    const model = decodeProto('ModelProto', encodeModel(graph));
    expect(Number(model.irVersion)).toBe(8);
    expect(model.producerName).toBe('spectrosim');
    expect(model.opsetImport?.map(({ domain, version }) => [domain, Number(version)])).toEqual([
      ['', 17],
      ['com.microsoft', 1],
    ]);
  });

  it('imports com.microsoft only where it is used', () => {
    const plain = { ...graph, nodes: graph.nodes.slice(0, 1) };
    expect(decodeProto('ModelProto', encodeModel(plain)).opsetImport).toHaveLength(1);
  });

  it('refuses a foreign domain', () => {
    const foreign = { ...graph, nodes: [{ ...graph.nodes[0], domain: 'ai.onnx.ml' } as Graph['nodes'][number]] };
    expect(() => encodeModel(foreign)).toThrow(/"clip" \(Clip\) is of domain "ai.onnx.ml"/);
  });
});

describe('decodeModel', () => {
  const model = decodeProto('ModelProto', encodeModel(graph));
  const refusal = (changed: typeof model) => () => decodeModel(encodeProto('ModelProto', changed));

  it('refuses what is no ONNX model', () => {
    expect(() => decodeModel(Uint8Array.of(255, 255, 255))).toThrow(SpectroSimError);
    expect(() => decodeModel(new Uint8Array(0))).toThrow('The model has no graph.');
  });

  it('refuses another opset, another domain, external data and unknown types, saying what', () => {
    expect(refusal({ ...model, opsetImport: [{ domain: '', version: 18 }] })).toThrow(/opset 18. Expected opset 17/);
    const domains = [...(model.opsetImport ?? []), { domain: 'ai.onnx.ml', version: 1 }];
    expect(refusal({ ...model, opsetImport: domains })).toThrow(/uses operators of ai.onnx.ml/);
    const external = { name: 'w', dataType: 1, dims: [3], dataLocation: 1 };
    expect(refusal({ ...model, graph: { ...model.graph, initializer: [external] } })).toThrow(/"w" is in another file/);
    const double = { name: 'w', dataType: 11, dims: [1], doubleData: [1] };
    expect(refusal({ ...model, graph: { ...model.graph, initializer: [double] } })).toThrow(
      /"w" is of ONNX data type 11/,
    );
    const short = { name: 'w', dataType: 1, dims: [3], rawData: new Uint8Array(5) };
    expect(refusal({ ...model, graph: { ...model.graph, initializer: [short] } })).toThrow(/5 bytes. Expected 12/);
    expect(refusal({ ...model, graph: { ...model.graph, input: [{ name: 'x', type: {} }] } })).toThrow(
      /"x" is not a tensor/,
    );
  });
});
