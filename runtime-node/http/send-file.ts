import type { Context } from 'hono';
import { getMimeType } from 'hono/utils/mime';

/** For what its address names by content. */
export const IMMUTABLE = 'public, max-age=31536000, immutable';
/** For what may change under its address: a client asks, and is told that nothing has. */
export const REVALIDATED = 'no-cache';

/** A file to be sent. */
export interface SentFile {
  /** Its name, by whose ending the media type is told. */
  readonly name: string;
  /** With its quotes. */
  readonly etag: string;
  readonly caching: string;
  /** Its bytes; called only when the client has not got them. */
  read(): Promise<Uint8Array>;
  /** What `read` encodes the bytes with, such as `br`. */
  readonly encoding?: string;
  /** The request's header that `encoding` depends on. */
  readonly vary?: string;
}

/** Answers with a file, or with 304 when the client has it. */
export async function sendFile(c: Context, { name, etag, caching, read, encoding, vary }: SentFile): Promise<Response> {
  const headers = {
    ETag: etag,
    'Cache-Control': caching,
    ...(encoding === undefined ? {} : { 'Content-Encoding': encoding }),
    ...(vary === undefined ? {} : { Vary: vary }),
  };
  const known = c.req.header('If-None-Match');
  if (known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)) {
    return c.body(null, 304, headers);
  }
  const bytes = await read();
  // Files are read into memory of this thread alone, which the type does not say.
  return c.body(bytes as Uint8Array<ArrayBuffer>, 200, {
    ...headers,
    'Content-Type': getMimeType(name) ?? 'application/octet-stream',
    'Content-Length': `${bytes.byteLength}`,
  });
}
