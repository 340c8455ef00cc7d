import { describe, expect, it } from 'vitest';
import { decodeProto, encodeProto } from '../../export/onnx/proto.js';
import { hasConformanceArchive, readConformanceCases } from './conformance-archive.js';

describe.skipIf(!hasConformanceArchive)('the protobuf descriptor, against the models and tensors of ONNX', () => {
  const cases = hasConformanceArchive ? readConformanceCases() : [];

  it('decodes and re-encodes all 638 models byte for byte', () => {
    expect(cases).toHaveLength(638);
    const changed = cases.filter(({ model }) => {
      const again = encodeProto('ModelProto', decodeProto('ModelProto', model));
      return Buffer.compare(again, model) !== 0;
    });
    expect(changed.map(({ name }) => name)).toEqual([]);
  });

  it('decodes and re-encodes their tensors byte for byte', () => {
    // Two tests hold sequences and optionals, which are other messages than TensorProto.
    const isTensor = ({ name }: { name: string }) => !/identity_(sequence|opt)$/.test(name);
    const tensors = cases.filter(isTensor).flatMap(({ inputs, outputs }) => [...inputs, ...outputs]);
    expect(tensors.length).toBeGreaterThan(2000);
    const changed = tensors.filter(
      (bytes) => Buffer.compare(encodeProto('TensorProto', decodeProto('TensorProto', bytes)), bytes) !== 0,
    );
    expect(changed).toHaveLength(0);
  });
});
