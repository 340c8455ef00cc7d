import fc from 'fast-check';
import { expect, it } from 'vitest';
import { classifyNumber, likelyNumber } from './classify-number.js';

it.each<[string, ReturnType<typeof classifyNumber>]>([
  ['7', { kind: 'whole', value: 7 }],
  ['-1E5', { kind: 'whole', value: -1e5 }],
  ['77,04', { kind: 'comma', value: 77.04 }],
  ['+.5', { kind: 'point', value: 0.5 }],
  ['5,', { kind: 'comma', value: 5 }],
  ['1,5E+03', { kind: 'comma', value: 1500 }],
  ['1,234', { kind: 'either', mark: ',', decimal: 1.234, thousands: 1234 }],
  ['-12.345', { kind: 'either', mark: '.', decimal: -12.345, thousands: -12345 }],
  // No thousands are parted behind a zero, behind four digits, or in a number with an exponent.
  ['0,123', { kind: 'comma', value: 0.123 }],
  ['1234,567', { kind: 'comma', value: 1234.567 }],
  ['1.234e5', { kind: 'point', value: 123400 }],
  ['1.234,5', { kind: 'comma', value: 1234.5 }],
  ['1,234.5', { kind: 'point', value: 1234.5 }],
  ['1.234.567', { kind: 'comma', value: 1234567 }],
  ['1.234.567,8', { kind: 'comma', value: 1234567.8 }],
  ['1\u00A0234,5', { kind: 'comma', value: 1234.5 }],
  ['12\u202F345', { kind: 'whole', value: 12345 }],
  ["1'234.567", { kind: 'point', value: 1234.567 }],
  ['1 234,5', { kind: 'comma', value: 1234.5 }],
])('reads %j', (cell, reading) => {
  expect(classifyNumber(cell)).toEqual(reading);
});

it.each([
  '',
  ' ',
  '.',
  '-',
  'e5',
  '1e',
  'abc',
  '1 234',
  '1.2.3',
  '1,2,3',
  '12,34.5',
  '1.234,5,6',
  '0x1F',
  'Infinity',
  '1e999',
  "1'23",
])('refuses %j', (cell) => {
  expect(classifyNumber(cell)).toBeUndefined();
});

it('agrees with Number on what JavaScript writes (property)', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(likelyNumber(String(value))).toBe(value + 0);
      expect(likelyNumber(String(value).replace('.', ','))).toBe(value + 0);
    }),
    { numRuns: 1000 },
  );
});
