import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAxis } from '../axis.js';
import type { SpectrumSet } from '../spectrum-set.js';
import { formatFloat32 } from './format-float32.js';
import { readSpectra } from './read-spectra.js';
import { readSpectrumSet } from './read-spectrum-set.js';
import { writeSamples, writeSpectra } from './write-table.js';

const encode = (lines: Iterable<string>) => new TextEncoder().encode([...lines].join(''));

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const intensity = fc.oneof(
  { weight: 5, arbitrary: fc.float({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);

const sets: fc.Arbitrary<SpectrumSet> = fc
  .record({
    quantity: text,
    positions: fc.uniqueArray(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      minLength: 1,
      maxLength: 6,
      comparator: (a, b) => a === b,
    }),
    names: fc.uniqueArray(text, { minLength: 1, maxLength: 5 }),
    columnNames: fc.uniqueArray(
      text.filter((name) => name !== 'name'),
      { maxLength: 3 },
    ),
  })
  .chain(({ quantity, positions, names, columnNames }) => {
    const axis = createAxis(
      quantity,
      positions.map((value) => value + 0).sort((a, b) => a - b),
    );
    const row = fc
      .array(intensity, { minLength: positions.length, maxLength: positions.length })
      .filter((values) => values.some((value) => Math.abs(value) > 0));
    const column = fc.array(fc.string({ unit: 'grapheme', maxLength: 8 }), {
      minLength: names.length,
      maxLength: names.length,
    });
    return fc
      .tuple(
        fc.array(row, { minLength: names.length, maxLength: names.length }),
        fc.array(column, { minLength: columnNames.length, maxLength: columnNames.length }),
      )
      .map(([rows, columns]) => ({
        axis,
        names,
        intensities: Float32Array.from(rows.flat()),
        columns: new Map(columnNames.map((name, i) => [name, columns[i] as string[]])),
        notes: [],
      }));
  });

describe('writeSpectra and writeSamples', () => {
  it('are read back to the same set (property)', async () => {
    await fc.assert(
      fc.asyncProperty(sets, async (set) => {
        const read = await readSpectrumSet({
          spectra: { name: 's.csv', source: encode(writeSpectra(set)) },
          samples: { name: 'm.csv', source: encode(writeSamples(set)) },
        });
        expect(read).toEqual(set);
      }),
      { numRuns: 300 },
    );
  });

  it('give an error that names line and column when one cell is broken (property)', async () => {
    const broken = fc.constantFrom('abc', 'NaN', 'Infinity', '-Infinity', '1e39', '0x1F', '1 2', 'NA', '#DIV/0!');
    await fc.assert(
      fc.asyncProperty(sets, broken, fc.nat(), fc.nat(), async (set, cell, atRow, atColumn) => {
        // Plain names, so that a line of the text is a row of the table.
        const plain = { ...set, axis: { ...set.axis, quantity: 'm/z' }, names: set.names.map((_, i) => `s${i}`) };
        const lines = [...writeSpectra(plain)].map((line) => line.trimEnd().split(','));
        const line = 1 + (atRow % plain.names.length);
        const column = 1 + (atColumn % plain.axis.values.length);
        (lines[line] as string[])[column] = cell;
        const source = encode(lines.map((cells) => `${cells.join(',')}\n`));
        await expect(readSpectra(source, { name: 's.csv' })).rejects.toMatchObject({
          code: 'input',
          message: expect.stringMatching(new RegExp(`^s\\.csv:${line + 1}:${column + 1}: the intensity "`)),
        });
      }),
    );
  });

  it('refuse a metadata column called name', () => {
    const set: SpectrumSet = {
      axis: createAxis('m/z', [1]),
      names: ['a'],
      intensities: Float32Array.of(1),
      columns: new Map([['name', ['x']]]),
      notes: [],
    };
    expect(() => [...writeSamples(set)]).toThrow(/column is called "name"/);
  });
});

describe('formatFloat32', () => {
  it.each([
    [0.1, '0.1'],
    [28041.86, '28041.86'],
    [104600.3, '104600.3'],
    [70.03364, '70.03364'],
    [1e8, '100000000'],
    [16777217, '16777216'],
    [3.4028234663852886e38, '3.4028235e+38'],
    [1.401298464324817e-45, '1.4013e-45'],
    [-0, '-0'],
    [Number.NaN, ''],
  ])('writes %d as %j', (value, expected) => {
    expect(formatFloat32(Math.fround(value))).toBe(expected);
  });

  it('survives float32 (property)', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Math.fround(Number(formatFloat32(value)))).toBe(value);
      }),
      { numRuns: 2000 },
    );
  });
});
