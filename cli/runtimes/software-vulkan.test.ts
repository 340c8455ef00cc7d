import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasGpu, namesSoftwareVulkan } from './software-vulkan.js';

describe('hasGpu', () => {
  let devices: string;
  beforeEach(() => {
    devices = mkdtempSync(join(tmpdir(), 'spectrosim-devices-'));
  });
  afterEach(() => rmSync(devices, { recursive: true }));

  it('sees none where there is no device, whatever drivers are installed', () => {
    expect(hasGpu('linux', devices)).toBe(false);
    mkdirSync(join(devices, 'dri'));
    writeFileSync(join(devices, 'dri', 'card0'), '');
    expect(hasGpu('linux', devices)).toBe(false);
  });

  it.each(['dri/renderD128', 'nvidia0', 'dxg'])('sees one by %s', (device) => {
    mkdirSync(join(devices, 'dri'));
    writeFileSync(join(devices, device), '');
    expect(hasGpu('linux', devices)).toBe(true);
  });

  it.each(['win32', 'darwin'] as const)('assumes one on %s', (platform) => {
    expect(hasGpu(platform, devices)).toBe(true);
  });
});

describe('namesSoftwareVulkan', () => {
  it.each([
    [{ VK_DRIVER_FILES: '/usr/lib/chromium/vk_swiftshader_icd.json' }, true],
    [{ VK_ICD_FILENAMES: '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json' }, true],
    [{ VK_DRIVER_FILES: '/usr/share/vulkan/icd.d/radeon_icd.x86_64.json' }, false],
    [{}, false],
  ])('%j: %s', (environment, software) => {
    expect(namesSoftwareVulkan(environment)).toBe(software);
  });
});
