import type { Timing } from '../parts/timing.js';
import { markdownTable } from './cells.js';

/** Demanded of two cores. */
const MOST_SECONDS = 180;

/** How long a large evaluation takes. */
export function timingSection(timing: Timing | undefined): string {
  if (timing === undefined) {
    return ['## Time', '', 'Not measured in this run.'].join('\n');
  }
  const { spectra, bins, groups, partitions, seconds, cpuSeconds, processor, cores, threads, load } = timing;
  return [
    '## Time',
    '',
    `\`evaluate --candidates floor,linear,ensemble\` on ${spectra} simulated spectra × ${bins} bins of ${groups} groups, five folds, ${partitions} partitions; ${cores} cores (${processor}), ${threads} threads of ONNX Runtime. Under ${MOST_SECONDS} s is demanded.`,
    '',
    markdownTable([
      ['seconds', 'processor seconds', 'load of the machine before', ''],
      [seconds.toFixed(0), cpuSeconds.toFixed(0), load.toFixed(1), seconds < MOST_SECONDS ? 'met' : '**not met**'],
    ]),
    ...(load > 0.5 ? ['', 'Something else was running: quote the processor seconds, not the seconds.'] : []),
  ].join('\n');
}
