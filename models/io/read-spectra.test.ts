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

  it('takes spectra in columns, metadata in rows, and says so', async () => {
    const set = await read('m/z,a,b\nbatch,B1,B2\n77.04,1,2\n77.48,,4\nday,1,2\n');
    expect(set).toEqual({
      axis: { quantity: 'm/z', values: Float64Array.of(77.04, 77.48) },
      names: ['a', 'b'],
      intensities: Float32Array.of(1, Number.NaN, 2, 4),
      columns: new Map([
        ['batch', ['B1', 'B2']],
        ['day', ['1', '2']],
      ]),
      notes: [
        's.csv: 2 rows were taken as metadata: "batch", "day"; the names are in the row "m/z".',
        's.csv: the 2 spectra stand in columns; they were turned.',
      ],
    });
  });

  it('takes two columns as one spectrum, called as its file when it has no name', async () => {
    const one = async (text: string, axis?: string) =>
      readSpectra(new TextEncoder().encode(text), { name: 'run\\fish 1.2.txt.gz', axis });
    const expected = {
      axis: { quantity: 'm/z', values: Float64Array.of(77.04, 77.48) },
      names: ['fish 1.2'],
      intensities: Float32Array.of(1204.5, 12),
      notes: [],
    };
    expect(await one('77,04\t1204,5\n77,48\t12\n', 'm/z')).toMatchObject(expected);
    expect(await one('m/z;Intensity (a.u.)\n77,04;1204,5\n77,48;12\n')).toMatchObject(expected);
    expect(await one('mass,hoki\n77.04,1204.5\n77.48,12\n', 'm/z')).toMatchObject({ ...expected, names: ['hoki'] });
    expect((await one('m/z,intensity\n77.48,12\n77.04,1204.5\n')).intensities).toEqual(expected.intensities);
  });

  it.each<[string, 'rows' | 'columns']>([
    // The other side is text, one number only, or a mere numbering.
    ['m/z,77.04,77.48\na,1,2\nb,3,4\n', 'rows'],
    ['m/z,77.04,77.48\n12,1,2\n', 'rows'],
    ['m/z,77.04,77.48\n1,1,2\n2,3,4\n', 'rows'],
    ['m/z,77.04,77.48\n1203,1,2\n1188,3,4\n1240,3,5\n', 'rows'],
    ['m/z,a,b\n77.04,1,2\n77.48,3,4\n', 'columns'],
    ['m/z,1,2\n77.04,1,2\n77.48,3,4\n', 'columns'],
    ['m/z,1203,1188,1240\n77.04,1,2,3\n77.48,3,4,5\n', 'columns'],
    ['m/z,500\n600,1\n602,3\n', 'columns'],
    ['m/z,QC,1,2,QC b\n77.04,1,2,3,4\n77.48,3,4,5,6\n', 'columns'],
  ])('tells of %j that %s are spectra', async (text, orientation) => {
    const { notes: _, ...set } = await read(text);
    const { notes: __, ...told } = await readSpectra(new TextEncoder().encode(text), { name: 's.csv', orientation });
    expect(set).toEqual(told);
  });

  it.each([
    'm/z,600,601\n1200,1,2\n1203,3,4\n',
    'm/z,1,2\n1,1,2\n2,3,4\n',
    'm/z,600,602\n1.5,1,2\n1.2,3,4\n',
    'Probe,1,2\n1188,1,2\n1203,3,4\n',
  ])('does not guess of %j', async (text) => {
    await expect(read(text)).rejects.toThrow(/^s\.csv:1: it is not clear whether rows or columns are spectra/);
  });

  it('takes metadata before and behind the positions, and finds the names', async () => {
    const text = 'batch;Filename;77,04;77,48;weight;\nB1;a;1;2;1,5;\nNA;b;3;;2;\n';
    const set = await readSpectra(new TextEncoder().encode(text), { name: 's.csv', axis: 'm/z' });
    expect(set.names).toEqual(['a', 'b']);
    expect(set.columns).toEqual(
      new Map([
        ['batch', ['B1', '']],
        ['weight', ['1.5', '2']],
      ]),
    );
    expect(set.notes).toEqual([
      's.csv: 2 columns were taken as metadata: "batch", "weight"; the names are in the column "Filename".',
      's.csv: 1 cell of metadata with "NA" taken as empty.',
      's.csv: the decimal commas of the metadata "weight" were read as points.',
    ]);
  });

  it.each([
    ['m/z,sample,77.04\nx,s1,1\ny,s1,2\n', ['x', 'y']],
    ['m/z,name,77.04,77.48\n0,a,1,2\n1,b,2,3\n', ['a', 'b']],
    [',name,77.04,77.48\n0,a,1,2\n1,b,2,3\n', ['a', 'b']],
    ['sample,spectrum,77.04,77.48\ns,a,1,2\ns,b,2,3\n', ['a', 'b']],
    ['id,77.04,77.48\na,1,2\nb,2,3\n', ['a', 'b']],
  ])('finds the names of %j', async (text, names) => {
    const set = await readSpectra(new TextEncoder().encode(text), { name: 's.csv', axis: 'm/z' });
    expect(set.names).toEqual(names);
  });

  it('reads an unknown word as the axis when there is nothing but positions, and says so', async () => {
    const set = await read('Ladung,1,2\na,1,2\n');
    expect(set.axis.quantity).toBe('Ladung');
    expect(set.notes).toEqual([
      expect.stringMatching(/^s\.csv: the axis is called "Ladung", which is no quantity known here/),
    ]);
  });

  it.each<[string, number[], 'comma' | 'point' | undefined]>([
    ['m/z;77,04;77,48\na;1.204,5;1.234.567\n', [1204.5, 1234567], undefined],
    ['m/z;77,04;77,48\na;1,234;2,5E+03\n', [1.234, 2500], undefined],
    ['m/z;600;602\na;1,234;2,345\n', [1.234, 2.345], undefined],
    ['m/z,600,602\na,1.234,2.345\n', [1.234, 2.345], undefined],
    ['m/z,600,602\na,"1,234.5","-1,234,567"\n', [1234.5, -1234567], undefined],
    ['m/z,"600,5","602,5"\na,"1,25","2,5"\n', [1.25, 2.5], undefined],
    ['m/z;600;602\na;1.234;2.345\n', [1234, 2345], 'comma'],
    ['m/z;600;602\na;1.234;2.345\n', [1.234, 2.345], 'point'],
    ['m/z;77,04;77,48\na;1.234;1\n', [1234, 1], 'comma'],
    ['m/z\t600\t602\na\t1,234\t2,345\n', [1234, 2345], 'point'],
    ['m/z;77,04;77,48\na;12\u00A0345,5;1\u202F234\n', [12345.5, 1234], undefined],
  ])('reads the numbers of %j', async (text, values, decimal) => {
    const set = await readSpectra(new TextEncoder().encode(text), { name: 's.csv', decimal });
    expect(set.intensities).toEqual(Float32Array.from(values));
  });

  it('says that custom alone decides commas between semicolons', async () => {
    const read = (text: string) => readSpectra(new TextEncoder().encode(text), { name: 's.csv' });
    const { intensities, notes } = await read('m/z;100;200\na;1,234;2,345\n');
    expect([...intensities]).toEqual([1.234, 2.345].map(Math.fround));
    expect(notes).toEqual([
      expect.stringMatching(/no number proves the decimal mark; "1,234" at s\.csv:2:2 .*--decimal point/),
    ]);
    expect((await read('m/z;100;200\na;1,234;2,3\n')).notes).toEqual([]);
    expect((await read('m/z,100,200\na,1.234,2.345\n')).notes).toEqual([]);
  });

  it.each(['m/z', 'mass', 'M/Z'])('takes --axis %s for a file that calls its axis so, too', async (axis) => {
    const set = await readSpectra(new TextEncoder().encode('mz,100,200\na,1,2\n'), { name: 's.csv', axis });
    expect(set.axis.quantity).toBe(axis);
  });

  it('takes words for missing as missing, and says where', async () => {
    const set = await read('wavenumber,1,2,3,4,5\na,NA,1,n/a,-,#N/A\nb,nan,1,NULL,None,#NV\n');
    expect(set.intensities.filter(Number.isNaN)).toHaveLength(8);
    expect(set.notes).toEqual([
      's.csv: 8 cells with "NA", "n/a", "-", "#N/A", "nan", "NULL", "None", "#NV" taken as missing (the first at s.csv:2:2).',
    ]);
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
