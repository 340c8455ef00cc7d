import { describe, expect, it } from 'vitest';
import { readSpectrumFiles } from './read-spectrum-files.js';

const file = (name: string, text: string) => ({ name, source: new TextEncoder().encode(text) });
const pair = (...values: number[]) => values.map((value, i) => `${600 + 2 * i};${value}\n`).join('');

describe('readSpectrumFiles', () => {
  it('reads one spectrum a file, called as the file is, whichever form it has', async () => {
    const spectra = [
      file('x/b.txt', pair(1, 2)),
      file('x/a.csv', 'wavenumber,absorbance\n602,2.5\n600,1.5\n'),
      file('x/c.csv', 'wavenumber,600,602\nsome name,NA,7\n'),
    ];
    const samples = file('samples.csv', 'name,batch\na.csv,B1\nb,B2\nc,B1\n');
    expect(await readSpectrumFiles({ spectra, samples }, { axis: 'wavenumber' })).toEqual({
      axis: { quantity: 'wavenumber', values: Float64Array.of(600, 602) },
      names: ['b', 'a', 'c'],
      intensities: Float32Array.of(1, 2, 1.5, 2.5, Number.NaN, 7),
      columns: new Map([['batch', ['B2', 'B1', 'B1']]]),
      notes: [
        'x/a.csv: the wavenumber axis falls; axis and intensities were turned round.',
        'x/c.csv: 1 cell with "NA" taken as missing (the first at x/c.csv:2:2).',
      ],
    });
  });

  it('keeps metadata of single files, and says a note once', async () => {
    const one = (name: string, batch: string) => file(name, `# made\nm/z,intensity\n${batch}77.04,1\n77.48,2\n`);
    const set = await readSpectrumFiles({ spectra: [one('a.txt', 'batch,B1\n'), one('b.txt', ''), one('c.txt', '')] });
    expect(set.columns).toEqual(new Map([['batch', ['B1', '', '']]]));
    expect(set.notes).toEqual([
      'a.txt and 2 more: 1 comment line (#) at the top passed over.',
      'a.txt: 1 row was taken as metadata: "batch"; the names are in the row "m/z".',
    ]);
  });

  it('refuses two files of one name, and none', async () => {
    const spectra = [file('x/a.txt', pair(1, 2)), file('y/a.csv', pair(1, 2))];
    await expect(readSpectrumFiles({ spectra }, { axis: 'nm' })).rejects.toThrow(
      /^y\/a\.csv: .*"a", as that of x\/a\.txt/,
    );
    await expect(readSpectrumFiles({ spectra: [] })).rejects.toThrow(/no file with a spectrum/);
  });
});
