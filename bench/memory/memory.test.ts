import { expect, it } from 'vitest';
import { exceeds, type MemoryRow, memoryText } from './memory.js';
import { peakMb } from './peak.js';

it('the peak of a process rises by what it writes to, and stays', () => {
  const before = peakMb();
  // More than whatever the process had before and let go of.
  let bytes: Uint8Array | undefined = new Uint8Array(Math.ceil((before + 100) * 1e6)).fill(1);
  const after = peakMb();
  expect(after).toBeGreaterThan(bytes.length / 1e6);
  bytes = undefined;
  expect(peakMb()).toBeGreaterThanOrEqual(after);
});

it('a training that takes more than it may is told', () => {
  const row: MemoryRow = {
    ...{ encoder: 'large', who: 'spectrosim', batch: 16, steps: 4, parameters: 105_500_000 },
    ...{ peakMb: 6001, secondsAfter: 61.2, atMostMb: 6000, skipped: null },
  };
  expect(exceeds(row)).toBe(true);
  expect(memoryText([row])).toContain(
    'large, 105.5 M weights, batch 16, 4 steps, spectrosim: 6001 MB, MORE than 6000; 61 s',
  );
  const skipped = { ...row, peakMb: null, secondsAfter: null, skipped: '2.0 GB are free, 6 are wanted' };
  expect(exceeds(skipped)).toBe(false);
  expect(memoryText([skipped])).toContain('SKIPPED, 2.0 GB are free, 6 are wanted');
});
