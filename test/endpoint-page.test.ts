import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type NamedTensors, rowOf } from '@spectrosim/models';
import { listen } from '@spectrosim/runtime-node/http';
import { HARNESS } from '@spectrosim/runtime-web';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../cli/browser/find-chromium.js';
import { chromiumLaunchOptions } from '../cli/browser/launch-options.js';
import { type TinyEndpoint, tinyEndpoint } from './endpoint.setup.js';
import { TOLERANCES } from './tolerances.js';

describe('a page', () => {
  const root = mkdtempSync(join(tmpdir(), 'spectrosim-page-'));
  const script = 'console.log(1);\n'.repeat(200);
  let endpoint: TinyEndpoint;
  beforeAll(async () => {
    const page = join(root, 'page');
    mkdirSync(join(page, 'assets'), { recursive: true });
    writeFileSync(join(root, 'secret.txt'), 'secret');
    writeFileSync(join(page, 'index.html'), '<!doctype html><title>x</title>');
    writeFileSync(join(page, 'assets/index-CITwtsM5.js'), script);
    writeFileSync(join(page, 'assets/ort-DcHrbrbl.wasm'), new Uint8Array(2000));
    writeFileSync(join(page, 'plain.css'), 'a{}');
    endpoint = await tinyEndpoint({ page: { folder: page } });
  });
  afterAll(async () => {
    await endpoint.close();
    rmSync(root, { recursive: true });
  });
  const get = async (path: string, headers: Record<string, string> = {}) => endpoint.app.request(path, { headers });

  it.each([
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/index.html', 'text/html; charset=utf-8', 'no-cache'],
    ['/plain.css', 'text/css; charset=utf-8', 'no-cache'],
    ['/assets/index-CITwtsM5.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/ort-DcHrbrbl.wasm', 'application/wasm', 'public, max-age=31536000, immutable'],
  ])('serves %s as %s', async (path, type, caching) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe(type);
    expect(response.headers.get('Cache-Control')).toBe(caching);
    const again = await get(path, { 'If-None-Match': response.headers.get('ETag') as string });
    expect(again.status).toBe(304);
  });

  it('compresses as the client takes it, each with its own ETag', async () => {
    const path = '/assets/index-CITwtsM5.js';
    const tags = new Set<string | null>();
    for (const [accepted, encoding, inflate] of [
      ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
      ['gzip;q=1.0, br;q=0', 'gzip', gunzipSync],
      ['identity', null, (bytes: Buffer) => bytes],
    ] as const) {
      const response = await get(path, { 'Accept-Encoding': accepted });
      expect(response.headers.get('Content-Encoding')).toBe(encoding);
      expect(response.headers.get('Vary')).toBe('Accept-Encoding');
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(response.headers.get('Content-Length')).toBe(`${bytes.length}`);
      expect(inflate(bytes).toString()).toBe(script);
      tags.add(response.headers.get('ETag'));
    }
    expect(tags.size).toBe(3);
    expect((await get('/plain.css', { 'Accept-Encoding': 'br' })).headers.get('Content-Encoding')).toBeNull();
  });

  it.each([
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/nothing.js',
    '/assets',
    '/%ff',
    '/%00',
  ])('serves nothing at %s', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  });

  it('shadows no route, and takes no other method', async () => {
    expect((await get('/healthz')).headers.get('Content-Type')).toBe('application/json');
    expect((await get('/v1/compare')).status).toBe(405);
    expect((await endpoint.app.request('/', { method: 'POST' })).status).toBe(404);
  });

  it('is isolated from other origins on every response, and may run WebAssembly', async () => {
    for (const path of ['/', '/assets/ort-DcHrbrbl.wasm', '/healthz', '/v1/models', '/nothing', '/v1/compare']) {
      const { headers } = await get(path);
      expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
      expect(headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
      expect(headers.get('Content-Security-Policy')).toMatch(/script-src 'self' 'wasm-unsafe-eval';/);
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Strict-Transport-Security')).toBeNull();
    }
  });
});

describe('pages of other origins', () => {
  it('may call when they are named, and not otherwise', async () => {
    const origin = 'https://lab.example';
    const endpoint = await tinyEndpoint({ corsOrigins: [origin] });
    const preflight = async (from: string) =>
      endpoint.app.request('/v1/compare', {
        method: 'OPTIONS',
        headers: {
          Origin: from,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'content-type',
        },
      });
    const named = await preflight(origin);
    expect(named.status).toBe(204);
    expect(named.headers.get('Access-Control-Allow-Origin')).toBe(origin);
    expect(named.headers.get('Access-Control-Allow-Headers')).toBe('content-type');
    expect((await preflight('https://other.example')).headers.get('Access-Control-Allow-Origin')).toBeNull();
    await endpoint.close();
    const closed = await tinyEndpoint();
    const refused = await closed.app.request('/v1/compare', { method: 'OPTIONS', headers: { Origin: origin } });
    expect([refused.status, refused.headers.get('Access-Control-Allow-Origin')]).toEqual([405, null]);
    await closed.close();
  });
});

const chromium = await findChromium({ fetch: false });
const missing = chromium.path === undefined ? ` (skipped: ${chromium.reason})` : '';

describe.skipIf(chromium.path === undefined)(`a page in Chromium${missing}`, () => {
  it('fetches the model from the endpoint and runs it itself, on two threads, under its content policy', async () => {
    const folder = dirname(createRequire(import.meta.url).resolve('@spectrosim/runtime-web/harness-page/index.html'));
    const endpoint = await tinyEndpoint({ page: { folder } });
    const server = await listen(endpoint.app, endpoint.inference, { host: '127.0.0.1', port: 0 });
    const playwright = await import('playwright-core');
    const browser = await playwright.chromium.launch(chromiumLaunchOptions(chromium.path as string));
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') {
          complaints.push(message.text());
        }
      });
      await page.goto(server.url);
      await page.waitForFunction((name) => name in globalThis, HARNESS);
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
      const graph = `/v1/models/tiny/files/${endpoint.served.artifact.manifest.graphs.model.file}`;
      const loaded = await page.evaluate(inPage, [HARNESS, 'load', [graph, { provider: 'wasm', threads: 2 }]] as const);
      expect(loaded).toMatchObject({ value: { session: expect.any(Number) } });
      const { session } = (loaded as { value: { session: number } }).value;
      const spectra = { type: 'float32', dims: [1, 260], data: rowOf(endpoint.set, 0) };
      const ran = await page.evaluate(inPage, [HARNESS, 'run', [session, { spectra }]] as const);
      const { embedding } = (ran as { value: NamedTensors }).value;
      const expected = await endpoint.model.embed(rowOf(endpoint.set, 0));
      const scale = Math.max(...expected.map(Math.abs));
      expect(embedding?.dims).toEqual([1, 8]);
      Array.from(embedding?.data as Float32Array).forEach((value, i) => {
        expect(Math.abs(value - (expected[i] as number))).toBeLessThanOrEqual(TOLERANCES.encoder * scale);
      });
      // A content policy that blocks something says so here.
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
      await server.stop();
      await endpoint.close();
    }
  });
});

/** Runs in the page: its text is sent there, so it names nothing of this module. */
function inPage([name, method, parameters]: readonly [string, string, readonly unknown[]]) {
  const harness = Reflect.get(globalThis, name) as Record<string, (...all: readonly unknown[]) => unknown>;
  return harness[method]?.(...parameters) as Promise<unknown>;
}
