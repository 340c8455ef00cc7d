import { describe, expect, it } from 'vitest';
import { nearestName } from './nearest-name.js';

describe('nearestName', () => {
  it.each([
    ['bach', ['batch', 'class'], 'batch'],
    ['BATCH', ['class', 'batch'], 'batch'],
    // Swapped letters are one slip of the fingers, two replaced ones two.
    ['smaple', ['class', 'sample'], 'sample'],
    ['svn', ['pqn', 'snv'], 'snv'],
    ['temprature', ['batch', 'temperature'], 'temperature'],
    ['sample', ['wavelength'], undefined],
    ['zebra', ['batch', 'class'], undefined],
    ['', ['batch'], undefined],
    ['batch', [], undefined],
  ])('of "%s" among %j is %s', (typed, choices, expected) => {
    expect(nearestName(typed, choices)).toBe(expected);
  });
});
