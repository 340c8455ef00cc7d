import { describe, expect, it } from 'vitest';
import { readSamples } from './read-samples.js';

const read = (text: string) => readSamples(new TextEncoder().encode(text), { name: 'm.csv' });

describe('readSamples', () => {
  it('reads columns by name, wherever the name column is', async () => {
    const table = await read('sample,name,qc\ns1,a,\n"s,2",b,true\n');
    expect(table).toEqual({
      file: 'm.csv',
      names: ['a', 'b'],
      lines: [2, 3],
      columns: new Map([
        ['sample', ['s1', 's,2']],
        ['qc', ['', 'true']],
      ]),
      notes: [],
    });
  });

  it('finds the names in another column when none is called name', async () => {
    expect((await read('sample;Filename;B\ns1;a;x\ns1;b;y\n')).names).toEqual(['a', 'b']);
    expect((await read('Sample;name\ns1;a\n')).names).toEqual(['a']);
    expect((await read('B;sample\nx;a\n')).names).toEqual(['a']);
  });

  it('takes words for missing as empty, but not a name or another case, and says so', async () => {
    const table = await read('name;batch;fat;note\nNA;NA;1,5;-\nb;Na;-2;#N/A\n');
    expect(table.names).toEqual(['NA', 'b']);
    expect(table.columns).toEqual(
      new Map([
        ['batch', ['', 'Na']],
        ['fat', ['1.5', '-2']],
        ['note', ['-', '']],
      ]),
    );
    expect(table.notes).toEqual([
      'm.csv: 2 cells of metadata with "NA", "#N/A" taken as empty.',
      'm.csv: the decimal commas of the metadata "fat" were read as points.',
    ]);
  });

  it.each([
    ['', /^m\.csv: the file is empty/],
    ['name,sample\n', /^m\.csv: there is a header but no row/],
    ['probe,batch\na,s\n', /^m\.csv:1: no column is called "name"; there are "probe", "batch"/],
    ['name,,x\na,s,1\n', /^m\.csv:1:2: the header cell is empty/],
    ['name,\na,s\n', /^m\.csv:2:2: the cell "s" has no header/],
    ['name,s,s\na,1,2\n', /^m\.csv:1:3: the column "s" occurs twice, first as column 2/],
    ['name,s\na,1\nb\n', /^m\.csv:3:2: the row has 1 cell\. Expected 2/],
    ['s,name\n1,\n', /^m\.csv:2:2: the name is empty/],
    ['s,name\n1,a\n2,a\n', /^m\.csv:3:2: the name "a" occurs twice, first on line 2/],
  ])('refuses %j', async (text, message) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'input', message: expect.stringMatching(message) });
  });
});
