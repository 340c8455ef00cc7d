import { describe, expect, it } from 'vitest';
import { objectiveOf } from '../objectives/registry.js';
import { collapseAlarm } from './collapse-alarm.js';

/** The steps at which the alarm goes off, with what it says. */
function alarms(
  spreads: readonly number[],
  ranks: readonly number[] = spreads.map(() => 8),
  objective = 'nt-xent',
): [number, string][] {
  const alarm = collapseAlarm(objectiveOf(objective));
  return spreads.flatMap((spread, i): [number, string][] => {
    const text = alarm({ step: i + 1, spread, effectiveRank: ranks[i] as number });
    return text === undefined ? [] : [[i + 1, text]];
  });
}
const times = (value: number, count: number) => new Array<number>(count).fill(value);

describe('collapseAlarm', () => {
  it('goes off once, when the mean of ten steps is below a quarter of that of the first ten', () => {
    // From 0.4 to 0.05: (10 − k) · 0.04 + k · 0.005 < 0.1 first at k = 9, the mean being 0.085.
    const [first, ...others] = alarms([...times(0.4, 10), ...times(0.05, 30)]) as [[number, string]];
    expect(first[0]).toBe(19);
    expect(first[1]).toMatch(
      /^At step 19 the embeddings are collapsing into one point: the spread is 0\.085, at first 0\.40;/,
    );
    expect(others).toEqual([]);
  });

  it('goes off at once where there never was a spread', () => {
    expect(alarms(times(0.001, 12)).map(([step]) => step)).toEqual([10]);
  });

  it('goes off for a line', () => {
    const [first] = alarms(times(0.4, 20), [...times(8, 10), ...times(1.1, 10)]) as [[number, string]];
    // 8 − 0.69 k < 1.5 first at k = 10.
    expect(first[0]).toBe(20);
    expect(first[1]).toMatch(/one line: the effective rank is 1\.1, at first 8\.0/);
  });

  it('says what pushes spectra apart with the objective at hand', () => {
    const text = (objective: string) => alarms(times(0.001, 12), undefined, objective)[0]?.[1];
    expect(text('nt-xent')).toMatch(/a lower temperature pushes spectra apart\.$/);
    expect(text('byol')).toMatch(/the objective nt-xent pushes spectra apart\.$/);
  });

  it('is silent where pairs are read: two classes need no more than a line', () => {
    expect(alarms(times(0.001, 30), times(1, 30), 'classification')).toEqual([]);
  });

  it('is silent for what varies, for spectra alike from the start, and for less than ten steps', () => {
    expect(alarms([...times(0.4, 10), ...times(0.2, 30)])).toEqual([]);
    expect(alarms(times(0.05, 30), times(1.2, 30))).toEqual([]);
    expect(alarms(times(0.001, 9))).toEqual([]);
  });
});
