import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { encodeSafetensors } from '@spectrosim/models';
import { sharedTensors } from './peer.js';
import { peerPython } from './peer-python.js';
import { median } from './statistics.js';
import { BINS, createWorkload } from './workload.js';

/** Who does the job, and how long from the start of its process to its end. */
export interface JobRow {
  readonly who: string;
  readonly seconds: readonly number[];
  readonly medianSeconds: number;
}

/** What the benchmark found. */
export interface JobReport {
  readonly spectra: number;
  readonly steps: number;
  readonly batch: number;
  /** Processes that wanted a core before the start; above 1 the numbers say little. */
  readonly loadBefore: number;
  readonly rows: readonly JobRow[];
  /** Ours over the peer's in the same round, the median; null without one. */
  readonly ratioToPeer: number | null;
  /** Why there is no peer. */
  readonly skipped: string | null;
}

/** 24 batches of 3 fish, 100 epochs of 4 batches of 16; what is left of an epoch is dropped after a reshuffle. */
const DESIGN = { axis: { bins: BINS }, design: { batches: 24, fishPerBatch: 3, qcInterval: 1000 } };
const [BATCH, STEPS] = [16, 400];

const LAUNCHER = fileURLToPath(new URL('../../cli/bin/spectrosim.js', import.meta.url));
const PEER = fileURLToPath(new URL('../peers/job.py', import.meta.url));

/**
 * A whole job as its user sees it: from the start of the process over reading a CSV file to an encoder as ONNX. `spectrosim train`
 * also chooses a floor, measures on groups held out, and writes reference outputs; the peer trains and exports.
 *
 * @param onRound told after every round
 */
export async function benchJob(
  { threads, rounds }: { readonly threads: number; readonly rounds: number },
  onRound: (text: string) => void,
): Promise<JobReport> {
  const folder = mkdtempSync(join(tmpdir(), 'spectrosim-job-'));
  const loadBefore = loadavg()[0] as number;
  const python = peerPython();
  try {
    writeFileSync(join(folder, 'simulation.json'), JSON.stringify(DESIGN));
    await timed(execPath, [LAUNCHER, 'simulate', '--out', 'fish', '--config', 'simulation.json'], folder);
    const workload = createWorkload(BATCH);
    const encoder = { name: 'transformer', config: { residual: false } };
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ encoder, preprocessing: 'snv' }));
    writeFileSync(join(folder, 'workload.safetensors'), encodeSafetensors(sharedTensors(workload)));
    const peer = {
      spectra: 'fish/spectra.csv',
      workload: 'workload.safetensors',
      recipe: workload.recipe,
      scalars: workload.scalarsAt(1),
      batch: BATCH,
      steps: STEPS,
      threads,
      out: 'peer.onnx',
    };
    const own = [
      ...[LAUNCHER, 'train', 'fish', '--group', 'batch', '--contrastive', '--force', '--out', 'model'],
      ...['--steps', `${STEPS}`, '--threads', `${threads}`, '--config', 'config.json'],
    ];
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let round = 1; round <= rounds; round++) {
      ours.push(await timed(execPath, own, folder));
      if ('command' in python) {
        theirs.push(await timed(python.command, [PEER, JSON.stringify(peer)], folder));
      }
      onRound(`round ${round} of ${rounds}: ${ours.at(-1)?.toFixed(1)} s, peer ${theirs.at(-1)?.toFixed(1) ?? '–'} s`);
    }
    const row = (who: string, seconds: readonly number[]): JobRow => ({ who, seconds, medianSeconds: median(seconds) });
    return {
      spectra: DESIGN.design.batches * DESIGN.design.fishPerBatch,
      steps: STEPS,
      batch: BATCH,
      loadBefore,
      rows: [row('spectrosim train', ours), ...(theirs.length === 0 ? [] : [row('PyTorch', theirs)])],
      ratioToPeer: theirs.length === 0 ? null : median(ours.map((seconds, i) => seconds / (theirs[i] as number))),
      skipped: 'skipped' in python ? python.skipped : null,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A job report for a reader. */
export function jobText({ spectra, steps, batch, loadBefore, rows, ratioToPeer, skipped }: JobReport): string {
  return [
    `From the start of the process to an encoder as ONNX: ${spectra} spectra of ${BINS} bins from CSV, ${steps} steps of ${batch}`,
    ...rows.map(
      ({ who, seconds, medianSeconds }) =>
        `  ${who.padEnd(17)} ${medianSeconds.toFixed(1)} s  (${seconds.map((one) => one.toFixed(1)).join(', ')})`,
    ),
    ratioToPeer === null
      ? `  PyTorch: SKIPPED, ${skipped}`
      : `  ${ratioToPeer.toFixed(2)} × the peer's time, the median of ratios within a round`,
    ...(loadBefore > 1 ? [`The machine was BUSY before (load ${loadBefore.toFixed(1)}): run again.`] : []),
  ].join('\n');
}

/** Seconds that a command takes, which must succeed. */
async function timed(command: string, parameters: readonly string[], cwd: string): Promise<number> {
  const start = performance.now();
  const child = spawn(command, parameters, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  const [status] = await once(child, 'exit');
  if (status !== 0) {
    throw new Error(`${command} ${parameters.slice(0, 2).join(' ')} … failed (exit ${status}):\n${stderr}`);
  }
  return (performance.now() - start) / 1000;
}
