import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { encodeSafetensors, type NamedTensors } from '@spectrosim/models';
import type { Contender, Skipped, TimedStep } from './contender.js';
import { peerPython } from './peer-python.js';
import type { Workload } from './workload.js';

const ENGINE = 'pytorch';

/** PyTorch in its process. */
export interface PytorchPeer extends Contender {
  /** The most memory that its process ever had resident, MB of 10⁶ bytes. */
  peakMb(): Promise<number>;
}

/** PyTorch in a process of its own, or why it is left out: no python that imports torch, or a BLAS other than MKL. */
export async function pytorchPeer(
  workload: Workload,
  threads: number,
  stepsPerRound: number,
): Promise<PytorchPeer | Skipped> {
  const python = peerPython();
  if ('skipped' in python) {
    return { engine: ENGINE, skipped: python.skipped };
  }
  const folder = mkdtempSync(join(tmpdir(), 'spectrosim-bench-'));
  const file = join(folder, 'workload.safetensors');
  writeFileSync(file, encodeSafetensors(sharedTensors(workload)));
  const script = fileURLToPath(new URL('../peers/training.py', import.meta.url));
  const child = spawn(python.command, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const talk = conversation(child);
  const dispose = async () => {
    const ended = child.exitCode === null ? once(child, 'exit') : Promise.resolve();
    child.stdin?.end();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const about = (await talk({
    file,
    threads,
    recipe: workload.recipe,
    scalars: workload.scalarsAt(1),
    batches: workload.batches.length,
  })) as { version: string; blas: string; threads: number };
  if (about.blas !== 'mkl') {
    await dispose();
    return { engine: ENGINE, skipped: `torch ${about.version} is not built with MKL, so its times say nothing` };
  }
  return {
    engine: ENGINE,
    description: `PyTorch ${about.version}, eager, MKL, ${about.threads} threads`,
    stepsPerRound,
    run: async (steps) => (await talk({ steps })) as readonly TimedStep[],
    peakMb: async () => (await talk({ peak: true })) as number,
    dispose,
  };
}

/** What a peer is given: initial weights, numbers that stay, and batches, by prefix. */
export function sharedTensors({ step, frozen, batches }: Workload): NamedTensors {
  const weights = Object.entries(step.initialState).flatMap(([name, value]) =>
    name.startsWith('weight.') ? [[`weight/${name.slice('weight.'.length)}`, value] as const] : [],
  );
  const constants = Object.entries(frozen).map(([name, value]) => [`frozen/${name}`, value] as const);
  const fed = batches.flatMap((batch, i) =>
    Object.entries(batch).map(([name, value]) => [`batch${i}/${name}`, value] as const),
  );
  return Object.fromEntries([...weights, ...constants, ...fed]);
}

/** One line of JSON out, one line of JSON back. */
function conversation(child: ChildProcess): (message: unknown) => Promise<unknown> {
  if (child.stdin === null || child.stdout === null) {
    throw new Error('the peer has no pipes');
  }
  const { stdin } = child;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async (message) => {
    stdin.write(`${JSON.stringify(message)}\n`);
    const { value, done } = await lines.next();
    if (done === true) {
      throw new Error(`The PyTorch peer ended early (exit ${child.exitCode}); its message is above.`);
    }
    return JSON.parse(value);
  };
}
