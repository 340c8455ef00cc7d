import { type LoadOptions, type Provider, SpectroSimError } from '@spectrosim/models';
import type { Env } from 'onnxruntime-common';
import { type Ort, providers, type WebProvider } from './providers.js';

/** Where a page finds ONNX Runtime's `.wasm` (and `.mjs`): a folder's URL, or a URL for each. */
export type WasmPaths = Env.WasmPrefixOrFilePaths;

// Each bundle of ONNX Runtime sets up one WebAssembly instance a page, at first use: what it was given then holds for the
// page's life.
const settledThreads = new Map<Provider, number>();

/**
 * Fetches the bundle that has the provider and sets the page's threads.
 *
 * @throws SpectroSimError `runtime` when the page does not have the provider or cannot have the threads, or has settled
 * on another number of them; `usage` for an impossible number
 */
export async function prepareOrt(
  { provider: name, threads }: LoadOptions,
  wasmPaths: WasmPaths | undefined,
): Promise<{ ort: Ort; provider: WebProvider }> {
  const provider = providers[name];
  if (provider === undefined) {
    throw new SpectroSimError(
      'runtime',
      `Provider "${name}" is none of a page's. Expected one of: ${Object.keys(providers).join(', ')}.`,
    );
  }
  await provider.assertPresent();
  settleThreads(name, threads);
  const ort = await provider.bundle();
  ort.env.logLevel = 'error';
  ort.env.wasm.numThreads = threads;
  if (wasmPaths !== undefined) {
    ort.env.wasm.wasmPaths = wasmPaths;
  }
  return { ort, provider };
}

function settleThreads(provider: Provider, threads: number): void {
  if (!Number.isInteger(threads) || threads < 1) {
    throw new SpectroSimError('usage', `threads is ${threads}. Expected a whole number from 1 up.`);
  }
  const settled = settledThreads.get(provider);
  if (settled !== undefined && settled !== threads) {
    throw new SpectroSimError(
      'runtime',
      `This page runs ${provider} on ${settled} threads, settled when its first graph was loaded; ${threads} were asked for. Ask for ${settled}, or reload the page.`,
    );
  }
  // ONNX Runtime would warn on the console and run on one thread.
  if (threads > 1 && !globalThis.crossOriginIsolated) {
    throw new SpectroSimError(
      'runtime',
      `${threads} threads need a cross-origin isolated page. Serve it with the headers "Cross-Origin-Opener-Policy: same-origin" and "Cross-Origin-Embedder-Policy: require-corp", or ask for 1 thread.`,
    );
  }
  settledThreads.set(provider, threads);
}
