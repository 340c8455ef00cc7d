import { type LoadOptions, type Provider, SpectroSimError } from '@spectrosim/models';
import type { InferenceSession } from 'onnxruntime-common';
import { webgpuAdapter } from './webgpu-adapter.js';

/** An onnxruntime-web bundle. */
export type Ort = typeof import('onnxruntime-web/wasm');

/** A provider of the web: which bundle has it and how a session asks for it. */
export interface WebProvider {
  /** Fetches the bundle; dynamic, so that a page fetches only the one it uses. */
  readonly bundle: () => Promise<Ort>;
  readonly options: (load: LoadOptions) => InferenceSession.SessionOptions;
  /** Where a stepper's state stays between steps. */
  readonly stateLocation: 'cpu' | 'gpu-buffer';
  /** @throws SpectroSimError `runtime` when the page does not have it */
  readonly assertPresent: () => Promise<void>;
}

/** The providers a page can name. */
export const providers: Partial<Record<Provider, WebProvider>> = {
  wasm: {
    bundle: () => import('onnxruntime-web/wasm'),
    // `strict` asks nothing here: WebAssembly is the CPU, with nothing to fall back to.
    options: () => ({ executionProviders: ['wasm'] }),
    stateLocation: 'cpu',
    assertPresent: async () => {},
  },
  webgpu: {
    bundle: () => import('onnxruntime-web/webgpu'),
    options: ({ strict = false }) => ({
      executionProviders: ['webgpu'],
      ...(strict ? { extra: { session: { disable_cpu_ep_fallback: '1' } } } : {}),
    }),
    stateLocation: 'gpu-buffer',
    assertPresent: async () => {
      if ((await webgpuAdapter()) === undefined) {
        throw new SpectroSimError(
          'runtime',
          `Provider "webgpu" is not available in this page: the browser gives no WebGPU adapter. It needs a GPU and a browser with WebGPU on, and a page on https or localhost; in Chromium without a GPU, start it with --enable-unsafe-webgpu. "wasm" is always there.`,
        );
      }
    },
  },
};
