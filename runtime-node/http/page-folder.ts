import { readFile, stat } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { COMPRESSIBLE_CONTENT_TYPE_REGEX } from 'hono/compress';
import { getMimeType } from 'hono/utils/mime';
import { IMMUTABLE, REVALIDATED, type SentFile } from './send-file.js';

/** Smaller files gain nothing. */
const LEAST_COMPRESSED_BYTES = 1024;

const ENCODERS = {
  // The best that takes a second, not a minute, for 27 MB of WebAssembly.
  br: (bytes: Uint8Array) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (bytes: Uint8Array) => promisify(gzip)(bytes),
} as const;

/** An encoding that files are compressed with, the better one first. */
export type PageEncoding = keyof typeof ENCODERS;

/** The files of a built page. */
export interface PageFolder {
  /** The file at a path, or nothing. `encodings` are those that the client takes. */
  find(path: string, encodings: readonly PageEncoding[]): Promise<SentFile | undefined>;
}

/**
 * Reads a built page's files from a folder. What compresses well is compressed once, when it is first asked for, and
 * kept. A bundler's `assets/` carry a hash in their name and may be cached for ever.
 */
export function pageFolder(folder: string): PageFolder {
  const root = resolve(folder);
  const compressed = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  return {
    async find(path, encodings) {
      const file = resolve(root, `.${path === '/' ? '/index.html' : path}`);
      const found = file.startsWith(root + sep) ? await statOf(file) : undefined;
      if (found === undefined) {
        return undefined;
      }
      const type = getMimeType(file) ?? '';
      const compressible = found.size >= LEAST_COMPRESSED_BYTES && COMPRESSIBLE_CONTENT_TYPE_REGEX.test(type);
      const encoding = compressible ? encodings[0] : undefined;
      // A build anew changes time or size.
      const version = `${found.size.toString(36)}-${Math.round(found.mtimeMs).toString(36)}`;
      const etag = `"${version}${encoding === undefined ? '' : `-${encoding}`}"`;
      const read = async () => new Uint8Array(await readFile(file));
      return {
        name: file,
        etag,
        caching: /\/assets\/[^/]*[-.][\w-]{8,}\.\w+$/.test(path) ? IMMUTABLE : REVALIDATED,
        ...(compressible ? { vary: 'Accept-Encoding' } : {}),
        ...(encoding === undefined ? {} : { encoding }),
        read:
          encoding === undefined
            ? read
            : () =>
                remembered(
                  compressed,
                  `${file} ${etag}`,
                  async () => new Uint8Array(await ENCODERS[encoding](await read())),
                ),
      };
    },
  };
}

async function statOf(file: string) {
  try {
    const found = await stat(file);
    return found.isFile() ? found : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // The last two: a path that no file can have.
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'].includes(code ?? '')) {
      return undefined;
    }
    throw error;
  }
}

/** What is asked for while it is being made is made once; what failed is tried again. */
function remembered<Value>(kept: Map<string, Promise<Value>>, key: string, make: () => Promise<Value>): Promise<Value> {
  const known = kept.get(key);
  if (known !== undefined) {
    return known;
  }
  const made = make();
  kept.set(key, made);
  made.catch(() => kept.delete(key));
  return made;
}
