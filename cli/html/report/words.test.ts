import { describe, expect, it } from 'vitest';
import { counted, ofHundred } from './words.js';

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

describe('numbers', () => {
  it('have their noun', () => {
    expect([counted(1, 'pair'), counted(1347, 'pair'), counted(2, 'spectrum', 'spectra')]).toEqual([
      '1 pair',
      '1,347 pairs',
      '2 spectra',
    ]);
  });
});
