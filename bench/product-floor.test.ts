import { expect, it } from 'vitest';
import { timeInOrt } from './product-floor.js';

it('does the whole product, though only its first number is read: twice the columns, twice the time', {
  retry: 3,
}, async () => {
  const one = { stack: 1, rows: 512, inner: 512, columns: 512, transposeLeft: false, transposeRight: false };
  const [single, double, stacked] = (await timeInOrt(
    [one, { ...one, columns: 1024 }, { ...one, stack: 2 }],
    1,
    15,
  )) as [number, number, number];
  // A product of one column, which is all that the first number needs, would take the same whatever the columns.
  expect(double / single).toBeGreaterThan(1.5);
  expect(stacked / single).toBeGreaterThan(1.5);
});
