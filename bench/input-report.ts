import { loadavg } from 'node:os';
import type { InputReport } from './input.js';
import { textTable } from './text-table.js';

/** The report for a reader. */
export function inputText({ rows, idleMb, growth }: InputReport, rounds: number): string {
  const cells = rows.map((row) =>
    row.seconds === null ||
    row.cpuSeconds === null ||
    row.mbPerSecond === null ||
    row.ratio === null ||
    row.peakMb === null
      ? [row.form, '', '', '', '', '', '', '', `skipped: ${row.skipped}`]
      : [
          row.form,
          `${row.spectra}`,
          row.fileMb.toFixed(1),
          row.seconds.toFixed(2),
          row.mbPerSecond.toFixed(0),
          row.cpuSeconds.toFixed(2),
          row.ratio.toFixed(2),
          row.matrixMb.toFixed(1),
          row.peakMb.toFixed(0),
        ],
  );
  return [
    textTable([['form', 'spectra', 'file MB', 's', 'MB/s', 'CPU s', 'CPU / US CSV', 'matrix MB', 'peak MB'], ...cells]),
    '',
    `Medians of ${rounds} rounds, a process each; peak MB is beyond the ${idleMb.toFixed(0)} MB of a process that reads one number. MB/s is of text unpacked.`,
    `A byte more of matrix costs ${growth.toFixed(2)} bytes of memory. Load of the machine: ${loadavg()[0]?.toFixed(1)}.`,
  ].join('\n');
}
