import { describe, expect, it } from 'vitest';
import { LADDERS, parseLadder } from './rungs.js';

describe('parseLadder', () => {
  it.each(LADDERS.map((ladder) => [ladder]))('takes %j', (ladder) => {
    expect(parseLadder([...ladder])).toEqual(ladder);
  });

  it.each([[[]], [['linear']], [['floor', 'ensemble']], [['linear', 'floor']], [['floor', 'floor']], [['floor', 'x']]])(
    'refuses %j, naming the lists there are',
    (names) => {
      expect(() => parseLadder(names)).toThrow(
        /Expected one of: floor; floor,linear; floor,linear,ensemble; floor,linear,ensemble,encoder\./,
      );
    },
  );
});
