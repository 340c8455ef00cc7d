import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose, fittedOn } from '../eager.setup.js';

const rows = [
  [4, 0, 0, 3],
  [8, 5, 0, -1],
  [6, 0, -2, 1],
];

describe('fill', () => {
  it('puts the training median of the detected intensities where there is none, 0 included (by hand)', async () => {
    const fill = await fittedOn('fill', rows);
    expectClose(fill([[0, 0, 0, 0]]), [6, 5, 0, 2], 0);
    expectClose(fill([[1, -3, 2, 9]]), [1, 5, 2, 9], 0);
  });

  it('leaves no negative intensity, and changes nothing the second time, nor what is detected', async () => {
    const fill = await fittedOn('fill', rows);
    const intensity = fc.float({ min: -100, max: Math.fround(1e8), noNaN: true });
    fc.assert(
      fc.property(fc.array(intensity, { minLength: 4, maxLength: 4 }), (row) => {
        const once = Array.from(fill([row]).dataSync());
        expect(once.every((value, i) => (row[i] as number) <= 0 || value === row[i])).toBe(true);
        expect(once.every((value) => value >= 0)).toBe(true);
        expectClose(fill([once]), once, 0);
      }),
    );
  });

  it('learns from what the steps before make of the rows', async () => {
    expectClose((await fittedOn('sqrt, fill', [[16], [0], [64]]))([[0]]), [6], 0);
  });

  it('of training rows that are 0 throughout fills 0', async () => {
    expectClose((await fittedOn('fill', [[0, 0]]))([[0, 3]]), [0, 3], 0);
  });
});
