import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** SwiftShader's description for the Vulkan loader, as every Chromium of Linux has it beside its binary. */
const DRIVER = 'vk_swiftshader_icd.json';

/**
 * The software Vulkan driver that comes with Chromium: what WebGPU runs on where there is no GPU. `undefined` when there
 * is none, and on systems where WebGPU does not use Vulkan.
 *
 * @param chromium a Chromium that was found, whose own driver is taken first
 * @returns a path for the environment variable `VK_DRIVER_FILES`
 */
export function softwareVulkan(chromium: string | undefined): string | undefined {
  if (process.platform !== 'linux') {
    return undefined;
  }
  const folders = [
    ...(chromium !== undefined && existsSync(chromium) ? [dirname(realpathSync(chromium))] : []),
    // Debian starts its Chromium by a script that stands elsewhere.
    '/usr/lib/chromium',
    '/opt/google/chrome',
  ];
  return folders.map((folder) => join(folder, DRIVER)).find((path) => existsSync(path));
}

/** Whether the Vulkan drivers that the environment names compute on the CPU. */
export function namesSoftwareVulkan(environment: Readonly<Record<string, string | undefined>>): boolean {
  const named = environment.VK_DRIVER_FILES ?? environment.VK_ICD_FILENAMES ?? '';
  return /swiftshader|lavapipe|lvp_icd/i.test(named);
}

/**
 * Whether this machine has a GPU that a driver could compute on. Linux shows one as a device; elsewhere the system has its
 * own software driver for when there is none, and says nothing of it here, so that a GPU is assumed.
 *
 * @param devices where Linux keeps its devices
 */
export function hasGpu(platform: NodeJS.Platform = process.platform, devices = '/dev'): boolean {
  if (platform !== 'linux') {
    return true;
  }
  const render = join(devices, 'dri');
  return (
    ['nvidia0', 'dxg'].some((name) => existsSync(join(devices, name))) ||
    (existsSync(render) && readdirSync(render).some((name) => name.startsWith('renderD')))
  );
}
