import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpectroSimError } from '../errors.js';
import type { SpectrumSet } from '../spectrum-set.js';
import { cellsOf, type Dialect, dialects, encodeTable, expectedSet, neededOptions, PLAIN } from './dialects.setup.js';
import type { TableOptions } from './options.js';
import { readSpectra } from './read-spectra.js';
import { sets } from './sets.setup.js';

/** Names as people give them: words, or the numbers of samples. */
const word = fc.stringMatching(/^[A-Za-zäöé][A-Za-zäöé ,;"-]{0,8}[A-Za-zé]$/);
const words = word.filter((name) => !/^(na|nan|none|null|inf|infinity|mz|mass|da|nm|um|rt|ev|kev|time)\b/i.test(name));
const numbered = fc.integer({ min: 0, max: 2000 }).map(String);
const positions = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: 0, max: 4000 }),
  fc.integer({ min: 0, max: 999_999 }).map((value) => value / 1000),
);
const metadata = fc.constantFrom('B01', 'B02', '', '12.03.2024', 'x; y, "z"', '7', '1.5', 'Hähnchen');

const plainSets = fc
  .oneof(
    sets({ names: words, cells: metadata, positions, least: 2 }),
    sets({ names: numbered, cells: metadata, positions, least: 2 }).map((set) => ({ ...set, columns: new Map() })),
  )
  .filter(({ axis: { values }, names, columns }) => {
    const reserved = /^(name|spectrum ?(name)?|file ?(name)?|id|sample ?(id|name)?)$/i;
    const numbering = values[0] === 0 || values[0] === 1;
    return ![...columns.keys()].some((name) => reserved.test(name)) && !(numbering && /^\d+$/.test(names[0] as string));
  });

/** Reads; what is refused as open is read again with the option that the message names. */
async function read(bytes: Uint8Array, dialect: Dialect, options: TableOptions): Promise<SpectrumSet> {
  try {
    return await readSpectra(bytes, { ...options, name: 's.csv' });
  } catch (error) {
    if (!(error instanceof SpectroSimError)) {
      throw error;
    }
    if (options.decimal === undefined && /Give --decimal/.test(error.message)) {
      return read(bytes, dialect, { ...options, decimal: dialect.mark === ',' ? 'comma' : 'point' });
    }
    if (options.orientation === undefined && /Give --orientation/.test(error.message)) {
      return read(bytes, dialect, { ...options, orientation: dialect.orientation });
    }
    throw error;
  }
}

describe('a set in any dialect', () => {
  it('is read back, or refused with the option that reads it back (property)', async () => {
    await fc.assert(
      fc.asyncProperty(plainSets, dialects, async (set, dialect) => {
        const bytes = encodeTable(cellsOf(set, dialect), dialect);
        const { notes, ...found } = await read(bytes, dialect, neededOptions(dialect, set));
        expect(found).toEqual(expectedSet(set, dialect));
        expect(notes.every((note) => note.startsWith('s.csv: '))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('is an error at the place where one number is broken (property)', async () => {
    const broken = fc.constantFrom(
      '1.2.3',
      '1O5',
      '--1',
      '1e',
      '12,3.4,5',
      '0x1F',
      '1 2',
      '7 Da',
      'Inf',
      '<0.5',
      '#REF!',
    );
    await fc.assert(
      fc.asyncProperty(plainSets, dialects, broken, fc.nat(), fc.nat(), async (set, given, cell, i, j) => {
        const dialect: Dialect = { ...given, extras: false, metadata: 'nowhere' };
        const table = cellsOf(set, dialect);
        // Row and column 0 hold the corner, the names and the positions; a broken corner or name is no broken number.
        const rows = dialect.orientation === 'rows';
        const line = rows ? i % table.length : 1 + (i % (table.length - 1));
        const width = (table[0] as string[]).length;
        const column = rows ? 1 + (j % (width - 1)) : j % width;
        (table[line] as string[])[column] = cell;
        const options = { ...neededOptions(dialect, set), orientation: dialect.orientation };
        const place = `s.csv:${line + 1}:${column + 1}`;
        await expect(read(encodeTable(table, dialect), dialect, options)).rejects.toMatchObject({
          code: 'input',
          message: expect.stringContaining(place),
        });
      }),
      { numRuns: 500 },
    );
  });

  it('is an error that names both places when one number has the other decimal mark (property)', async () => {
    await fc.assert(
      fc.asyncProperty(plainSets, dialects, fc.nat(), fc.nat(), async (set, given, i, j) => {
        const dialect: Dialect = { ...given, extras: false, metadata: 'nowhere', orientation: 'rows' };
        const table = cellsOf(set, dialect);
        const line = 1 + (i % (table.length - 1));
        const column = 1 + (j % ((table[0] as string[]).length - 1));
        // The header proves the decimal mark, so that the broken cell is the one to be told.
        (table[0] as string[])[1] = `-1234567${dialect.mark}5`;
        (table[0] as string[])[2] = `1234567${dialect.mark}5`;
        const positions = (table[0] as string[]).length;
        for (let k = 3; k < positions; k++) {
          (table[0] as string[])[k] = `${1234567 + k}`;
        }
        (table[line] as string[])[column] = dialect.mark === ',' ? '12.5' : '12,5';
        const options: TableOptions = { ...neededOptions(dialect, set), orientation: 'rows' };
        await expect(readSpectra(encodeTable(table, dialect), { ...options, name: 's.csv' })).rejects.toMatchObject({
          code: 'input',
          message: expect.stringMatching(
            new RegExp(
              `^s\\.csv:${line + 1}:${column + 1}: "12[.,]5" has a decimal \\w+, but "-1234567[.,]5" at s\\.csv:1:2`,
            ),
          ),
        });
      }),
      { numRuns: 300 },
    );
  });

  it('is an error when a row lacks a cell, has one too many, or a quote is not closed (property)', async () => {
    const damage = fc.constantFrom<[RegExp, (row: string[]) => void]>(
      [/the row has \d+ cells?/, (row) => row.pop()],
      [/the row has \d+ cells?|has no header/, (row) => row.push('1')],
      [/quote/, (row) => row.splice(1, 1, '\u0001')],
    );
    await fc.assert(
      fc.asyncProperty(plainSets, dialects, damage, fc.nat(), async (set, given, [message, change], i) => {
        const dialect: Dialect = {
          ...given,
          extras: false,
          orientation: 'rows',
          quotes: 'where needed',
          encoding: 'utf-8',
        };
        const table = cellsOf(set, dialect);
        const line = 1 + (i % (table.length - 1));
        change(table[line] as string[]);
        const text = new TextDecoder().decode(encodeTable(table, dialect)).replace('\u0001', '"1');
        const options: TableOptions = {
          ...neededOptions(dialect, set),
          orientation: 'rows',
          decimal: dialect.mark === ',' ? 'comma' : 'point',
        };
        await expect(readSpectra(new TextEncoder().encode(text), { ...options, name: 's.csv' })).rejects.toMatchObject({
          code: 'input',
          message: expect.stringMatching(message),
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe('whatever the bytes', () => {
  const attempt = async (bytes: Uint8Array) => {
    try {
      await readSpectra(bytes, { name: 's.csv', axis: 'm/z' });
    } catch (error) {
      expect(error).toBeInstanceOf(SpectroSimError);
    }
  };

  it('random ones give a set or a SpectroSimError (property)', async () => {
    const piece = fc.constantFrom(
      'm/z',
      ',',
      ';',
      '\t',
      '\n',
      '\r',
      '"',
      '1',
      '2.5',
      '3,5',
      '1.234',
      'a',
      '#',
      '\0',
      ' ',
      'NA',
      '\uFEFF',
    );
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => new TextEncoder().encode(pieces.join('')));
    const magic = fc.constantFrom(
      [],
      [0x1f, 0x8b],
      [0x50, 0x4b, 3, 4],
      [0x50, 0x4b, 5, 6],
      [0xff, 0xfe],
      [0xfe, 0xff],
      [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
    );
    const bytes = fc
      .tuple(magic, fc.uint8Array({ maxLength: 60 }))
      .map(([head, rest]) => Uint8Array.from([...head, ...rest]));
    await fc.assert(fc.asyncProperty(fc.oneof(text, bytes), attempt), { numRuns: 2000 });
  });

  it('a good file with some of them changed gives a set or a SpectroSimError (property)', async () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(plainSets, dialects, changes, async (set, dialect, changed) => {
        const bytes = encodeTable(cellsOf(set, dialect), dialect);
        for (const [at, value] of changed) {
          bytes[at % bytes.length] = value;
        }
        await attempt(bytes);
      }),
      { numRuns: 1000 },
    );
  });
});

it('the plain dialect is the documented form', () => {
  const set: SpectrumSet = {
    axis: { quantity: 'm/z', values: Float64Array.of(77.04, 77.4835) },
    names: ['fish-01'],
    intensities: Float32Array.of(1204.5, Number.NaN),
    columns: new Map(),
    notes: [],
  };
  expect(new TextDecoder().decode(encodeTable(cellsOf(set, PLAIN), PLAIN))).toBe(
    'm/z,77.04,77.4835\nfish-01,1204.5,\n',
  );
});
