import { openBrowserRuntime } from '../browser/browser-runtime.js';
import type { ChromiumSearch } from '../browser/find-chromium.js';
import type { RuntimeTarget } from './target.js';

const TARGETS = [
  { name: 'Chromium wasm, 1 thread', provider: 'wasm', threads: 1 },
  { name: 'Chromium wasm, 2 threads', provider: 'wasm', threads: 2 },
  { name: 'Chromium webgpu', provider: 'webgpu', threads: 1 },
] as const;

/** What runs in a browser: WebAssembly with and without threads, WebGPU. */
export function browserTargets(chromium: ChromiumSearch): readonly RuntimeTarget[] {
  return TARGETS.map(({ name, provider, threads }) => ({
    name,
    async open() {
      if (chromium.path === undefined) {
        return { absent: chromium.reason };
      }
      const browser = await openBrowserRuntime({ chromium: chromium.path, provider, threads });
      if (provider === 'webgpu' && browser.adapter === undefined) {
        await browser.close();
        return {
          absent: `${browser.version} gives no WebGPU adapter. It needs a GPU, or a Chromium with SwiftShader in it: on Debian, run "apt-get install chromium"`,
        };
      }
      return {
        runtime: browser.runtime,
        options: { provider, threads, strict: provider === 'webgpu' },
        version: browser.version,
        ...(browser.adapter === undefined || provider !== 'webgpu' ? {} : { device: browser.adapter }),
        close: browser.close,
      };
    },
  }));
}
