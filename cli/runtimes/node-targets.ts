import type { LoadOptions, ParityDevice } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { probeProvider } from './probe-provider.js';
import { hasGpu, namesSoftwareVulkan, softwareVulkan } from './software-vulkan.js';
import type { OpenTarget, RuntimeTarget } from './target.js';

/** Threads at which node's CPU is certified. */
const CPU_THREADS = [1, 2];

function opened(options: LoadOptions, device?: ParityDevice): OpenTarget {
  const runtime = nodeRuntime();
  return {
    runtime,
    options,
    version: `onnxruntime-node ${runtime.version}`,
    ...(device === undefined ? {} : { device }),
    close: async () => {},
  };
}

/**
 * What runs in node: the CPU, WebGPU, CUDA.
 *
 * @param chromium a Chromium that was found; its software Vulkan driver serves WebGPU where there is no GPU
 */
export function nodeTargets(chromium: string | undefined): readonly RuntimeTarget[] {
  return [
    ...CPU_THREADS.map((threads) => ({
      name: `node cpu, ${threads} thread${threads === 1 ? '' : 's'}`,
      open: async () => opened({ provider: 'cpu', threads }),
    })),
    { name: 'node webgpu', open: () => openWebgpu(chromium) },
    {
      name: 'node cuda',
      open: async () => {
        const absent = await probeProvider('cuda');
        return absent === undefined
          ? opened({ provider: 'cuda', threads: 1, strict: true }, { name: `CUDA, ${tf32()}`, software: false })
          : { absent };
      },
    },
  ];
}

/** What products are rounded to: the runtime turns TF32 off unless the environment says otherwise. */
function tf32(): string {
  const { NVIDIA_TF32_OVERRIDE: named = '0' } = process.env;
  return named === '0' ? 'TF32 off' : `NVIDIA_TF32_OVERRIDE=${named}`;
}

async function openWebgpu(chromium: string | undefined) {
  const options = { provider: 'webgpu', threads: 1, strict: true } as const;
  const absent = await probeProvider('webgpu');
  if (absent === undefined) {
    // ONNX Runtime does not say what it computes on. What is not known to be a GPU is held to the gates of a CPU.
    const software = namesSoftwareVulkan(process.env) || !hasGpu();
    return opened(options, { name: software ? 'in software, or unknown' : 'GPU', software });
  }
  const driver = softwareVulkan(chromium);
  if (driver === undefined || process.env.VK_DRIVER_FILES) {
    return { absent };
  }
  const stillAbsent = await probeProvider('webgpu', { VK_DRIVER_FILES: driver });
  if (stillAbsent !== undefined) {
    return { absent: stillAbsent };
  }
  // Before this process has asked for Vulkan: the loader reads it once.
  process.env.VK_DRIVER_FILES = driver;
  return opened(options, { name: 'SwiftShader, in software', software: true });
}
