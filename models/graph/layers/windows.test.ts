import { describe, expect, it } from 'vitest';
import { floats } from '../eager.setup.js';
import { foldTaps, layWindows, takeTaps } from './windows.js';

describe('layWindows', () => {
  it.each([
    [10, 3, {}, { before: 0, after: 0, count: 8 }],
    [10, 3, { stride: 2 }, { before: 0, after: 0, count: 4 }],
    [10, 3, { stride: 2, padding: 1 }, { before: 1, after: 1, count: 5 }],
    [10, 3, { dilation: 4, padding: [8, 0] }, { before: 8, after: 0, count: 10 }],
    // As many windows as strides, the odd zero behind.
    [10, 4, { padding: 'same' }, { before: 1, after: 2, count: 10 }],
    [10, 3, { stride: 3, padding: 'same' }, { before: 1, after: 1, count: 4 }],
    [9, 2, { stride: 4, padding: 'same' }, { before: 0, after: 1, count: 3 }],
  ] as const)('%i bins, %i points, %j', (length, size, options, expected) => {
    expect(layWindows(length, size, options)).toMatchObject(expected);
  });

  it.each([
    [10, 3, { stride: 0 }, /stride is 0. Expected a whole number of at least 1/],
    [10, 2.5, {}, /size is 2.5/],
    [10, 3, { padding: 3 }, /padding \[3, 3\] .* Expected 0 to 2/],
    [10, 3, { padding: -1 }, /padding \[-1, -1\]/],
    [4, 3, { dilation: 2 }, /reaches over 5 bins does not fit 4 bins .* Expected at most 4/],
  ])('refuses %i bins, %f points, %j', (length, size, options, message) => {
    expect(() => layWindows(length, size, options)).toThrow(message);
  });
});

it('takes the points of windows, by hand', () => {
  const x = floats([1, 7], [1, 2, 3, 4, 5, 6, 7]);
  const taps = takeTaps(x, layWindows(7, 3, { stride: 2, padding: 1 }), 0);
  expect(taps.map((tap) => [...tap.dataSync()])).toEqual([
    [0, 2, 4, 6],
    [1, 3, 5, 7],
    [2, 4, 6, 0],
  ]);
});

it.each([
  [7, 3, { stride: 1 }],
  [7, 3, { stride: 2, padding: 1 }],
  [11, 2, { stride: 4 }],
  [10, 5, { stride: 3, padding: 'same' }],
  [8, 2, { stride: 2 }],
] as const)(
  'folds what it takes: each bin as often as windows see it, %i bins, %i points, %j',
  (length, size, options) => {
    const windows = layWindows(length, size, options);
    const x = floats(
      [length],
      Array.from({ length }, (_, i) => i + 1),
    );
    const seen = new Array<number>(length).fill(0);
    for (let window = 0; window < windows.count; window++) {
      for (let k = 0; k < size; k++) {
        const bin = window * windows.stride + k - windows.before;
        if (bin >= 0 && bin < length) {
          seen[bin] = (seen[bin] as number) + 1;
        }
      }
    }
    const folded = foldTaps(takeTaps(x, windows, 0), windows);
    expect([...folded.dataSync()]).toEqual(seen.map((times, i) => times * (i + 1)));
  },
);
