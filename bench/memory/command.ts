import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Manifest } from '@spectrosim/models';
import { BINS, type TrainedEncoder } from '../workload.js';

/** What the command is asked for. */
export interface CommandedTraining {
  readonly encoder: TrainedEncoder;
  readonly batch: number;
  readonly steps: number;
  readonly threads: number;
}

/** What it took, from its start to the model that it wrote. */
export interface CommandTaken {
  /** The most resident memory of its process, MB of 10⁶ bytes. */
  readonly peakMb: number;
  /** From its last checkpoint, which is that of the last step, to its end. */
  readonly secondsAfter: number;
  /** Numbers trained, the head's left out. */
  readonly parameters: number;
}

const LAUNCHER = fileURLToPath(new URL('../../../cli/bin/spectrosim.js', import.meta.url));
const AT_EXIT = new URL('at-exit.js', import.meta.url).href;

/** Three quarters are trained on: enough for batches of 64. */
const DESIGN = { axis: { bins: BINS }, design: { batches: 24, fishPerBatch: 4, qcInterval: 1000 } };

/** `spectrosim train --contrastive` on simulated spectra, in a process of its own. */
export function trainByCommand({ encoder, batch, steps, threads }: CommandedTraining): CommandTaken {
  const folder = mkdtempSync(join(tmpdir(), 'spectrosim-memory-'));
  try {
    writeFileSync(join(folder, 'simulation.json'), JSON.stringify(DESIGN));
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ encoder, batch, steps, preprocessing: 'snv' }));
    run(folder, ['simulate', '--out', 'fish', '--config', 'simulation.json']);
    const options = ['--contrastive', '--config', 'config.json', '--threads', `${threads}`];
    // A folder of checkpoints that was named stays: its last says when the last step was done.
    const peakMb = run(folder, [
      'train',
      'fish',
      '--group',
      'batch',
      '--out',
      'model',
      '--checkpoints',
      'kept',
      ...options,
    ]);
    const ended = Date.now();
    const manifest = JSON.parse(readFileSync(join(folder, 'model', 'manifest.json'), 'utf8')) as Manifest;
    return {
      peakMb,
      secondsAfter: (ended - statSync(join(folder, 'kept', `step-${steps}`)).mtimeMs) / 1000,
      parameters: manifest.branches[0]?.encoder?.parameters as number,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the command, which must succeed; gives its peak. */
function run(cwd: string, parameters: readonly string[]): number {
  const { status, stderr, output } = spawnSync(execPath, ['--import', AT_EXIT, LAUNCHER, ...parameters], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) {
    throw new Error(`spectrosim ${parameters[0]} failed (exit ${status}):\n${stderr}`);
  }
  return (JSON.parse(output[3] as string) as { peakMb: number }).peakMb;
}
