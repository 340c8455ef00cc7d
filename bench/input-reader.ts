/**
 * A process that reads one file and says how long it took and how much memory it needed. Run by `input.ts`, so that
 * every reading has a heap of its own.
 *
 * @module
 */
import { createReadStream } from 'node:fs';
import { argv, cpuUsage, resourceUsage, stdout } from 'node:process';
import { readSpectra } from '@spectrosim/models/io';
import { INPUT_PEERS, loadPeer } from './input-peers.js';

/** What the process prints as JSON. */
export interface Reading {
  readonly seconds: number;
  /** What all threads of the process computed, which a busy machine changes less. */
  readonly cpuSeconds: number;
  /** The most that the process ever had, in MB of 10⁶ bytes. */
  readonly peakMb: number;
  readonly spectra: number;
  readonly bins: number;
  /** Sum of all intensities that are not missing, so that readers can be compared. */
  readonly sum: number;
}

const [, , path, reader] = argv as [string, string, string, string];
const peer = INPUT_PEERS.find(({ name }) => name === reader);
const read = peer === undefined ? ours : await loadPeer(peer);
const [start, cpuStart] = [performance.now(), cpuUsage()];
const { spectra, bins, values } = await read(path);
const seconds = (performance.now() - start) / 1000;
const { user, system } = cpuUsage(cpuStart);
let sum = 0;
for (const part of values) {
  for (const value of part) {
    sum += Number.isNaN(value) ? 0 : value;
  }
}
// Node gives kilobytes on every system.
const reading: Reading = {
  seconds,
  cpuSeconds: (user + system) / 1e6,
  peakMb: (resourceUsage().maxRSS * 1024) / 1e6,
  spectra,
  bins,
  sum,
};
stdout.write(JSON.stringify(reading));

async function ours(file: string) {
  const set = await readSpectra(createReadStream(file), { name: file });
  return { spectra: set.names.length, bins: set.axis.values.length, values: [set.intensities] };
}
