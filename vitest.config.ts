import { availableParallelism } from 'node:os';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findChromium } from './cli/browser/find-chromium.js';
import { chromiumLaunchOptions } from './cli/browser/launch-options.js';
import { softwareVulkan } from './cli/runtimes/software-vulkan.js';

// Packages resolve to their TypeScript sources in tests; the command-line tests run the build.
const conditions = ['@spectrosim/source', 'module', 'import', 'default'];

const projects = process.argv.flatMap((argument, i, all) =>
  argument === '--project' ? all.slice(i + 1, i + 2) : argument.startsWith('--project=') ? [argument.slice(10)] : [],
);
const wantsWeb = projects.length === 0 || projects.includes('web');
const chromium = await findChromium({ fetch: wantsWeb });
if (wantsWeb && chromium.path === undefined) {
  console.warn(`Skipping the browser tests. ${chromium.reason}`);
}

// WebGPU in node is tested on Chromium's software driver: the same everywhere, GPU or not. Yours, if you name one.
const vulkan = process.env.VK_DRIVER_FILES ?? softwareVulkan(chromium.path);

const isolated = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const web =
  chromium.path === undefined
    ? {
        // Shows in every report as a skipped test that says why, and never as a pass.
        test: { name: 'web', include: ['test/no-chromium.skip.ts'], provide: { noChromium: chromium.reason } },
      }
    : {
        resolve: { conditions },
        // Threads need a cross-origin isolated page.
        server: { headers: isolated },
        // Pre-bundled, ONNX Runtime would not find its .wasm beside its script.
        optimizeDeps: {
          exclude: ['onnxruntime-web'],
          // Found on the way, each would have Vite bundle anew and reload pages whose tests are under way.
          include: [
            '@tensorflow/tfjs',
            '@tensorflow/tfjs-backend-cpu',
            '@tensorflow/tfjs-backend-wasm',
            '@tensorflow/tfjs-core',
            'ml-matrix',
            'ml-pls',
            'onnxruntime-common',
            'protobufjs/light.js',
            'pure-rand/generator/xoroshiro128plus',
            'read-excel-file/universal',
            'zod',
          ],
        },
        test: {
          name: 'web',
          include: ['**/*.web.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumLaunchOptions(chromium.path) }),
            instances: [{ browser: 'chromium' as const }],
          },
        },
      };

export default defineConfig({
  test: {
    // Vitest leaves one core to itself, and of two has one left: most of what is slow here waits for other processes.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        resolve: { conditions },
        ssr: { resolve: { conditions, externalConditions: ['node', 'import', 'default'] } },
        test: {
          name: 'node',
          include: ['**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.web.test.ts'],
          environment: 'node',
          ...(vulkan === undefined ? {} : { env: { VK_DRIVER_FILES: vulkan } }),
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      web,
    ],
  },
});
