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
    });
  });

  it.each([
    ['', /^m\.csv: the file is empty/],
    ['name,sample\n', /^m\.csv: there is a header but no row/],
    ['Name,sample\na,s\n', /^m\.csv:1: no column is called "name"; there are "Name", "sample"/],
    ['name,\na,s\n', /^m\.csv:1:2: the header cell is empty/],
    ['name,s,s\na,1,2\n', /^m\.csv:1:3: the column "s" occurs twice, first as column 2/],
    ['name,s\na,1\nb\n', /^m\.csv:3:2: the row has 1 cells\. Expected 2/],
    ['s,name\n1,\n', /^m\.csv:2:2: the name is empty/],
    ['s,name\n1,a\n2,a\n', /^m\.csv:3:2: the name "a" occurs twice, first on line 2/],
  ])('refuses %j', async (text, message) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'input', message: expect.stringMatching(message) });
  });
});
