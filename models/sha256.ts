import { SpectroSimError } from './errors.js';

/**
 * SHA-256 of byte strings put one after another.
 *
 * @throws SpectroSimError `runtime` in a page that is not a secure context (it has no SHA-256).
 */
export async function digest(...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const subtle = globalThis.crypto?.subtle;
  if (subtle === undefined) {
    throw new SpectroSimError(
      'runtime',
      'SHA-256 is not available here: the page is not a secure context. Open it over https, or from localhost.',
    );
  }
  return new Uint8Array(await subtle.digest('SHA-256', joined(parts) as BufferSource));
}

/** Byte strings one after another; one alone, which may be a gigabyte, is not copied. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) {
    return parts[0] as Uint8Array;
  }
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Bytes in hexadecimal. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** SHA-256 of a file, in one part or several, 64 hexadecimal digits. */
export async function sha256(...parts: readonly Uint8Array[]): Promise<string> {
  return hex(await digest(...parts));
}
