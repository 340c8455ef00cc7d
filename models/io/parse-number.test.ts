import { expect, it } from 'vitest';
import { parseNumber } from './parse-number.js';

it.each([
  ['0', 0],
  ['-0.5', -0.5],
  ['+3', 3],
  ['.5', 0.5],
  ['5.', 5],
  ['1e5', 1e5],
  ['1E-5', 1e-5],
  [' 7 ', 7],
])('takes %j', (text, value) => {
  expect(parseNumber(text)).toBe(value);
});

it.each([
  '',
  ' ',
  'abc',
  'NaN',
  'Infinity',
  '-Infinity',
  'inf',
  '1e999',
  '0x10',
  '0b1',
  '0O7',
  ' 0x10',
  '1,5',
  '1 000',
  '--1',
  '12px',
])('refuses %j', (text) => {
  expect(parseNumber(text)).toBeUndefined();
});
