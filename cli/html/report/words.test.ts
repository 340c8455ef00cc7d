import { describe, expect, it } from 'vitest';
import { counted, decimal, ofHundred, percent, signed } from './words.js';

describe('ofHundred', () => {
  it.each([
    [1, 'all 100'],
    [0.998, 'more than 99'],
    [0.994, '99'],
    [0.5, '50'],
    [0.002, 'fewer than 1'],
    [0, 'none'],
  ])('%d', (share, words) => {
    expect(ofHundred(share)).toBe(words);
  });
});

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

  it('have their noun', () => {
    expect([counted(1, 'pair'), counted(1347, 'pair'), counted(2, 'spectrum', 'spectra')]).toEqual([
      '1 pair',
      '1,347 pairs',
      '2 spectra',
    ]);
  });
});
