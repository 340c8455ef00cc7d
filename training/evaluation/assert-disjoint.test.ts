import { describe, expect, it } from 'vitest';
import { assertDisjoint } from './assert-disjoint.js';

const groups = ['a', 'a', 'b', 'b', 'c'];
const rowHashes = ['1', '2', '3', '4', '5'];
const leak = (message: RegExp) => expect.objectContaining({ code: 'input', message: expect.stringMatching(message) });

describe('assertDisjoint', () => {
  it('lets a split by group pass', () => {
    assertDisjoint({ train: [0, 1], test: [2, 3, 4] }, { groups, rowHashes }, ['1', '1', '2', '2', '3']);
  });

  it('catches a planted spectrum, group, copy and run, naming it', () => {
    expect(() => assertDisjoint({ train: [0, 1], test: [1, 2] }, { groups })).toThrow(
      leak(/the spectrum number 2 is on both/),
    );
    expect(() => assertDisjoint({ train: [0, 2], test: [1, 3, 4] }, { groups })).toThrow(
      leak(/2 groups, such as "a", "b" are/),
    );
    // The numbers of spectrum 1 once more, as spectrum 5, in a group of its own.
    const copied = { groups, rowHashes: ['1', '2', '3', '4', '1'] };
    expect(() => assertDisjoint({ train: [0, 1], test: [2, 3, 4] }, copied)).toThrow(
      leak(/Spectra 1 and 5, of groups "a" and "c", are the same numbers/),
    );
    expect(() => assertDisjoint({ train: [0, 1], test: [2, 3] }, { groups }, ['1', '1', '2', '1', '2'])).toThrow(
      leak(/the run "1" is on both/),
    );
  });
});
