import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fetchWithApt, fetchWithPlaywright } from './fetch-chromium.js';

/** A Chromium to run, or why there is none. */
export type ChromiumSearch = { readonly path: string } | { readonly path?: never; readonly reason: string };

const SYSTEM_PATHS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
    .map((name) => `/usr/bin/${name}`)
    .concat('/opt/google/chrome/chrome', '/snap/bin/chromium'),
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
};

/**
 * Finds a Chromium or Chrome: the one `SPECTROSIM_CHROMIUM` names (then no other), the system's, one that Playwright
 * fetched earlier; and with `fetch`, one that Playwright fetches now or that `apt-get` installs (root on Debian).
 *
 * @param options.fetch whether to download one when there is none; progress goes to stderr
 * @example
 * ```ts
 * const found = await findChromium({ fetch: true });
 * if (found.path === undefined) console.error(found.reason);
 * ```
 */
export async function findChromium({ fetch }: { readonly fetch: boolean }): Promise<ChromiumSearch> {
  const named = process.env.SPECTROSIM_CHROMIUM;
  if (named !== undefined) {
    return runs(named)
      ? { path: named }
      : {
          reason: `SPECTROSIM_CHROMIUM is ${named}, which does not run. Name one that does, or run "unset SPECTROSIM_CHROMIUM".`,
        };
  }
  const present = await installed();
  if (present !== undefined) {
    return { path: present };
  }
  const advice =
    'Run "npx playwright-core install chromium" or, on Debian, "apt-get install chromium"; or name one in SPECTROSIM_CHROMIUM.';
  if (!fetch) {
    return { reason: `No Chromium was found. ${advice}` };
  }
  const failures: string[] = [];
  for (const attempt of [fetchWithPlaywright, fetchWithApt]) {
    const failure = await attempt();
    const path = await installed();
    if (path !== undefined) {
      return { path };
    }
    failures.push(failure ?? `${attempt.name} gave one that does not run here`);
  }
  return { reason: `No Chromium was found, and none could be fetched: ${failures.join('; ')}. ${advice}` };
}

async function installed(): Promise<string | undefined> {
  return SYSTEM_PATHS[process.platform]?.find(runs) ?? (await playwrightPaths()).find(runs);
}

/** Where this version of Playwright keeps the Chromium and the headless shell that it fetches. */
async function playwrightPaths(): Promise<string[]> {
  const { chromium } = await import('playwright-core');
  const full = chromium.executablePath();
  const folder = dirname(dirname(full));
  const shells = join(dirname(folder), basename(folder).replace('chromium-', 'chromium_headless_shell-'));
  const shell = existsSync(shells)
    ? readdirSync(shells).filter((name) => name.startsWith('chrome-headless-shell'))
    : [];
  return [
    full,
    ...shell.map((name) => join(shells, name, `chrome-headless-shell${name.includes('win') ? '.exe' : ''}`)),
  ];
}

/** A file may be there and not run: Ubuntu's stub for the snap, or a download whose system libraries are missing. */
function runs(path: string): boolean {
  if (!existsSync(path)) {
    return false;
  }
  // On Windows `--version` opens a window.
  return (
    process.platform === 'win32' || spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0
  );
}
