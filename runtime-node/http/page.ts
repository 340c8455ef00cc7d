import type { Context } from 'hono';
import { type PageEncoding, pageFolder } from './page-folder.js';
import { sendFile } from './send-file.js';

/** Answers a GET with a file of the page; `undefined` where there is none. */
export type PageHandler = (c: Context) => Promise<Response | undefined>;

/** `GET /` and the files beside it: a page that was built into `folder`. */
export function pageHandler(folder: string): PageHandler {
  const files = pageFolder(folder);
  return async (c) => {
    const path = c.req.method === 'GET' || c.req.method === 'HEAD' ? decoded(c.req.path) : undefined;
    const file = path === undefined ? undefined : await files.find(path, encodingsOf(c.req.header('Accept-Encoding')));
    return file && sendFile(c, file);
  };
}

/** A path without its percent escapes; `undefined` when they are none that text has. */
function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) {
      return undefined;
    }
    throw error;
  }
}

/** The encodings that a client takes, the better one first. */
function encodingsOf(accepted = ''): PageEncoding[] {
  const tokens = accepted.split(',').map((token) => token.trim().split(/\s*;\s*q=/));
  const takes = (name: string) => tokens.some(([token, q = '1']) => token === name && Number(q) > 0);
  return (['br', 'gzip'] as const).filter(takes);
}
