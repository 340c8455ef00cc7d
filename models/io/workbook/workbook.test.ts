import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { readSamples } from '../read-samples.js';
import { readSpectra } from '../read-spectra.js';
import { readSpectrumSet } from '../read-spectrum-set.js';
import { workbook } from './workbook.setup.js';

const name = 's.xlsx';
const data = {
  name: 'Data',
  rows: [
    ['m/z', 'batch', 77.04, 77.4835, 77.93],
    ['a', 7, 1204.5, null, 88213],
    [null],
    ['b', 'B<&"2', 0, 1e-3, -2.5e4],
  ],
};
const samples = {
  name: 'Samples',
  rows: [
    ['name', 'batch'],
    ['b', 'y'],
    ['a', 'x'],
  ],
};
const set = {
  axis: { quantity: 'm/z', values: Float64Array.of(77.04, 77.4835, 77.93) },
  names: ['a', 'b'],
  intensities: Float32Array.of(1204.5, Number.NaN, 88213, 0, 1e-3, -2.5e4),
};
const batches = new Map([['batch', ['7', 'B<&"2']]]);
const asMetadata = (sheet: string) =>
  `s.xlsx: 1 column was taken as metadata: "batch"; the names are in the column "m/z".`.replace('s.xlsx', sheet);

describe('a workbook', () => {
  it('is read by the rules of text, whatever the file is called', async () => {
    expect(await readSpectra(workbook([data]), { name: 'export' })).toEqual({
      ...set,
      columns: batches,
      notes: [asMetadata('export')],
    });
  });

  it('gives the first sheet, or the one asked for, or the one called spectra', async () => {
    const other = {
      name: 'Readme',
      rows: [
        ['m/z', 1, 2],
        ['x', 1, 2],
      ],
    };
    const first = await readSpectra(workbook([other, data]), { name });
    expect(first.names).toEqual(['x']);
    expect(first.notes).toEqual(['s.xlsx: the sheet "Readme" was read, one of "Readme", "Data".']);
    expect((await readSpectra(workbook([other, data]), { name, sheet: 'Data' })).names).toEqual(['a', 'b']);
    expect((await readSpectra(workbook([other, { ...data, name: 'Spectra' }]), { name })).names).toEqual(['a', 'b']);
    expect((await readSpectra(workbook([samples, data]), { name })).names).toEqual(['a', 'b']);
  });

  it('has its samples in a sheet of that name, unless a file is given', async () => {
    const source = workbook([data, samples]);
    const inside = await readSpectrumSet({ spectra: { name, source } });
    expect(inside.columns).toEqual(new Map([['batch', ['x', 'y']]]));
    expect(inside.notes.at(-1)).toBe('s.xlsx: the sheet "Samples" has the samples.');
    const file = { name: 'm.csv', source: new TextEncoder().encode('name,day\na,1\nb,2\n') };
    const given = await readSpectrumSet({ spectra: { name, source }, samples: file });
    expect(given.columns).toEqual(new Map([...batches, ['day', ['1', '2']]]));
    expect((await readSamples(source, { name })).columns.get('batch')).toEqual(['y', 'x']);
  });

  it('takes numbers that are stored as text with the decimal mark that is said', async () => {
    const rows = [
      ['m/z', 77.04, '77,48'],
      ['a', '1.204,5', 3.25],
    ];
    const read = await readSpectra(workbook([{ name: 'D', rows }]), { name, decimal: 'comma' });
    expect(read.axis.values).toEqual(Float64Array.of(77.04, 77.48));
    expect(read.intensities).toEqual(Float32Array.of(1204.5, 3.25));
  });

  it('takes #N/A as missing, computed formulas as numbers, and spectra in columns', async () => {
    const rows = [
      ['m/z', 'a', 'b'],
      [77.04, { formula: 'B3*2', value: 5 }, 1],
      [77.48, 2.5, { error: '#N/A' }],
      [78, 1, 1],
    ];
    const read = await readSpectra(workbook([{ name: 'D', rows }]), { name });
    expect(read.names).toEqual(['a', 'b']);
    expect(read.intensities).toEqual(Float32Array.of(5, 2.5, 1, 1, Number.NaN, 1));
    expect(read.notes).toEqual([
      's.xlsx: the 2 spectra stand in columns; they were turned.',
      's.xlsx: 1 cell with "#N/A" taken as missing (the first at s.xlsx!D:C3).',
    ]);
  });

  it('keeps an error behind the last value, where a reader of values sees nothing', async () => {
    const rows = [
      ['m/z', 1, 2],
      ['a', 1, { error: '#REF!' }],
    ];
    await expect(readSpectra(workbook([{ name: 'D', rows }]), { name })).rejects.toThrow(
      /^s\.xlsx!D:C2: the intensity "#REF!"/,
    );
  });

  it('says of a date what made it', async () => {
    const cells = [
      ['m/z', 77.04, 77.48],
      ['a', 1, new Date(Date.UTC(2026, 4, 1))],
    ];
    const source = await written(cells);
    await expect(readSpectra(source, { name })).rejects.toThrow(
      /C2: the intensity "2026-05-01".* It is a date: Excel makes one/,
    );
  });
});

/** A workbook of write-excel-file, which packs as Excel does and shares its texts. */
async function written(rows: readonly (readonly (string | number | Date | null)[])[]): Promise<Uint8Array> {
  const cells = rows.map((row) =>
    row.map((value) => (value === null ? null : { value, ...(value instanceof Date && { format: 'dd.mm.yyyy' }) })),
  );
  return new Uint8Array(await (await writeExcelFile(cells, { sheet: 'Messung 1' })).toBuffer());
}

it('is read as write-excel-file writes it, over many blocks of its XML', async () => {
  const bins = Array.from({ length: 400 }, (_, i) => 77.04 + i * 0.4435);
  const value = (i: number, k: number) => Math.fround(1e5 * Math.sin(i * 400 + k + 0.5));
  const rows = [
    ['m/z', 'day', ...bins],
    ...Array.from({ length: 60 }, (_, i) => [
      `hoki-${i}`,
      new Date(Date.UTC(2026, 1, i + 1)),
      ...bins.map((_, k) => value(i, k)),
    ]),
  ];
  const read = await readSpectra(await written(rows), { name });
  expect(read.axis.values).toEqual(Float64Array.from(bins));
  expect(read.intensities).toEqual(
    Float32Array.from({ length: 60 * 400 }, (_, at) => value(Math.floor(at / 400), at % 400)),
  );
  expect(read.columns.get('day')?.slice(0, 2)).toEqual(['2026-02-01', '2026-02-02']);
});

describe('a workbook and a table of LibreOffice 7.4, set to German', () => {
  const fixture = (file: string) => new Uint8Array(readFileSync(new URL(`../fixtures/${file}`, import.meta.url)));

  it('hold the same spectra and metadata', async () => {
    const expected = {
      axis: { quantity: 'm/z', values: Float64Array.of(77.04, 77.48, 77.93, 1001.5) },
      names: ['Hähnchen 1', 'Hähnchen 2', 'Fisch 3'],
      intensities: Float32Array.of(1204.5, Number.NaN, 88213, 0.5, 987.1, 12.4, 90120, 1.25, 1000, 3.3, 4.4, 5.5),
    };
    const sheet = await readSpectrumSet(
      { spectra: { name: 'l.xlsx', source: fixture('libreoffice.xlsx') } },
      { axis: 'm/z' },
    );
    expect(sheet).toMatchObject(expected);
    expect(sheet.columns).toEqual(
      new Map([
        ['batch', ['B01', 'B01', 'B02']],
        ['day', ['2024-03-12', '2024-03-12', '2024-03-13']],
      ]),
    );
    const text = await readSpectra(fixture('libreoffice.csv'), { name: 'l.csv', axis: 'm/z' });
    expect(text).toMatchObject(expected);
    expect(text.columns.get('day')).toEqual(['12.03.2024', '12.03.2024', '13.03.2024']);
  });
});
