import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSpectra } from '@spectrosim/models/io';
import { writeFolder } from '@spectrosim/runtime-node';
import { LAUNCHER } from './command.setup.js';
import { tinyArtifact, tinySet } from './tiny-artifact.setup.js';

/** Why tests that send signals are skipped here, for their titles; `''` where they are not. */
export const ON_WINDOWS = process.platform === 'win32' ? ' (skipped: Windows ends a process on every signal)' : '';

/** Where {@link writeRun} puts the model. */
export const MODEL = 'runs/start-1/model';

/** What `npm start` leaves in a folder, with the tiny model. */
export async function writeRun(folder: string): Promise<void> {
  const { files } = await tinyArtifact();
  await writeFolder(join(folder, MODEL), files);
  mkdirSync(join(folder, 'runs/start-1/new'));
  writeFileSync(join(folder, 'runs/start-1/new/spectra.csv'), [...writeSpectra(tinySet())].join(''));
}

/** A server in a process of its own. */
export interface Served {
  readonly url: string;
  readonly printed: Record<string, unknown>;
  readonly stderr: () => string;
  /** Sends a signal; the exit status. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `spectrosim serve` in a folder, on a free port and one thread; fulfilled when it listens. */
export async function serve(folder: string, ...parameters: string[]): Promise<Served> {
  const child = spawn(process.execPath, [LAUNCHER, 'serve', '--port', '0', '--threads', '1', '--json', ...parameters], {
    cwd: folder,
  });
  let [stdout, stderr] = ['', ''];
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  const exit = once(child, 'exit');
  await new Promise<void>((ready, failed) => {
    child.stdout.on('data', (part) => {
      stdout += part;
      if (stdout.endsWith('\n}\n')) {
        ready();
      }
    });
    child.on('exit', (status) => failed(new Error(`exit ${status}: ${stderr}`)));
  });
  const printed = JSON.parse(stdout) as Record<string, unknown>;
  return {
    url: printed.url as string,
    printed,
    stderr: () => stderr,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const [status] = await exit;
      return status as number | null;
    },
  };
}
