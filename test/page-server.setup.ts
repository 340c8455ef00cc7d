import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, extname, resolve, sep } from 'node:path';
import type { ArtifactReader } from '@spectrosim/models';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; img-src 'self' data:; connect-src 'self'";

const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** A server of the built page and of models, to this machine alone. */
export interface PageServer {
  /** The page's address, under a path as behind a proxy. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the built page as a server must: with its content security policy, isolated unless told otherwise, and with
 * the models' files beside it.
 *
 * @param models readers by id
 */
export async function servePage(
  models: Readonly<Record<string, ArtifactReader>>,
  { isolated = true, prefix = '/behind/a-proxy/' }: { readonly isolated?: boolean; readonly prefix?: string } = {},
): Promise<PageServer> {
  const folder = dirname(createRequire(import.meta.url).resolve('@spectrosim/runtime-web/app/index.html'));
  const headers = { 'Content-Security-Policy': POLICY, ...(isolated ? ISOLATED : {}) };
  const answer = async (path: string): Promise<{ readonly type: string; readonly body: Uint8Array } | undefined> => {
    if (path === 'v1/models') {
      const listed = JSON.stringify({
        models: Object.keys(models).map((id) => ({ id, title: 'more than a page needs' })),
      });
      return { type: 'application/json', body: new TextEncoder().encode(listed) };
    }
    const [, id, file] = /^v1\/models\/([^/]+)\/files\/(.+)$/.exec(path) ?? [];
    if (id !== undefined && file !== undefined) {
      const body = await models[id]?.(file);
      return body && { type: 'application/octet-stream', body };
    }
    const name = resolve(folder, path === '' ? 'index.html' : path);
    const body = name.startsWith(folder + sep) ? await readFile(name).catch(() => undefined) : undefined;
    return body && { type: TYPES[extname(name)] ?? 'application/octet-stream', body };
  };
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const found = path.startsWith(prefix) ? await answer(path.slice(prefix.length)) : undefined;
    if (found === undefined) {
      response.writeHead(404, headers).end();
    } else {
      response.writeHead(200, { ...headers, 'Content-Type': found.type, 'Content-Length': found.body.byteLength });
      response.end(found.body);
    }
  });
  await new Promise<void>((listening, failed) => server.once('error', failed).listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
