import type { AlgebraRow } from './algebra.js';
import { textTable } from './text-table.js';

/** Above it, the two do not compute the same. */
export const ALGEBRA_TOLERANCE = 1e-8;

/** The rows as a table. */
export function algebraText(rows: readonly AlgebraRow[], rounds: number): string {
  return [
    `ms of processor time of a call, the median of ${rounds} turns each; node ${process.version}`,
    textTable([
      ['operation', 'n', 'ours', 'ml-matrix', '', 'times', 'difference'],
      ...rows.map(({ operation, library, size, ours, theirs, difference }) => [
        operation,
        `${size}`,
        ms(ours),
        ms(theirs),
        library,
        (theirs / ours).toFixed(1),
        `${difference.toExponential(0)}${difference <= ALGEBRA_TOLERANCE ? '' : ' NOT THE SAME'}`,
      ]),
    ]),
  ].join('\n');
}

function ms(value: number): string {
  return value < 10 ? value.toPrecision(2) : value.toFixed(0);
}
