import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { encodeModel } from '@spectrosim/export';
import { type Provider, SpectroSimError } from '@spectrosim/models';
import { scoreGraph } from '@spectrosim/training';

/** What the probing process says. */
export type ProbeAnswer =
  | { readonly works: true; readonly absent?: never }
  | { readonly absent: string }
  | { readonly broken: string; readonly absent?: never };

const TIMEOUT_MS = 60_000;

/**
 * Tries a provider of onnxruntime-node on a real graph, in a process of its own.
 *
 * @param environment variables set for it besides this process's own
 * @returns why it is absent, or nothing when it works
 * @throws SpectroSimError `runtime` when it is there and does not work, a crash included
 */
export async function probeProvider(
  provider: Provider,
  environment: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
  const { status, signal, output, errors } = await runChild(provider, environment);
  if (status !== 0) {
    const end = signal === null ? `exit ${status}` : signal;
    throw new SpectroSimError(
      'runtime',
      `Provider "${provider}" crashed the process that tried it (${end}). ${errors.trim().split('\n').at(-1) ?? ''}`,
    );
  }
  const answer = JSON.parse(output) as ProbeAnswer;
  if ('broken' in answer) {
    throw new SpectroSimError('runtime', `Provider "${provider}" does not work: ${answer.broken}`);
  }
  return answer.absent;
}

function runChild(provider: Provider, environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [childScript(), provider], {
    env: { ...process.env, ...environment },
    stdio: 'pipe',
    timeout: TIMEOUT_MS,
  });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (part) => {
    output += part;
  });
  child.stderr.on('data', (part) => {
    errors += part;
  });
  // A child that died before it read says so by its exit.
  child.stdin.on('error', () => undefined);
  child.stdin.end(encodeModel(scoreGraph(2)));
  return new Promise<{ status: number | null; signal: NodeJS.Signals | null; output: string; errors: string }>(
    (done, failed) => {
      child.on('error', failed);
      child.on('close', (status, signal) => done({ status, signal, output, errors }));
    },
  );
}

/** The built script: node of version 20 runs no TypeScript, so tests from sources use the build, too. */
function childScript(): string {
  const path = ['./probe-child.js', '../dist/runtimes/probe-child.js']
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((place) => existsSync(place));
  if (path === undefined) {
    throw new SpectroSimError('runtime', 'The provider probe is not built. Run "npm run build" first.');
  }
  return path;
}
