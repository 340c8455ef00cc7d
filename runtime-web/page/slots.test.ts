import { createAxis } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { announce, EMPTY, put, refuse, type Slots, type SpectrumFile, sidesFor } from './slots.js';

const file = (name: string, spectra = 1): SpectrumFile => ({
  name,
  set: {
    axis: createAxis('m/z', [1, 2]),
    names: Array.from({ length: spectra }, (_, i) => `${name}-${i + 1}`),
    intensities: new Float32Array(2 * spectra).fill(1),
    columns: new Map(),
    notes: [],
  },
});
const [one, two, many] = [file('one'), file('two'), file('many', 5)];
const onlyA: Slots = { ...EMPTY, a: { file: one, index: 0 } };
const both: Slots = { a: { file: one, index: 0 }, b: { file: two, index: 0 } };

describe('sidesFor', () => {
  it.each([
    ['one file, nothing there', EMPTY, 1, undefined, ['a']],
    ['one file, A there', onlyA, 1, undefined, ['b']],
    ['one file, both there', both, 1, undefined, ['a']],
    ['one file dropped on B', EMPTY, 1, 'b', ['b']],
    ['one file dropped on A, which is there', onlyA, 1, 'a', ['a']],
    ['two files', onlyA, 2, undefined, ['a', 'b']],
    ['two files dropped on B', EMPTY, 2, 'b', ['b', 'a']],
  ] as const)('%s', (_, slots, files, on, sides) => {
    expect(sidesFor(slots, files, on)).toEqual(sides);
  });
});

describe('put', () => {
  it('fills one side and leaves the other', () => {
    expect(put(onlyA, 'b', two, true)).toEqual(both);
  });

  it('offers the second of many to an empty side', () => {
    expect(put(EMPTY, 'b', many, true)).toEqual({ b: { file: many, index: 0 }, a: { file: many, index: 1 } });
  });

  it('takes nothing from a side that is there, or from a file that did not come alone', () => {
    expect(put(onlyA, 'b', many, true).a).toEqual(onlyA.a);
    expect(put(EMPTY, 'a', many, false).b).toEqual({ index: 0 });
  });

  it('ends reading and an earlier error', () => {
    expect(put(refuse(announce(both, 'a', 'x.csv'), 'a', 'No.'), 'a', two, true).a).toEqual({ file: two, index: 0 });
  });
});

describe('announce and refuse', () => {
  it('lose nothing', () => {
    const announced = announce(both, 'a', 'x.csv');
    expect(announced).toEqual({ ...both, a: { ...both.a, reading: 'x.csv' } });
    expect(refuse(announced, 'a', 'x.csv is empty.')).toEqual({ ...both, a: { ...both.a, error: 'x.csv is empty.' } });
  });
});
