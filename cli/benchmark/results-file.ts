import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { SpectroSimError } from '@spectrosim/models';
import type { BenchmarkRecord } from '@spectrosim/training';

/** Reads the records of a benchmark. A last line that was cut off is removed, with a word: its run is done again. */
export function readResults(path: string, note: (text: string) => void): BenchmarkRecord[] {
  if (!existsSync(path)) {
    return [];
  }
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) {
    truncateSync(path, end);
    note(`${path}: the last line was cut off while it was written. It is removed, and its run is done again.`);
  }
  const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  return lines.map((line, i) => recordOf(line, `${path}:${i + 1}`));
}

function recordOf(line: string, place: string): BenchmarkRecord {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new SpectroSimError('input', `${place} is not JSON (${(cause as Error).message}). ${EXPECTED}`, { cause });
  }
  if (
    typeof value !== 'object' ||
    value === null ||
    !('key' in value) ||
    !('measures' in value || 'cost' in value || 'failed' in value)
  ) {
    throw new SpectroSimError('input', `${place} is no record of a run. ${EXPECTED}`);
  }
  return value as BenchmarkRecord;
}

const EXPECTED =
  'Expected what "spectrosim benchmark" wrote, one run a line. Remove the line to have its run done again, or choose another --out.';

/** Appends a record: one whole line, on the disk when this returns. */
export function appendResult(path: string, record: BenchmarkRecord): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'a');
  try {
    writeSync(file, `${JSON.stringify(record)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
