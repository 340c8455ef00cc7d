import type { TableSection } from './table-section.js';

/** Tables of a benchmark as Markdown. */
export function sectionsMarkdown(
  title: string,
  question: string | undefined,
  sections: readonly TableSection[],
  leftOut: readonly string[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  const parts = sections.map(({ title: name, cells: [header = [], ...rows], words, notes }) =>
    [
      `## ${escaped(name)}`,
      '',
      ...(rows.length === 0
        ? []
        : [
            line(header),
            `|${header.map((column) => (words.includes(column) ? ' --- ' : ' ---: ')).join('|')}|`,
            ...rows.map(line),
            '',
          ]),
      ...notes.map((note) => `- ${escaped(note)}`),
    ].join('\n'),
  );
  return `${[
    `# ${escaped(title)}`,
    ...(question === undefined ? [] : [escaped(question)]),
    ...parts,
    ...(leftOut.length === 0 ? [] : [['## Left out', '', ...leftOut.map((why) => `- ${escaped(why)}`)].join('\n')]),
  ].join('\n\n')}\n`;
}

/** Text that is no markup, nor the end of a table's cell. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('*', '\\*').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}
