import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { defaultWorkers } from './default-workers.js';

/** 70% of it are 5.6 GB. */
const MACHINE = { memoryBytes: 8e9, cores: 16 };

describe('defaultWorkers', () => {
  it('are one a core, up to 8, where memory is enough', () => {
    expect(defaultWorkers({ count: 100, bins: 100, ...MACHINE })).toBe(8);
    expect(defaultWorkers({ count: 100, bins: 100, ...MACHINE, cores: 3 })).toBe(3);
  });

  // By hand: 0.418 GB a worker, and 12 · 4 bytes of each intensity.
  it.each([
    [1000, 10_000, 6, '0.898 GB each'],
    [2000, 10_000, 4, '1.378 GB each'],
    [5000, 10_000, 1, '2.818 GB each: two are 5.64 GB'],
    [100_000, 10_000, 1, 'more than there is: one all the same'],
  ])('are fewer for %i spectra of %i bins: %i', (count, bins, expected) => {
    expect(defaultWorkers({ count, bins, ...MACHINE })).toBe(expected);
  });

  it('ask the machine where nothing else is said', () => {
    const workers = defaultWorkers({ count: 10, bins: 10, memoryBytes: 1e12 });
    expect(workers).toBe(Math.min(8, availableParallelism()));
    expect(defaultWorkers({ count: 10, bins: 10, cores: 1 })).toBe(1);
    expect(defaultWorkers({ count: 1e6, bins: 1e7, cores: 8 })).toBe(1);
  });
});
