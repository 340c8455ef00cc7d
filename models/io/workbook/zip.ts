import { chunksOf } from '../byte-source.js';

/** One file in an archive. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes unpacked, as the archive's directory says. */
  readonly size: number;
  readonly packedSize: number;
  readonly method: number;
  /** Where its own header begins. */
  readonly offset: number;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

/** Whether bytes begin as a zip archive does: with an entry, or with the end when it is empty. */
export function isZip(head: Uint8Array): boolean {
  const mark = head[0] === 0x50 && head[1] === 0x4b;
  return mark && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));
}

/**
 * The directory of a zip archive (PKWARE APPNOTE 6.3.10, 4.3), by name. Archives beyond 4 GB (Zip64) are not read.
 *
 * @throws RangeError when the archive is cut short, Error when it is damaged
 */
export function readZip(bytes: Uint8Array): Map<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  // A comment of up to 64 KB may follow the end record.
  while (end >= 0 && view.getUint32(end, true) !== END) {
    end = end === 0 || end < bytes.length - 22 - 0xffff ? -1 : end - 1;
  }
  if (end < 0) {
    throw new Error('the archive has no end');
  }
  const entries = new Map<string, ZipEntry>();
  let at = view.getUint32(end + 16, true);
  for (let i = view.getUint16(end + 10, true); i > 0; i--) {
    if (view.getUint32(at, true) !== ENTRY) {
      throw new Error('the directory is damaged');
    }
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    entries.set(name, {
      name,
      method: view.getUint16(at + 10, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/**
 * An entry's text, in pieces.
 *
 * @throws TypeError when the packed bytes are damaged, Error for a way of packing that workbooks do not use
 */
export async function* readEntry(
  bytes: Uint8Array<ArrayBuffer>,
  entry: ZipEntry,
): AsyncGenerator<string, void, undefined> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(entry.offset, true) !== LOCAL) {
    throw new Error(`the entry ${entry.name} is damaged`);
  }
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    throw new Error(`the entry ${entry.name} is packed in a way that workbooks do not use`);
  }
  const start = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  const packed = bytes.subarray(start, start + entry.packedSize);
  const stream = new Blob([packed]).stream();
  const unpacked = entry.method === STORED ? stream : stream.pipeThrough(new DecompressionStream('deflate-raw'));
  const decoder = new TextDecoder();
  for await (const chunk of chunksOf(unpacked)) {
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}
