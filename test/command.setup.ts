import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { main } from '../cli/main.js';

/** The command as it is installed; it runs the build. */
export const LAUNCHER = fileURLToPath(new URL('../cli/bin/spectrosim.js', import.meta.url));

/** What a command did. */
export interface Ran {
  /** The exit status; `null` when a signal ended it. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder to run commands in. */
export interface Workplace {
  readonly folder: string;
  /** Runs `spectrosim` here. `onStderr` sees what was written to standard error so far, and may kill. */
  run(
    parameters: readonly string[],
    options?: {
      readonly chromium?: boolean;
      readonly onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
    },
  ): Promise<Ran>;
  /** Runs it in this process, from the sources: a second quicker than starting one. */
  runHere(parameters: readonly string[]): Promise<Omit<Ran, 'signal'>>;
  write(path: string, text: string): void;
  /** Every path in the folder, hidden ones too. */
  list(): string[];
  remove(): void;
}

/** Makes a temporary workplace. Commands find no Chromium there unless asked to, which keeps them quick. */
export function workplace(): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'spectrosim-command-'));
  return {
    folder,
    run(parameters, { chromium = false, onStderr } = {}) {
      const env = { ...process.env, ...(chromium ? {} : { SPECTROSIM_CHROMIUM: join(folder, 'no-chromium') }) };
      const child = spawn(process.execPath, [LAUNCHER, ...parameters], { cwd: folder, env });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (part) => {
        stdout += part;
      });
      child.stderr.on('data', (part) => {
        stderr += part;
        onStderr?.(stderr, (signal) => child.kill(signal));
      });
      return new Promise((done, failed) => {
        child.on('error', failed);
        child.on('close', (status, signal) => done({ status, signal, stdout, stderr }));
      });
    },
    async runHere(parameters) {
      const before = { folder: process.cwd(), exitCode: process.exitCode };
      let [stdout, stderr] = ['', ''];
      const spies = [
        vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
          stdout += part;
          return true;
        }),
        vi.spyOn(process.stderr, 'write').mockImplementation((part) => {
          stderr += part;
          return true;
        }),
      ];
      vi.stubEnv('SPECTROSIM_CHROMIUM', join(folder, 'no-chromium'));
      process.chdir(folder);
      try {
        return { status: await main([process.execPath, LAUNCHER, ...parameters]), stdout, stderr };
      } finally {
        process.chdir(before.folder);
        process.exitCode = before.exitCode;
        vi.unstubAllEnvs();
        for (const spy of spies) {
          spy.mockRestore();
        }
      }
    },
    write: (path, text) => writeFileSync(join(folder, path), text),
    list: () =>
      readdirSync(folder, { recursive: true })
        .map((path) => String(path).replaceAll('\\', '/'))
        .sort(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
