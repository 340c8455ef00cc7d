import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Demand, nextRun } from './schedule.js';

const GB = 1e9;
const light: Demand = { memoryBytes: GB, alone: false };
const heavy: Demand = { memoryBytes: 5 * GB, alone: false };
const alone: Demand = { memoryBytes: GB, alone: true };
const capacity = { workers: 3, memoryBytes: 6 * GB };

describe('nextRun', () => {
  it.each<[string, Demand[], Demand[], number | undefined]>([
    ['the first, where there is room', [light, heavy], [light], 0],
    ['none where all workers are taken', [light], [light, light, light], undefined],
    ['the first that memory is left for', [heavy, light], [heavy], 1],
    ['none where memory is left for none', [heavy], [heavy], undefined],
    ['one that must be alone only when nothing runs', [alone, light], [light], 1],
    ['it then', [alone, light], [], 0],
    ['none beside one that is alone', [light], [alone], undefined],
    ['what fits nowhere, when nothing runs', [{ memoryBytes: 9 * GB, alone: false }], [], 0],
    ['none of none', [], [], undefined],
  ])('is %s', (_, waiting, underway, place) => {
    expect(nextRun(waiting, underway, capacity)).toBe(place);
  });

  it('starts everything in the end, and never takes more memory or workers than there are', () => {
    const demand = fc.record({ memoryBytes: fc.integer({ min: 1, max: 6 }).map((n) => n * GB), alone: fc.boolean() });
    fc.assert(
      fc.property(fc.array(demand, { maxLength: 20 }), fc.infiniteStream(fc.nat()), (demands, ends) => {
        const waiting = [...demands];
        const underway: Demand[] = [];
        while (waiting.length > 0 || underway.length > 0) {
          for (let place = nextRun(waiting, underway, capacity); place !== undefined; ) {
            underway.push(...waiting.splice(place, 1));
            place = nextRun(waiting, underway, capacity);
          }
          expect(underway.length).toBeGreaterThan(0);
          expect(underway.length).toBeLessThanOrEqual(capacity.workers);
          expect(underway.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0)).toBeLessThanOrEqual(
            capacity.memoryBytes,
          );
          expect(underway.some((one) => one.alone) && underway.length > 1).toBe(false);
          underway.splice(ends.next().value % underway.length, 1);
        }
      }),
    );
  });
});
