import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type LoadOptions, type Provider, SpectroSimError } from '@spectrosim/models';
import { type InferenceSession, listSupportedBackends } from 'onnxruntime-node';

/** A provider that onnxruntime-node can have. */
interface NodeProvider {
  /** What the session options ask for. */
  readonly executionProvider: InferenceSession.ExecutionProviderConfig;
  /** Why it cannot be tried, when that is known without trying: some failures only print lines that no caller sees. */
  readonly absent: () => string | undefined;
  /** What brings it, to the letter. */
  readonly remedy: string;
  /** Settings of the process that have to hold before the provider is first used. */
  readonly prepare?: () => void;
}

const cuda = {
  executionProvider: 'cuda',
  absent: () =>
    existsSync(cudaLibrary())
      ? undefined
      : 'onnxruntime-node has no CUDA library; npm does not carry it, it is too large',
  remedy:
    'On Linux x64 with an NVIDIA driver, CUDA 12 and cuDNN 9, run "node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install"',
  // onnxruntime-node has no option for it: TF32 keeps 10 bits of a mantissa, which no parity gate would pass.
  prepare: () => {
    process.env.NVIDIA_TF32_OVERRIDE ??= '0';
  },
} as const;

const webgpu = {
  executionProvider: 'webgpu',
  absent: () =>
    listSupportedBackends().some(({ name }) => name === 'webgpu')
      ? undefined
      : `onnxruntime-node is built without WebGPU for ${process.platform} ${process.arch}`,
  remedy:
    process.platform === 'linux'
      ? 'It needs a GPU with a Vulkan driver and its loader: on Debian, run "apt-get install libvulkan1 mesa-vulkan-drivers". Without a GPU, Chromium brings a driver in software: run "apt-get install libvulkan1 chromium" and set "VK_DRIVER_FILES=/usr/lib/chromium/vk_swiftshader_icd.json"'
      : 'It needs a GPU with a driver for Direct3D 12 (Windows) or Metal (macOS)',
} as const;

const PROVIDERS: Partial<Record<Provider, NodeProvider>> = {
  cpu: { executionProvider: 'cpu', absent: () => undefined, remedy: '' },
  cuda,
  webgpu,
};

/** The providers that node can have, the one that is always there first. */
export const NODE_PROVIDERS = Object.keys(PROVIDERS) as readonly Provider[];

/**
 * The options of an onnxruntime-node session for what was asked: that provider and those threads, or an error.
 *
 * @throws SpectroSimError `runtime` when this runtime does not have the provider, `usage` for an impossible thread count
 */
export function sessionOptions({ provider, threads, strict = false }: LoadOptions): InferenceSession.SessionOptions {
  const chosen = PROVIDERS[provider];
  if (chosen === undefined) {
    throw new SpectroSimError(
      'runtime',
      `Provider "${provider}" is none of node's. Expected one of: ${NODE_PROVIDERS.join(', ')}.`,
    );
  }
  if (!Number.isInteger(threads) || threads < 1) {
    throw new SpectroSimError('usage', `threads is ${threads}. Expected a whole number from 1 up.`);
  }
  const absent = chosen.absent();
  if (absent !== undefined) {
    throw providerMissing(provider, absent);
  }
  chosen.prepare?.();
  return {
    executionProviders: [chosen.executionProvider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // A plan of memory is made beside the memory that the first run took, which stays: it doubled the peak and saved no time.
    enableMemPattern: false,
    // Errors only: warnings (an initializer that is not used, a node moved) are not for the user of a command.
    logSeverityLevel: 3,
    // On the CPU there is nothing to fall back to.
    ...(strict && provider !== 'cpu' ? { extra: { session: { disable_cpu_ep_fallback: '1' } } } : {}),
  };
}

/** The error for a provider that is not there, with what brings it. */
export function providerMissing(provider: Provider, reason: string, cause?: unknown): SpectroSimError {
  return new SpectroSimError(
    'runtime',
    `Provider "${provider}" is not available: ${reason}. ${PROVIDERS[provider]?.remedy}. "cpu" is always there.`,
    cause === undefined ? {} : { cause },
  );
}

/** Where ONNX Runtime looks for its CUDA provider: beside its own binary. */
function cudaLibrary(): string {
  const folder = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  const name = process.platform === 'win32' ? 'onnxruntime_providers_cuda.dll' : 'libonnxruntime_providers_cuda.so';
  return join(folder, 'bin', 'napi-v6', process.platform, process.arch, name);
}
