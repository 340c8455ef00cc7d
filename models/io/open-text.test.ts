import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openText } from './open-text.js';
import type { Row } from './table.js';

async function rowsOf(text: string, chunkSize = 1e9): Promise<Row[]> {
  const bytes = new TextEncoder().encode(text);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkSize) {
      yield bytes.subarray(at, at + chunkSize);
    }
  }
  const rows: Row[] = [];
  for await (const row of (await openText(chunks(), { file: 'x.csv' })).rows) {
    rows.push({ line: row.line, cells: row.cells });
  }
  return rows;
}

const cellsOf = async (text: string) => (await rowsOf(text)).map((row) => row.cells);

describe('openText', () => {
  it('takes commas, semicolons or tabs', async () => {
    expect(await cellsOf('a,b\n1,2\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
    expect(await cellsOf('a\tb\n1,5\t2\n')).toEqual([
      ['a', 'b'],
      ['1,5', '2'],
    ]);
    expect(await cellsOf('"a\tb\tc",d\n1,2\n')).toEqual([
      ['a\tb\tc', 'd'],
      ['1', '2'],
    ]);
  });

  it('takes a byte order mark, CRLF, blank lines and a last line without an end', async () => {
    expect(await rowsOf('\uFEFFa,b\r\n\r\n1,2\r\n3,\r\n\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 3, cells: ['1', '2'] },
      { line: 4, cells: ['3', ''] },
    ]);
    expect(await cellsOf('a,b\n1,2')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it('takes quoted cells with separators, quotes, spaces and line breaks', async () => {
    expect(await rowsOf('"a","b ""c"" "\n"x\r\ny",""\n" 1 ", 2 \r\n,"q"\r\n')).toEqual([
      { line: 1, cells: ['a', 'b "c" '] },
      { line: 2, cells: ['x\r\ny', ''] },
      { line: 4, cells: [' 1 ', '2'] },
      { line: 5, cells: ['', 'q'] },
    ]);
  });

  it('takes a quote mark inside a cell that is not quoted as it is', async () => {
    expect(await cellsOf('a,b\n5" tip,2\n')).toEqual([
      ['a', 'b'],
      ['5" tip', '2'],
    ]);
  });

  it('reads the same whatever the chunks (property)', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'é', '€', '1', '"', ',', '\n', '\r', '\t', ' '),
      maxLength: 6,
    });
    const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 7 }), async (rows, chunkSize) => {
        const quoted = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
        const read = await rowsOf(`h1,h2\n${quoted.join('\n')}\n`, chunkSize);
        expect(read.slice(1).map((row) => row.cells)).toEqual(rows);
      }),
    );
  });

  it.each([
    ['a,b\n"x"y,2\n', /^x\.csv:2:1: a closing quote is followed by "y"/],
    ['a,b\n1,"x\n2,3\n', /^x\.csv:2:2: a quoted cell begins here and is not closed/],
    ['sep=|\na|b\n', /^x\.csv:1: the separator is said to be "\|"/],
  ])('refuses %j', async (text, message) => {
    await expect(rowsOf(text)).rejects.toMatchObject({ code: 'input', message: expect.stringMatching(message) });
  });

  it('gives up on an open quote before it has swallowed a large file', async () => {
    const text = `a,b\n1,"x\n${'2,3\n'.repeat(400_000)}`;
    await expect(rowsOf(text)).rejects.toThrow(/^x\.csv:2:2: a quoted cell begins here/);
  });

  it("follows Excel's sep= line, passes over comments and surplus separators, and knows old line ends", async () => {
    expect(await rowsOf('\uFEFFsep=;\r\na;b,c\r\n1;2\r\n;;\r\n')).toEqual([
      { line: 2, cells: ['a', 'b,c'] },
      { line: 3, cells: ['1', '2'] },
    ]);
    expect(await rowsOf('# made by x\n"# y, z"\n\na,b\n#1,2\n')).toEqual([
      { line: 4, cells: ['a', 'b'] },
      { line: 5, cells: ['#1', '2'] },
    ]);
    expect(await cellsOf('#,1.5\n1,2\n')).toEqual([
      ['#', '1.5'],
      ['1', '2'],
    ]);
    for (const chunkSize of [1, 4, 100]) {
      expect(await rowsOf('a,b\r1,2\r3,4\r', chunkSize)).toEqual([
        { line: 1, cells: ['a', 'b'] },
        { line: 2, cells: ['1', '2'] },
        { line: 3, cells: ['3', '4'] },
      ]);
    }
  });
});
