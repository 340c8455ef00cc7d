import { stderr, stdout } from 'node:process';

/** Where a command writes: its result to standard output, everything on the way to standard error. */
export interface Output {
  readonly json: boolean;
  /** The result: `value` as one JSON object with `--json`, else `text`. */
  result(value: unknown, text: string): void;
  /** Something a reader should know on the way; goes to standard error with `--json`. */
  note(text: string): void;
}

/** @param json print the result as one JSON object and nothing else on standard output */
export function createOutput(json: boolean): Output {
  return {
    json,
    result(value, text) {
      stdout.write(json ? `${JSON.stringify(value, undefined, 2)}\n` : `${text}\n`);
    },
    note(text) {
      (json ? stderr : stdout).write(`${text}\n`);
    },
  };
}

/** Rows as a table with aligned columns; the first row is the header. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join('  ')
      .trimEnd();
  return rows.map((row) => `  ${line(row)}`).join('\n');
}

/** Columns of a terminal that text is broken at. */
const LINE = 110;

/**
 * Text after a label, broken at words, each further line indented to where the text began. What stands in quotes, a
 * command to be copied, stays in one piece.
 */
export function wrapped(label: string, text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(/("[^"]*"|\S)+/g) ?? []) {
    if (line !== '' && label.length + line.length + 1 + word.length > LINE) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return label + [...lines, line].join(`\n${' '.repeat(label.length)}`);
}
