import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { NamedTensors } from './runtime.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';

const tensors: NamedTensors = {
  weight: { type: 'float32', dims: [2, 2], data: Float32Array.of(1.5, -0, 3e38, 1e-45) },
  bytes: { type: 'uint8', dims: [3], data: Uint8Array.of(1, 2, 255) },
  mask: { type: 'bool', dims: [1], data: Uint8Array.of(1) },
  pairs: { type: 'int32', dims: [1, 2], data: Int32Array.of(-1, 7) },
  step: { type: 'int64', dims: [], data: BigInt64Array.of(-(2n ** 62n)) },
  none: { type: 'float32', dims: [0, 4], data: new Float32Array(0) },
};

/** A file as the format says: length, header, numbers. */
function file(header: string, numbers: readonly number[] = []): Uint8Array {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  return Uint8Array.from([...length, ...Buffer.from(header), ...numbers]);
}

describe('safetensors', () => {
  it('reads a file made by hand from the format (github.com/huggingface/safetensors#format)', () => {
    const header =
      '{"__metadata__":{"format":"pt"},"b":{"dtype":"I32","shape":[1],"data_offsets":[8,12]},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}';
    const numbers = [0, 0, 128, 63, 0, 0, 0, 192, 254, 255, 255, 255];
    expect(decodeSafetensors(file(header, numbers))).toEqual({
      a: { type: 'float32', dims: [1, 2], data: Float32Array.of(1, -2) },
      b: { type: 'int32', dims: [1], data: Int32Array.of(-2) },
    });
  });

  it('writes what the format says, byte for byte', () => {
    const written = encodeSafetensors({ a: { type: 'float32', dims: [1], data: Float32Array.of(1) } });
    const json = '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
    expect(json.length).toBe(54);
    expect(Buffer.from(written)).toEqual(
      Buffer.concat([Buffer.from([56, 0, 0, 0, 0, 0, 0, 0]), Buffer.from(`${json}  `), Buffer.from([0, 0, 128, 63])]),
    );
  });

  it('gives back every type and shape, with metadata on the way', () => {
    expect(decodeSafetensors(encodeSafetensors(tensors))).toEqual(tensors);
    expect(decodeSafetensors(encodeSafetensors(tensors, { by: 'SpectroSim' }))).toEqual(tensors);
    expect(decodeSafetensors(encodeSafetensors({}))).toEqual({});
  });

  it('writes equal tensors to equal bytes, whatever order they come in, the numbers at a multiple of 8', () => {
    const reversed = Object.fromEntries(Object.entries(tensors).reverse());
    const bytes = encodeSafetensors(tensors);
    expect(encodeSafetensors(reversed)).toEqual(bytes);
    expect(Number(Buffer.from(bytes).readBigUInt64LE()) % 8).toBe(0);
  });

  it('writes a view of a larger array without what surrounds it', () => {
    const data = Float32Array.of(9, 1, 2, 9).subarray(1, 3);
    const { w } = decodeSafetensors(encodeSafetensors({ w: { type: 'float32', dims: [2], data } }));
    expect(w?.data).toEqual(Float32Array.of(1, 2));
  });

  it("reads node's Buffer, pooled and at an odd offset, and shares no memory with it", () => {
    const bytes = encodeSafetensors(tensors);
    const pool = Buffer.alloc(bytes.length + 3);
    pool.set(bytes, 3);
    const read = decodeSafetensors(pool.subarray(3));
    pool.fill(0);
    expect(read).toEqual(tensors);
  });

  const entry = (shape: string, offsets: string, name = 'a') =>
    `"${name}":{"dtype":"F32","shape":${shape},"data_offsets":${offsets}}`;
  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(0), /it has 0 bytes/],
    ['a length beyond the file', Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 127), /it ends before/],
    ['a header that is not JSON', file('{"a":'), /does not describe tensors/],
    ['a header that is a list', file('[]'), /does not describe tensors/],
    ['another element type', file('{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}', [0, 0, 0, 0]), /describe/],
    ['a tensor without offsets', file('{"a":{"dtype":"F32"}}'), /does not describe tensors/],
    ['a negative size', file(`{${entry('[-1]', '[0,4]')}}`, [0, 0, 0, 0]), /does not describe tensors/],
    ['too few numbers', file(`{${entry('[2]', '[0,8]')}}`, [0, 0, 0, 0]), /a should have 8 bytes/],
    ['offsets that do not fit the shape', file(`{${entry('[2]', '[0,4]')}}`, [0, 0, 0, 0]), /a should have 8 bytes/],
    ['offsets that fall', file(`{${entry('[1]', '[4,0]')}}`, [0, 0, 0, 0]), /a should have 4 bytes/],
    [
      'tensors that overlap',
      file(`{${entry('[1]', '[0,4]')},${entry('[1]', '[0,4]', 'b')}}`, [0, 0, 0, 0]),
      /b should begin at byte 4/,
    ],
    ['a hole', file(`{${entry('[1]', '[4,8]')}}`, [0, 0, 0, 0, 0, 0, 0, 0]), /a should begin at byte 0/],
    ['bytes at the end', file(`{${entry('[1]', '[0,4]')}}`, [0, 0, 0, 0, 0]), /1 bytes at its end/],
  ])('refuses %s', (_, bytes, why) => {
    expect(() => decodeSafetensors(bytes, 'w.safetensors')).toThrow(
      expect.objectContaining({ code: 'artifact', message: expect.stringMatching(why) }),
    );
    expect(() => decodeSafetensors(bytes, 'w.safetensors')).toThrow(/^w\.safetensors is not a safetensors file/);
  });
});
