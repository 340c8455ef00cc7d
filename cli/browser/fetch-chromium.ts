import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const TIMEOUT_MS = 10 * 60_000;

/** Fetches Playwright's headless Chromium into Playwright's own cache; answers why not, or nothing on success. */
export function fetchWithPlaywright(): Promise<string | undefined> {
  const folder = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'));
  const command = [join(folder, 'cli.js'), 'install', 'chromium', '--only-shell', '--no-progress'];
  // Playwright tries several mirrors, several times: give up on each soon, so that no network is found out soon.
  return runVisibly('Playwright', process.execPath, command, { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' });
}

/** Installs Debian's Chromium, and the loader that lets node use its software Vulkan; answers why not, or nothing on success. */
export async function fetchWithApt(): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    return 'apt-get is for root on Debian or Ubuntu only';
  }
  const quick = ['-qq', '-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=20'];
  const settings = { DEBIAN_FRONTEND: 'noninteractive' };
  return (
    (await runVisibly('apt-get update', 'apt-get', [...quick, 'update'], settings)) ??
    (await runVisibly(
      'apt-get install',
      'apt-get',
      [...quick, 'install', '-y', '--no-install-recommends', 'chromium', 'libvulkan1'],
      settings,
    ))
  );
}

/** Runs a program with its output on stderr, where progress belongs; answers how it failed, or nothing. */
function runVisibly(
  name: string,
  program: string,
  parameters: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  process.stderr.write(`No Chromium on this machine: trying ${name} …\n`);
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      env: { ...process.env, ...settings },
      stdio: ['ignore', 2, 2],
      timeout: TIMEOUT_MS,
    });
    child.on('error', (error) => resolve(`${name} did not start (${error.message})`));
    child.on('exit', (code, signal) =>
      resolve(code === 0 ? undefined : `${name} failed (${signal ?? `exit ${code}`})`),
    );
  });
}
