import fc from 'fast-check';
import { createAxis } from '../axis.js';
import type { SpectrumSet } from '../spectrum-set.js';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });

const intensity = fc.oneof(
  { weight: 5, arbitrary: fc.float({ noNaN: true, noDefaultInfinity: true }) },
  // Three decimals, which look like thousands.
  { weight: 3, arbitrary: fc.integer({ min: -999_999, max: 999_999 }).map((value) => Math.fround(value / 1000)) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);

/** A cell of metadata that is read as it is: no word for missing, no decimal comma. */
const metadata = fc
  .string({ unit: 'grapheme', maxLength: 8 })
  .filter((cell) => !/^(NA|N\/A|NaN|nan|null|NULL|None|#N\/A|#NV|#N\/D)$/.test(cell) && !/^[+-]?\d+,\d+$/.test(cell));

/**
 * Spectrum sets of a few spectra and bins, with values of every size and names of every kind.
 *
 * @param names what spectra and columns are called
 */
export function sets({
  names = text,
  cells = metadata,
  positions = fc.double({ noNaN: true, noDefaultInfinity: true }),
  least = 1,
}: {
  readonly names?: fc.Arbitrary<string>;
  readonly cells?: fc.Arbitrary<string>;
  readonly positions?: fc.Arbitrary<number>;
  /** Spectra and bins at least. */
  readonly least?: number;
} = {}): fc.Arbitrary<SpectrumSet> {
  return fc
    .record({
      quantity: fc.constantFrom('m/z', 'wavenumber', 'raman_shift', 'Wavelength (nm)'),
      positions: fc.uniqueArray(positions, { minLength: least, maxLength: 6, comparator: (a, b) => a === b }),
      names: fc.uniqueArray(names, { minLength: least, maxLength: 5 }),
      columnNames: fc.uniqueArray(
        names.filter((name) => name !== 'name'),
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
      const column = fc.array(cells, { minLength: names.length, maxLength: names.length });
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
}
