import { describe, expect, it } from 'vitest';
import { measured } from './document/records.setup.js';
import { parseRecords } from './records.js';

const linesOf = (...records: object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

describe('parseRecords', () => {
  const [first, second] = [measured({ seed: 1 }), measured({ seed: 2 })];

  it('takes the last of one run', () => {
    expect(parseRecords(linesOf(first, second, { ...first, seconds: 7 }))).toEqual([{ ...first, seconds: 7 }, second]);
  });

  it('passes over runs that are not planned, as those of an earlier version', () => {
    const earlier = { ...first, key: 'of an earlier version', data: { name: 'simulated', simulated: true } };
    expect(parseRecords(linesOf(earlier, first), [first.key, 'not done yet'])).toEqual([first]);
  });

  it('refuses records that do not say what a seed is', () => {
    expect(() => parseRecords(linesOf({ ...first, data: { name: 'simulated', simulated: true } }))).toThrow(
      /does not say whether each seed has a set of its own/,
    );
  });
});
