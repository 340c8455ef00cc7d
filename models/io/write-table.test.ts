import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAxis } from '../axis.js';
import type { SpectrumSet } from '../spectrum-set.js';
import { formatFloat32 } from './format-float32.js';
import { readSpectra } from './read-spectra.js';
import { readSpectrumSet } from './read-spectrum-set.js';
import { sets } from './sets.setup.js';
import { writeSamples, writeSpectra } from './write-table.js';

const encode = (lines: Iterable<string>) => new TextEncoder().encode([...lines].join(''));

describe('writeSpectra and writeSamples', () => {
  it('are read back to the same set (property)', async () => {
    await fc.assert(
      fc.asyncProperty(sets(), async (set) => {
        const files = {
          spectra: { name: 's.csv', source: encode(writeSpectra(set)) },
          samples: { name: 'm.csv', source: encode(writeSamples(set)) },
        };
        // Names that are numbers in order could be an axis.
        expect(await readSpectrumSet(files, { orientation: 'rows' })).toEqual(set);
      }),
      { numRuns: 300 },
    );
  });

  it('give an error that names line and column when one cell is broken (property)', async () => {
    const broken = fc.constantFrom('abc', 'Infinity', '-Infinity', '1e39', '0x1F', '1 2', 'n.d.', '<1', '#DIV/0!');
    await fc.assert(
      fc.asyncProperty(sets(), broken, fc.nat(), fc.nat(), async (set, cell, atRow, atColumn) => {
        // Plain names, so that a line of the text is a row of the table.
        const plain = { ...set, names: set.names.map((_, i) => `s${i}`) };
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
