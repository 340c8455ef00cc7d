import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { BINS, FORMS, type InputForm, writeInput } from './input-file.js';
import { INPUT_PEERS, type InputPeer, loadPeer } from './input-peers.js';
import type { Reading } from './input-reader.js';
import { median } from './statistics.js';

/** Spectra of the large file, and of the one that shows how memory grows. */
const SPECTRA = 5000;

const SEED = 1;

/** One line of the report. */
export interface InputRow {
  readonly form: string;
  readonly spectra: number;
  /** Size of the file and of its matrix, in MB of 10⁶ bytes. */
  readonly fileMb: number;
  readonly matrixMb: number;
  /** Median over the rounds; null when skipped. */
  readonly seconds: number | null;
  /** Text unpacked. */
  readonly mbPerSecond: number | null;
  readonly cpuSeconds: number | null;
  /** Median over the rounds of the CPU time over that of the first form in the same round. */
  readonly ratio: number | null;
  /** Median of the most memory that the process had, without what it needs for a file of one number. */
  readonly peakMb: number | null;
  readonly skipped: string | null;
}

/** What the benchmark found. */
export interface InputReport {
  readonly rows: readonly InputRow[];
  /** MB of memory that a process needs for a file of one number. */
  readonly idleMb: number;
  /** Bytes of memory that a byte more of matrix costs, between the half and the whole US CSV: 2 while it is put together. */
  readonly growth: number;
}

/**
 * Reads 5,000 spectra of 2,080 bins, about 100 MB, in several forms, each time in a process of its own; the forms take
 * turns. Half the file shows how memory grows.
 */
export async function benchInput(rounds: number, onProgress: (text: string) => void): Promise<InputReport> {
  const folder = mkdtempSync(join(tmpdir(), 'spectrosim-bench-'));
  try {
    const tiny = join(folder, 'tiny.csv');
    writeFileSync(tiny, 'm/z,1\na,1\n');
    const [us] = FORMS as [InputForm];
    const cases: Case[] = [];
    for (const form of FORMS) {
      onProgress(`writing ${form.name}`);
      cases.push(await makeCase(folder, form, SPECTRA, 'spectrosim'));
    }
    const half = await makeCase(folder, { ...us, name: `${us.name}, half` }, SPECTRA / 2, 'spectrosim');
    const skipped = new Map<string, string>();
    const peers: Case[] = [];
    for (const peer of INPUT_PEERS) {
      if (!(await isInstalled(peer))) {
        skipped.set(peer.name, `npm install --no-save ${peer.name} brings it`);
      } else {
        peers.push({ ...(cases[0] as Case), form: `${us.name} by ${peer.name}`, reader: peer.name });
      }
    }
    const all = [...cases, half, ...peers];
    const readings = new Map<Case, Reading[]>(all.map((one) => [one, []]));
    const idle: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      for (const one of all) {
        readings.get(one)?.push(readIn(one.path, one.reader));
      }
      idle.push(readIn(tiny, 'spectrosim').peakMb);
      onProgress(`round ${round} of ${rounds}`);
    }
    checkSums(cases[0] as Case, peers, readings);
    const idleMb = median(idle);
    const first = readings.get(cases[0] as Case) as Reading[];
    const rows = all.map((one) => rowOf(one, readings.get(one) as Reading[], first, idleMb));
    const [whole, halfRow] = [rows[0] as InputRow, rows[cases.length] as InputRow];
    const growth = ((whole.peakMb as number) - (halfRow.peakMb as number)) / (whole.matrixMb - halfRow.matrixMb);
    return { rows: [...rows, ...[...skipped].map(([name, why]) => skippedRow(name, why))], idleMb, growth };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function isInstalled(peer: InputPeer): Promise<boolean> {
  try {
    await loadPeer(peer);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') {
      return false;
    }
    throw error;
  }
}

interface Case {
  readonly form: string;
  readonly path: string;
  readonly reader: string;
  readonly spectra: number;
  readonly fileMb: number;
  /** Text unpacked. */
  readonly textMb: number;
}

async function makeCase(folder: string, form: InputForm, spectra: number, reader: string): Promise<Case> {
  const path = join(folder, `${form.name.replace(/\W+/g, '-')}.csv`);
  await writeInput(path, spectra, form, SEED);
  const fileMb = statSync(path).size / 1e6;
  // The packed text is that of the US file, whose size every seed and machine gives alike.
  const textMb = form.packed ? statSync(join(folder, 'US-CSV.csv')).size / 1e6 : fileMb;
  return { form: form.name, path, reader, spectra, fileMb, textMb };
}

function readIn(path: string, reader: string): Reading {
  const script = fileURLToPath(new URL('input-reader.js', import.meta.url));
  return JSON.parse(execFileSync(execPath, [script, path, reader], { encoding: 'utf8' })) as Reading;
}

/** A peer that reads other numbers is no peer. */
function checkSums(ours: Case, peers: readonly Case[], readings: ReadonlyMap<Case, readonly Reading[]>): void {
  const expected = readings.get(ours)?.[0];
  for (const peer of peers) {
    const got = readings.get(peer)?.[0];
    if (expected === undefined || got === undefined || got.sum !== expected.sum || got.spectra !== expected.spectra) {
      throw new Error(`${peer.form} reads ${got?.spectra} spectra with sum ${got?.sum}, not ${expected?.sum}.`);
    }
  }
}

function rowOf(one: Case, readings: readonly Reading[], first: readonly Reading[], idleMb: number): InputRow {
  const seconds = median(readings.map((reading) => reading.seconds));
  return {
    form: one.form,
    spectra: one.spectra,
    fileMb: one.fileMb,
    matrixMb: (one.spectra * BINS * 4) / 1e6,
    seconds,
    mbPerSecond: one.textMb / seconds,
    cpuSeconds: median(readings.map((reading) => reading.cpuSeconds)),
    ratio: median(readings.map((reading, round) => reading.cpuSeconds / (first[round] as Reading).cpuSeconds)),
    peakMb: median(readings.map(({ peakMb }) => peakMb)) - idleMb,
    skipped: null,
  };
}

function skippedRow(name: string, why: string): InputRow {
  const nothing = { seconds: null, cpuSeconds: null, mbPerSecond: null, ratio: null, peakMb: null };
  return { form: `US CSV by ${name}`, spectra: 0, fileMb: 0, matrixMb: 0, ...nothing, skipped: why };
}
