import type { BenchmarkTable } from '@spectrosim/training';
import { COLUMNS, tableCells, tableNotes, tableTitle } from './table-text.js';

const LEFT: readonly string[] = [COLUMNS.row, COLUMNS.floor, COLUMNS.best];

/** Tables of a benchmark as Markdown. */
export function tablesMarkdown(
  title: string,
  question: string | undefined,
  tables: readonly BenchmarkTable[],
  leftOut: readonly string[],
): string {
  const parts = tables.map((of) => {
    const [header = [], ...rows] = tableCells(of);
    const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
    return [
      `## ${tableTitle(of)}`,
      '',
      ...(rows.length === 0
        ? []
        : [
            line(header),
            `|${header.map((name) => (LEFT.includes(name) ? ' --- ' : ' ---: ')).join('|')}|`,
            ...rows.map(line),
            '',
          ]),
      ...tableNotes(of).map((note) => `- ${escaped(note)}`),
    ].join('\n');
  });
  return `${[
    `# ${title}`,
    ...(question === undefined ? [] : [question]),
    ...parts,
    ...(leftOut.length === 0 ? [] : [['## Left out', '', ...leftOut.map((why) => `- ${escaped(why)}`)].join('\n')]),
  ].join('\n\n')}\n`;
}

/** Text that is no markup of a table's cell. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('*', '\\*').replaceAll('\n', ' ');
}
