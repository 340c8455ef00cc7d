import { readSpectra } from '@spectrosim/models/io';
import { expect, it } from 'vitest';

const fetched = () => performance.getEntriesByType('resource').filter(({ name }) => name.includes('read-excel-file'));

const fixture = async (name: string) => {
  const response = await fetch(new URL(`../models/io/fixtures/${name}`, import.meta.url));
  return response.body as ReadableStream<Uint8Array>;
};

it('reads a table, and then a workbook, in a page; the code for workbooks is fetched with the first of them', async () => {
  const text = await readSpectra(await fixture('libreoffice.csv'), { name: 'l.csv', axis: 'm/z' });
  expect(text.notes[0]).toMatch(/read as Windows-1252/);
  expect(fetched()).toEqual([]);
  const sheet = await readSpectra(await fixture('libreoffice.xlsx'), { name: 'l.xlsx', axis: 'm/z' });
  expect(fetched()).not.toEqual([]);
  expect(sheet.names).toEqual(['Hähnchen 1', 'Hähnchen 2', 'Fisch 3']);
  expect(sheet.names).toEqual(text.names);
  expect(sheet.axis).toEqual(text.axis);
  expect(sheet.intensities).toEqual(text.intensities);
});
