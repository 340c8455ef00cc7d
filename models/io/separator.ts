import { classifyNumber } from './classify-number.js';

/** What parts the cells of a row. */
export type Separator = ',' | ';' | '\t';

/** Cells of a line that are looked at. */
const MOST_CELLS = 100;

/** As a tie is broken. */
const SEPARATORS: readonly Separator[] = [',', ';', '\t'];

/**
 * The separator of a table, from its first lines.
 *
 * It is the one, of those in the header, by which the largest share of cells are numbers: `77,04;77,48` has two numbers
 * by its semicolon and one in three by its comma. Next count rows of one length, then the number of cells.
 *
 * @param lines the header and some rows, blank lines left out
 */
export function detectSeparator(lines: readonly string[]): Separator {
  const ranked = SEPARATORS.map((separator) => ({ separator, ...judge(lines, separator) }))
    .filter(({ cells }) => cells > 1)
    .sort((a, b) => b.numbers - a.numbers || b.even - a.even || b.cells - a.cells);
  return ranked[0]?.separator ?? ',';
}

function judge(lines: readonly string[], separator: Separator) {
  const rows = lines.map((line) => splitOutsideQuotes(line, separator));
  const cells = rows[0]?.length ?? 0;
  const filled = rows.flatMap((row) => row.slice(0, MOST_CELLS)).filter((cell) => cell !== '');
  return {
    cells,
    numbers: filled.filter((cell) => classifyNumber(cell) !== undefined).length / Math.max(1, filled.length),
    even: rows.every((row) => row.length === cells) ? 1 : 0,
  };
}

/** The cells of one line, without their quotes; good enough to count, not to read. */
function splitOutsideQuotes(line: string, separator: Separator): string[] {
  const shielded = line.replace(/"[^"]*"/g, (quoted) => quoted.slice(1, -1).replaceAll(separator, '\0'));
  return shielded.split(separator).map((cell) => cell.replaceAll('\0', separator).trim());
}
