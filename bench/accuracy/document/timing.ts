import type { Timing } from '../parts/timing.js';
import { listed, markdownTable } from './cells.js';

/** Demanded of {@link CORES}. */
const MOST_SECONDS = 180;

const CORES = 2;

/** The share of one core above which others' work is told of. */
const BUSY = 0.1;

/** How long a large evaluation takes, on either kind of axis. */
export function timingSection(timings: ReadonlyMap<string, Timing>): string {
  const [some] = timings.values();
  if (some === undefined) {
    return ['## Time', '', 'Not measured in this run.'].join('\n');
  }
  const { spectra, bins, groups, partitions, processor, cores, threads, workers } = some;
  const busy = [...timings].filter(([, timing]) => isBusy(timing)).map(([axis]) => axis);
  return [
    '## Time',
    '',
    `What \`spectrosim evaluate --candidates floor,linear,ensemble\` computes, from spectra in memory to intervals, without the reading of files and the writing of a report: ${spectra} simulated spectra × ${bins} bins of ${groups} groups, five folds, ${partitions} partition${partitions === 1 ? '' : 's'}; ${cores} core${cores === 1 ? '' : 's'} (${processor}), ${threads} thread${threads === 1 ? '' : 's'} of ONNX Runtime, ${workers === 1 ? 'one fold after the other' : `up to ${workers} folds side by side, as the command does here by itself`}. Under ${MOST_SECONDS} s on ${CORES} cores is demanded. A table of peaks has other preprocessings than evenly recorded profiles; here the same intensities are given an axis of either kind.`,
    '',
    markdownTable([
      ['', 'seconds', 'processor seconds', 'of other processes meanwhile', 'load in the minute before', ''],
      ...[...timings].map(([axis, timing]) => [
        axis,
        timing.seconds.toFixed(0),
        timing.cpuSeconds.toFixed(0),
        timing.otherCpuSeconds.toFixed(0),
        timing.load.toFixed(1),
        verdict(timing),
      ]),
    ]),
    ...(busy.length === 0
      ? []
      : [
          '',
          `Other processes were at work (${listed(busy)}): quote the processor seconds, not the seconds. *Of other processes* is the busy time of all cores less this process’ own.`,
        ]),
  ].join('\n');
}

function isBusy({ seconds, otherCpuSeconds }: Timing): boolean {
  return otherCpuSeconds > BUSY * seconds;
}

/** Whether the demand is met, where this machine can tell. */
function verdict(timing: Timing): string {
  const { seconds, cores } = timing;
  const met = seconds < MOST_SECONDS;
  // What is fast enough on fewer cores is on two; what is too slow on more is too slow on two.
  if (met ? cores > CORES : cores < CORES) {
    return `not judged: ${cores} core${cores === 1 ? '' : 's'}, not ${CORES}`;
  }
  if (met) {
    return cores === CORES ? 'met' : `met, on ${cores} core`;
  }
  const how = [
    ...(cores === CORES ? [] : [`on ${cores} cores`]),
    ...(isBusy(timing) ? ['beside the work of other processes'] : []),
  ];
  return ['**not met**', ...how].join(', ');
}
