import { describe, expect, it } from 'vitest';
import { decimal, percent, signed } from './number-words.js';

describe('percent', () => {
  it.each([
    [1, '100%'],
    [0.9996, '99.96%'],
    [0.985, '98.5%'],
    [0.5, '50%'],
    [0.0123, '1.2%'],
    [0, '0%'],
  ])('%d', (share, words) => {
    expect(percent(share)).toBe(words);
  });
});

describe('numbers', () => {
  it('have true signs, and no negative 0', () => {
    expect([decimal(-0.5, 2), decimal(-1e-9, 2), signed(0.25), signed(-0.25), signed(0)]).toEqual([
      '−0.50',
      '0.00',
      '+0.250',
      '−0.250',
      '0.000',
    ]);
  });
});
