import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanNumbers } from './scan-numbers.js';

const scan = (text: string, cells: number, separator = ',', mark = '.') => {
  const target = new Float32Array(cells).fill(-1);
  return { stop: scanNumbers(text, 0, separator, mark, target), values: [...target] };
};

describe('scanNumbers', () => {
  it('reads plain numbers and empty cells, and stops behind the last', () => {
    expect(scan('1,,-2.5,.5,5.,B01', 5)).toEqual({ stop: 13, values: [1, Number.NaN, -2.5, 0.5, 5] });
    expect(scan('1;2,5', 2, ';', ',')).toEqual({ stop: 5, values: [1, 2.5] });
    expect(scan('1e3\t-2E-1\t', 3, '\t')).toEqual({ stop: 10, values: [1000, Math.fround(-0.2), Number.NaN] });
  });

  it.each(['1', '1,x', '1, 2', '1,-', '1,1.2.3', '1,1e', '1,e5', '1,+2', '1,.', '1,0x1'])(
    'leaves %j to the slower reader',
    (text) => {
      expect(scan(text, 2).stop).toBe(-1);
    },
  );

  // Oracle: JavaScript's own reading of decimals, to the last bit of float32 and the sign of zero.
  it('gives what Number gives (property)', () => {
    const digits = fc.stringMatching(/^-?\d{1,20}(\.\d{0,20})?(e[+-]?\d{1,2})?$/);
    const written = fc.oneof(digits, fc.double({ noNaN: true, noDefaultInfinity: true }).map(String));
    fc.assert(
      fc.property(fc.array(written, { minLength: 1, maxLength: 8 }), fc.constantFrom('.', ','), (cells, mark) => {
        const text = cells.map((cell) => cell.replace('.', mark)).join(';');
        const { stop, values } = scan(text, cells.length, ';', mark);
        expect(stop).toBe(text.length);
        expect(values).toEqual(cells.map((cell) => Math.fround(Number(cell))));
      }),
      { numRuns: 2000 },
    );
  });
});
