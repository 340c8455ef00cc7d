import { describe, expect, it } from 'vitest';
import { readSpectra } from './read-spectra.js';

async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
  }
}

const TABLE = 'm/z;77,04;77,48\r\nHähnchen 1 µg;1;2\r\nKühe – 2;3;4\r\n';
const read = (bytes: Uint8Array, size: number) => readSpectra(pieces(bytes, size), { name: 's.csv' });
/** What a western European Excel writes; the dash is 0x96 there. */
const windows1252 = (text: string) => new Uint8Array(Buffer.from(text.replace('–', '\u0096'), 'latin1'));

describe.each([1, 2, 3, 5, 1000])('text that comes %i bytes at a time', (size) => {
  it('is UTF-8, UTF-16 by its byte order mark, or else Windows-1252, which is told', async () => {
    const utf8 = await read(new TextEncoder().encode(TABLE), size);
    expect(utf8.names).toEqual(['Hähnchen 1 µg', 'Kühe – 2']);
    expect(utf8.notes).toEqual([]);
    const utf16 = Buffer.from(`\uFEFF${TABLE}`, 'utf16le');
    expect(await read(new Uint8Array(utf16), size)).toEqual(utf8);
    expect(await read(new Uint8Array(utf16.swap16()), size)).toEqual(utf8);
    const legacy = await read(windows1252(TABLE), size);
    expect(legacy).toEqual({
      ...utf8,
      notes: ['s.csv: the text is not UTF-8; it was read as Windows-1252. Check names with accents.'],
    });
  });

  it('is refused when it is UTF-8 in one place and not in another, or not what its mark promises', async () => {
    const mixed = Uint8Array.from([...new TextEncoder().encode(TABLE), ...windows1252('Kühe 3;5;6\r\n')]);
    await expect(read(mixed, size)).rejects.toThrow(/^s\.csv:\d: some bytes on or after this line are not UTF-8/);
    const odd = new Uint8Array(Buffer.from(`\uFEFF${TABLE}`, 'utf16le')).slice(0, -1);
    await expect(read(odd, size)).rejects.toThrow(/^s\.csv:\d: the bytes on or after this line are not UTF-16/);
  });
});
