import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, resolve, sep } from 'node:path';
import { builtPage } from './built-page.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

// Threads need a cross-origin isolated page.
const HEADERS = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Serves the built harness page to this machine alone. */
export interface HarnessServer {
  /** The page's address. */
  readonly url: string;
  /** Offers bytes to the page until `withdraw`; answers the path to fetch them from. */
  offer(bytes: Uint8Array): { readonly path: string; withdraw(): void };
  close(): Promise<void>;
}

/**
 * Starts the server on a free port of 127.0.0.1.
 *
 * @throws SpectroSimError `runtime` when the page is not built
 */
export async function serveHarness(): Promise<HarnessServer> {
  const folder = builtPage('harness-page');
  const offered = new Map<string, Uint8Array>();
  let offers = 0;
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const body = offered.get(path) ?? (await fileIn(folder, path === '/' ? '/index.html' : path));
    if (body === undefined) {
      response.writeHead(404, HEADERS).end();
      return;
    }
    const type = path === '/' ? TYPES['.html'] : (TYPES[extname(path)] ?? 'application/octet-stream');
    response.writeHead(200, { ...HEADERS, 'Content-Type': type, 'Content-Length': body.byteLength }).end(body);
  });
  await new Promise<void>((listening, failed) => server.once('error', failed).listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    offer(bytes) {
      offers += 1;
      const path = `/offered/${offers}`;
      offered.set(path, bytes);
      return { path, withdraw: () => offered.delete(path) };
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function fileIn(folder: string, path: string): Promise<Uint8Array | undefined> {
  const file = resolve(folder, `.${path}`);
  if (!file.startsWith(folder + sep)) {
    return undefined;
  }
  return readFile(file).catch(() => undefined);
}
