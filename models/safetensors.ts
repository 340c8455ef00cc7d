import { z } from 'zod';
import { SpectroSimError } from './errors.js';
import type { NamedTensors, TensorValue } from './runtime.js';
import { joined } from './sha256.js';

const TYPES = { float32: 'F32', int32: 'I32', int64: 'I64', uint8: 'U8', bool: 'BOOL' } as const;

const headerSchema = z.object({ __metadata__: z.record(z.string(), z.string()).optional() }).catchall(
  z.strictObject({
    dtype: z.enum(['F32', 'I32', 'I64', 'U8', 'BOOL']),
    shape: z.array(z.int().min(0)),
    data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
  }),
);

/**
 * Tensors as a safetensors file: an 8-byte length, a JSON header, the numbers in little-endian order.
 *
 * Tensors are written in the order of their names, so that equal tensors give equal bytes.
 */
export function encodeSafetensors(tensors: NamedTensors, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  return joined(safetensorsParts(tensors, metadata));
}

/**
 * The file that {@link encodeSafetensors} writes, in parts: what comes before the numbers, and the tensors themselves, not copied. To
 * be written or hashed one after another before a tensor changes.
 */
export function safetensorsParts(
  tensors: NamedTensors,
  metadata: Readonly<Record<string, string>> = {},
): readonly Uint8Array[] {
  const names = Object.keys(tensors).sort();
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  let offset = 0;
  for (const name of names) {
    const { type, dims, data } = tensors[name] as TensorValue;
    header[name] = { dtype: TYPES[type], shape: dims, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // The format asks for 8-byte alignment of the numbers, filled with spaces.
  const headerLength = Math.ceil(json.length / 8) * 8;
  const start = new Uint8Array(8 + headerLength).fill(0x20, 8);
  new DataView(start.buffer).setBigUint64(0, BigInt(headerLength), true);
  start.set(json, 8);
  const numbers = names.map((name) => {
    const { data } = tensors[name] as TensorValue;
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  });
  return [start, ...numbers];
}

/**
 * Reads a safetensors file.
 *
 * @throws SpectroSimError `artifact` when the bytes are not one.
 */
export function decodeSafetensors(bytes: Uint8Array, name = 'weights.safetensors'): Record<string, TensorValue> {
  const damaged = (why: string) =>
    new SpectroSimError('artifact', `${name} is not a safetensors file: ${why}. Restore it from where it came from.`);
  if (bytes.length < 8) {
    throw damaged(`it has ${bytes.length} bytes`);
  }
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (headerLength > bytes.length - 8) {
    throw damaged(`its header should have ${headerLength} bytes and it ends before`);
  }
  const header = headerSchema.safeParse(parseJson(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength))));
  if (!header.success) {
    throw damaged('its header does not describe tensors');
  }
  const numbers = bytes.subarray(8 + headerLength);
  const tensors: Record<string, TensorValue> = {};
  const { __metadata__: _, ...entries } = header.data;
  // The format allows neither holes nor overlaps.
  let expected = 0;
  for (const [key, { dtype, shape, data_offsets }] of Object.entries(entries).sort(byOffset)) {
    const [start, end] = data_offsets;
    const size = shape.reduce((product, dim) => product * dim, 1);
    const width = dtype === 'I64' ? 8 : dtype === 'U8' || dtype === 'BOOL' ? 1 : 4;
    if (end - start !== size * width || end > numbers.length) {
      throw damaged(`${key} should have ${size * width} bytes`);
    }
    if (start !== expected) {
      throw damaged(`${key} should begin at byte ${expected} of the numbers, not ${start}`);
    }
    expected = end;
    // A plain copy: node's Buffer.slice shares memory, and a typed array must start at a multiple of its element size.
    const part = new Uint8Array(numbers.subarray(start, end)).buffer;
    tensors[key] =
      dtype === 'F32'
        ? { type: 'float32', dims: shape, data: new Float32Array(part) }
        : dtype === 'I32'
          ? { type: 'int32', dims: shape, data: new Int32Array(part) }
          : dtype === 'I64'
            ? { type: 'int64', dims: shape, data: new BigInt64Array(part) }
            : { type: dtype === 'BOOL' ? 'bool' : 'uint8', dims: shape, data: new Uint8Array(part) };
  }
  if (expected !== numbers.length) {
    throw damaged(`${numbers.length - expected} bytes at its end belong to no tensor`);
  }
  return tensors;
}

type Entry = readonly [string, { readonly data_offsets: readonly [number, number] }];

function byOffset([, { data_offsets: a }]: Entry, [, { data_offsets: b }]: Entry): number {
  return a[0] - b[0] || a[1] - b[1];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
