import type { Provider } from '@spectrosim/models';
import type { InferenceSession } from 'onnxruntime-common';

/** An onnxruntime-web bundle. */
export type Ort = typeof import('onnxruntime-web/wasm');

/** A provider of the web: which bundle has it and how a session asks for it. */
export interface WebProvider {
  /** Fetches the bundle; dynamic, so that a page fetches only the one it uses. */
  readonly bundle: () => Promise<Ort>;
  readonly options: InferenceSession.SessionOptions;
}

/** The providers a page can name. */
export const providers: Partial<Record<Provider, WebProvider>> = {
  // `strict` asks nothing here: WebAssembly is the CPU, with nothing to fall back to.
  wasm: { bundle: () => import('onnxruntime-web/wasm'), options: { executionProviders: ['wasm'] } },
};
