import { SpectroSimError } from '@spectrosim/models';
import protobuf from 'protobufjs/light.js';
import { MESSAGES } from './descriptor.js';
import type { Messages } from './messages.js';

// The edition counts on messages only: on the root or a package protobufjs passes over it and takes proto3.
const nested = Object.fromEntries(
  Object.entries(MESSAGES).map(([name, message]) => [name, { ...message, edition: 'proto2' }]),
);
const root = protobuf.Root.fromJSON({ nested: { onnx: { nested } } } as protobuf.INamespace);

/** protobufjs gives absent fields a default; here they stay `undefined`, so that 0 and "not there" differ. */
function forgetDefaults(namespace: protobuf.NamespaceBase): void {
  for (const type of namespace.nestedArray) {
    if (!(type instanceof protobuf.Type)) continue;
    const prototype = type.ctor.prototype as unknown as Record<string, unknown>;
    for (const field of type.fieldsArray) prototype[field.name] = undefined;
    forgetDefaults(type);
  }
}
forgetDefaults(root.lookup('onnx') as protobuf.Namespace);

/**
 * Decodes the bytes of an ONNX message to plain fields, losslessly for every field of {@link MESSAGES}.
 *
 * @throws SpectroSimError `graph` when the bytes are no such message
 * @example
 * ```ts
 * const model = decodeProto('ModelProto', bytes);
 * model.graph?.node?.length;
 * ```
 */
export function decodeProto<Name extends keyof Messages>(name: Name, bytes: Uint8Array): Messages[Name] {
  try {
    const reader = protobuf.Reader.create(bytes);
    reader.discardUnknown = true;
    return root.lookupType(`onnx.${name}`).decode(reader) as unknown as Messages[Name];
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new SpectroSimError('graph', `These ${bytes.length} bytes are not an ONNX ${name}: ${problem}.`, { cause });
  }
}

/**
 * Encodes an ONNX message; fields are written in the order of their numbers, so equal messages give equal bytes.
 *
 * @example
 * ```ts
 * const bytes = encodeProto('ModelProto', { irVersion: 8, graph: { name: 'empty' } });
 * ```
 */
export function encodeProto<Name extends keyof Messages>(name: Name, message: Messages[Name]): Uint8Array {
  return root
    .lookupType(`onnx.${name}`)
    .encode(message as unknown as Record<string, unknown>)
    .finish();
}
