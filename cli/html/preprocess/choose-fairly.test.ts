import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseFairly } from './choose-fairly.js';

const groups = (text: string) => [...text];

describe('chooseFairly', () => {
  it.each([
    ['aaaaaa', 2, [1, 4]],
    ['aaaaabbbbb', 4, [1, 3, 6, 8]],
    ['aaaaaaaab', 3, [2, 6, 8]],
    ['aab', 9, [0, 1, 2]],
    ['abcdefgh', 2, [2, 6]],
    ['', 3, []],
    ['abc', 0, []],
  ])('of %s, %i (by hand)', (text, count, expected) => {
    expect(chooseFairly(groups(text), count)).toEqual(expected);
  });

  it('chooses as many as asked for or all there are, each once, and no group two times before another once', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd')), fc.nat(20), (all, count) => {
        const chosen = chooseFairly(all, count);
        const most = Math.min(count, all.length);
        expect(new Set(chosen).size).toBe(chosen.length);
        expect(chosen).toEqual([...chosen].sort((a, b) => a - b));
        const share = (group: string) => chosen.filter((i) => all[i] === group).length;
        const names = [...new Set(all)];
        if (names.length <= count) {
          expect(chosen).toHaveLength(most);
          const open = names.filter((group) => share(group) < all.filter((one) => one === group).length).map(share);
          expect(Math.max(0, ...names.map(share))).toBeLessThanOrEqual(Math.min(Number.POSITIVE_INFINITY, ...open) + 1);
        } else {
          expect(names.filter((group) => share(group) > 0)).toHaveLength(count);
        }
      }),
    );
  });
});
