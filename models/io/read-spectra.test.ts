import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readSpectra } from './read-spectra.js';

const read = (text: string) => readSpectra(new TextEncoder().encode(text), { name: 's.csv' });

describe('readSpectra', () => {
  it('reads names, axis and intensities; an empty cell is missing', async () => {
    const set = await read('m/z,77.04,77.48,77.93\na,1,,3\n"b, 2",0,-1e-3,2.5E4\n');
    expect(set.axis).toEqual({ quantity: 'm/z', values: Float64Array.of(77.04, 77.48, 77.93) });
    expect(set.names).toEqual(['a', 'b, 2']);
    expect(set.intensities).toEqual(Float32Array.of(1, Number.NaN, 3, 0, -1e-3, 2.5e4));
    expect(set.columns.size).toBe(0);
    expect(set.notes).toEqual([]);
  });

  it('reads the same from TSV, gzip, CRLF and with a byte order mark', async () => {
    const csv = 'm/z,1,2\na,1,\nb,3,4\n';
    const expected = await read(csv);
    expect(await read(csv.replaceAll(',', '\t'))).toEqual(expected);
    expect(await read(`\uFEFF${csv.replaceAll('\n', '\r\n')}`)).toEqual(expected);
    expect(await readSpectra(new Uint8Array(gzipSync(csv)), { name: 's.csv' })).toEqual(expected);
  });

  it('turns a falling axis round, and says so', async () => {
    const set = await read('wavenumber,3,2,1\na,30,,10\n');
    expect(set.axis.values).toEqual(Float64Array.of(1, 2, 3));
    expect(set.intensities).toEqual(Float32Array.of(10, Number.NaN, 30));
    expect(set.notes).toEqual(['s.csv: the wavenumber axis falls; axis and intensities were turned round.']);
  });

  it.each([
    ['', /^s\.csv: the file is empty/],
    ['\n\r\n', /^s\.csv: the file is empty/],
    ['m/z,1,2\n', /^s\.csv: there is a header but no spectrum/],
    ['m/z\na\n', /^s\.csv:1: the header has one cell, "m\/z"/],
    [',1,2\na,1,2\n', /^s\.csv:1:1: the first header cell is empty/],
    ['m/z,1,x2\na,1,2\n', /^s\.csv:1:3: the header cell "x2" is not a number/],
    ['m/z,1,\na,1,2\n', /^s\.csv:2:3: the cell "2" has no header/],
    ['m/z,1,2,1.0\na,1,2,3\n', /^s\.csv:1:4: the position 1 of the m\/z axis occurs twice, first in column 2/],
    [
      'm/z,1,3,2,4\na,1,2,3,4\n',
      /^s\.csv:1:4: the m\/z axis neither rises nor falls: 3 is followed by 2, though it rises/,
    ],
    ['m/z,4,3,3.5,1\na,1,2,3,4\n', /^s\.csv:1:4: .* 3 is followed by 3\.5, though it falls from 4 to 1/],
    ['m/z,1,2\na,1\n', /^s\.csv:2:3: the row has 2 cells\. Expected 3/],
    ['m/z,1,2\na,1,2\nb,1,2,3\n', /^s\.csv:3:4: the row has 4 cells\. Expected 3/],
    ['m/z,1,2\na,1,2\n\nb,1,n.d.\n', /^s\.csv:4:3: the intensity "n\.d\." of spectrum "b" at m\/z 2 is not a number/],
    ['m/z,2,1\na,1,x\n', /^s\.csv:2:3: the intensity "x" of spectrum "a" at m\/z 1 is not a number/],
    ['m/z,1\na,NaN\n', /^s\.csv:2: the spectrum "a" is empty: every intensity is missing/],
    ['m/z,1\na,-Infinity\n', /^s\.csv:2:2: the intensity "-Infinity"/],
    ['m/z,1\na," "\n', /^s\.csv:2:2: the intensity " "/],
    ['m/z,1\na,4e38\n', /^s\.csv:2:2: .* is too large for float32/],
    ['m/z,1\n,4\n', /^s\.csv:2:1: the spectrum has no name/],
    ['m/z,1\na,4\nb,1\na,5\n', /^s\.csv:4:1: the spectrum name "a" occurs twice, first on line 2/],
    ['m/z,1,2\na,4,1\nb,,\n', /^s\.csv:3: the spectrum "b" is empty: every intensity is missing/],
    ['m/z,1,2\na,4,1\nb,0,\n', /^s\.csv:3: the spectrum "b" is empty: no intensity differs from zero/],
  ])('refuses %j', async (text, message) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'input', message: expect.stringMatching(message) });
  });
});
