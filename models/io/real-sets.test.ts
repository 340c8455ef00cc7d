import { createReadStream, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { rowOf, type SpectrumSet, selectRows } from '../spectrum-set.js';
import { cellsOf, type Dialect, encodeTable, expectedSet, PLAIN } from './dialects.setup.js';
import { readSpectra } from './read-spectra.js';
import { readSpectrumFiles } from './read-spectrum-files.js';
import { readSpectrumSet } from './read-spectrum-set.js';
import { writeSamples } from './write-table.js';

const DATA = fileURLToPath(new URL('../../../shared/data', import.meta.url));
const EUROPEAN: Dialect = { ...PLAIN, separator: ';', mark: ',', lineEnd: '\r\n', encoding: 'utf-8 with BOM' };

/** A set without its notes, its many numbers as text: comparing them one by one takes longer than reading them. */
const comparable = ({ axis, names, intensities, columns }: Omit<SpectrumSet, 'notes'>) => ({
  axis: { quantity: axis.quantity, values: axis.values.join() },
  names,
  intensities: intensities.join(),
  columns,
});

// Oracle: the documented form of the same file.
describe.each(['dims-mtbls79', 'oliveoil-ftir', 'fishoil-raman'])('%s', (folder) => {
  const missing = !existsSync(`${DATA}/${folder}`);
  const given = it.skipIf(missing);
  const why = missing ? ` (skipped: ../shared/data/${folder} is not here)` : '';
  let set: SpectrumSet;
  /** Some of the spectra: writing and comparing them takes longer than reading. */
  let some: SpectrumSet;

  beforeAll(async () => {
    if (!missing) {
      const file = (name: string) => ({ name, source: createReadStream(`${DATA}/${folder}/${name}`) });
      set = await readSpectrumSet({ spectra: file('spectra.csv'), samples: file('samples.csv') });
      some = selectRows(
        set,
        Array.from({ length: 25 }, (_, i) => 3 * i),
      );
    }
  });

  const read = (written: SpectrumSet, dialect: Dialect) =>
    readSpectra(encodeTable(cellsOf(written, dialect), dialect), { name: 's' });

  given(`is the same as a European export with its metadata inside${why}`, async () => {
    const dialect: Dialect = { ...EUROPEAN, metadata: 'before' };
    expect(comparable(await read(set, dialect))).toEqual(comparable(expectedSet(set, dialect)));
  });

  given(`is the same with a spectrum a column, packed${why}`, async () => {
    const dialect: Dialect = {
      ...EUROPEAN,
      separator: '\t',
      orientation: 'columns',
      metadata: 'behind',
      encoding: 'gzip',
    };
    expect(comparable(await read(some, dialect))).toEqual(comparable(expectedSet(some, dialect)));
  });

  given(`is the same from quoted cells in UTF-16, axis falling${why}`, async () => {
    const dialect: Dialect = { ...PLAIN, quotes: 'everywhere', encoding: 'utf-16le', falling: true };
    expect(comparable(await read(some, dialect))).toEqual(comparable(expectedSet(some, dialect)));
  });

  given(`is the same as a workbook with a sheet of samples${why}`, async () => {
    const header = [some.axis.quantity, ...some.axis.values];
    const rows = some.names.map((name, i) => [
      name,
      ...Array.from(rowOf(some, i), (value) => (Number.isNaN(value) ? null : value)),
    ]);
    const samples = [
      ['name', ...some.columns.keys()],
      ...some.names.map((name, i) => [name, ...[...some.columns.values()].map((column) => column[i] || null)]),
    ];
    const cell = (value: string | number | null) => (value === null ? null : { value });
    const sheet = (name: string, data: (string | number | null)[][]) => ({
      sheet: name,
      data: data.map((row) => row.map(cell)),
    });
    const source = new Uint8Array(
      await (await writeExcelFile([sheet('Spectra', [header, ...rows]), sheet('Samples', samples)])).toBuffer(),
    );
    expect(comparable(await readSpectrumSet({ spectra: { name: 's.xlsx', source } }))).toEqual(comparable(some));
  });

  given(`is the same as a folder of two-column files${why}`, async () => {
    const spectra = some.names.map((name, i) => {
      const one = cellsOf({ ...selectRows(some, [i]), names: ['Intensity'] }, { ...EUROPEAN, orientation: 'columns' });
      return { name: `run/${name}.txt`, source: encodeTable(one, EUROPEAN) };
    });
    const lines = [...writeSamples(some)].map((line, i) => (i % 2 === 1 ? line.replace(',', '.txt,') : line));
    const samples = { name: 'samples.csv', source: new TextEncoder().encode(lines.join('')) };
    const read = await readSpectrumFiles({ spectra, samples });
    expect(comparable(read)).toEqual(comparable(some));
    expect(read.notes).toEqual([]);
  });
});
