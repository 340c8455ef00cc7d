import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SpectroSimError } from '@spectrosim/models';
import type { RunOrder, RunOutcome } from './do-run.js';

/** A process that does one run at a time. */
export interface Worker {
  /** What came of a run; a process that died is a failed run. */
  run(order: RunOrder): Promise<RunOutcome>;
  /** Whether it can do another run. */
  alive(): boolean;
  /** Ends it at once; its run, if any, comes out as failed. */
  end(): Promise<void>;
}

/** Lines of a dead process's complaints that are worth keeping. */
const LAST_LINES = 3;

/** Starts a {@link Worker}. */
export function startWorker(): Worker {
  const child: ChildProcess = fork(childScript(), { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let complaints = '';
  let settle: ((outcome: RunOutcome) => void) | undefined;
  let living = true;
  const settled = (outcome: RunOutcome) => {
    settle?.(outcome);
    settle = undefined;
  };
  child.stderr?.on('data', (part) => {
    complaints = `${complaints}${part}`.slice(-2000);
  });
  child.on('message', (outcome) => settled(outcome as RunOutcome));
  const closed = new Promise<void>((done) => {
    child.on('error', (error) => {
      living = false;
      settled({ failed: `The process of this run could not be started: ${error.message}` });
      done();
    });
    child.on('close', (status, signal) => {
      living = false;
      settled({ failed: endText(status, signal, complaints) });
      done();
    });
  });
  return {
    run(order) {
      return new Promise((done) => {
        settle = done;
        child.send(order, (error) => {
          if (error !== null) {
            settled({ failed: endText(child.exitCode, child.signalCode, complaints) });
          }
        });
      });
    },
    alive: () => living,
    async end() {
      // It holds nothing that must be put away, and may be deep in a computation.
      child.kill('SIGKILL');
      await closed;
    },
  };
}

function endText(status: number | null, signal: NodeJS.Signals | null, complaints: string): string {
  const how = signal === null ? `exit ${status}` : signal;
  const memory = signal === 'SIGKILL' ? ' Systems end processes so when memory runs out: use fewer --workers.' : '';
  const last = complaints.trim().split('\n').slice(-LAST_LINES).join(' / ');
  return `The process of this run ended (${how}).${memory}${last === '' ? '' : ` ${last}`}`;
}

/** The built script: node of version 20 runs no TypeScript, so tests from sources use the build, too. */
function childScript(): string {
  const path = ['./run-child.js', '../dist/benchmark/run-child.js']
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((place) => existsSync(place));
  if (path === undefined) {
    throw new SpectroSimError('runtime', 'The benchmark’s process is not built. Run "npm run build" first.');
  }
  return path;
}
