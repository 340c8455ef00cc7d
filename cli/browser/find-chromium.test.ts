import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findChromium } from './find-chromium.js';

// A stand-in that answers `--version` as a browser does needs a shell script.
describe.skipIf(process.platform === 'win32')('findChromium', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'spectrosim-chromium-'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  const standIn = (path: string, exit: number): string => {
    const file = join(folder, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, `#!/bin/sh\nexit ${exit}\n`);
    chmodSync(file, 0o755);
    return file;
  };

  it('takes the one that SPECTROSIM_CHROMIUM names', async () => {
    const path = standIn('my-chromium', 0);
    vi.stubEnv('SPECTROSIM_CHROMIUM', path);
    expect(await findChromium({ fetch: false })).toEqual({ path });
  });

  it.each([
    ['is not there', () => join(folder, 'absent')],
    ['does not start', () => standIn('broken', 127)],
  ])('takes no other when the one named %s', async (_, name) => {
    const path = name();
    vi.stubEnv('SPECTROSIM_CHROMIUM', path);
    expect(await findChromium({ fetch: true })).toEqual({
      reason: `SPECTROSIM_CHROMIUM is ${path}, which does not run. Name one that does, or run "unset SPECTROSIM_CHROMIUM".`,
    });
  });
});
