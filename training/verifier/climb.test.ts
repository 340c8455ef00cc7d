import { describe, expect, it } from 'vitest';
import { type ClimbedRung, climb, withinBudget } from './climb.js';
import { spentClock } from './clock.setup.js';
import type { Rung } from './rungs.js';

const rungs = (tried: string[], clock: ReturnType<typeof spentClock>) =>
  (['floor', 'linear', 'ensemble'] as const).map(
    (rung) =>
      [
        rung,
        async () => {
          tried.push(rung);
          clock.spend(10);
          return [];
        },
      ] as const,
  );

async function climbed(goOn?: (climbed: readonly ClimbedRung[]) => boolean): Promise<readonly string[][]> {
  const tried: string[] = [];
  const clock = spentClock();
  const reported: Rung[] = [];
  const result = await climb(rungs(tried, clock), {
    ...(goOn && { goOn }),
    now: clock.now,
    onRung: ({ rung, seconds }) => {
      expect(seconds).toBe(10);
      reported.push(rung);
    },
  });
  return [tried, reported, result.climbed.map(({ rung }) => rung)];
}

describe('climb', () => {
  it('climbs all rungs and times each by the clock it is given', async () => {
    const all = ['floor', 'linear', 'ensemble'];
    expect(await climbed()).toEqual([all, all, all]);
  });

  // Ten seconds a rung, three ladders: 30 s after the floor, 60 s after the linear back-ends.
  it.each([
    [29.9, ['floor']],
    [30, ['floor', 'linear']],
    [59.9, ['floor', 'linear']],
    [60, ['floor', 'linear', 'ensemble']],
    [0, ['floor']],
  ])('within %s s for three ladders, climbs %j', async (budget, expected) => {
    expect(await climbed(withinBudget(budget, 3))).toEqual([expected, expected, expected]);
  });
});
