import { expect, it } from 'vitest';
import { expectClose, FLOAT32, floats } from '../eager.setup.js';
import { l2Normalise } from './l2-normalise.js';

it('scales rows to length 1 and leaves a zero row zero', () => {
  const y = l2Normalise(floats([3, 2], [3, 4, 0, 0, -6e8, 8e8]));
  expect(y.shape).toEqual([3, 2]);
  expectClose(y, [0.6, 0.8, 0, 0, -0.6, 0.8], FLOAT32);
});
