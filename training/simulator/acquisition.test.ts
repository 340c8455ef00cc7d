import { describe, expect, it } from 'vitest';
import { type Injection, planAcquisition } from './acquisition.js';
import { SIMULATOR_DEFAULTS } from './presets.js';

const { design } = SIMULATOR_DEFAULTS;
const inOrder = (plan: readonly Injection[]) => [...plan].sort((a, b) => a.order - b.order);

describe('planAcquisition', () => {
  it('measures every fish once, over days of equal length, with a QC before, between and after', () => {
    const plan = planAcquisition(design, 1);
    expect(plan).toHaveLength(72 + 16);
    expect(new Set(plan.map(({ name }) => name)).size).toBe(88);
    expect(new Set(plan.map(({ order }) => order)).size).toBe(88);
    for (let day = 0; day < 4; day++) {
      const ofDay = inOrder(plan).filter((injection) => injection.day === day);
      const qcs = ofDay.flatMap(({ batch }, i) => (batch === undefined ? [i] : []));
      expect(qcs).toEqual([0, 7, 14, 21]);
    }
  });

  it('spreads the fish of a batch over the days, so that the day does not name the batch', () => {
    const plan = planAcquisition(design, 1).filter(({ batch }) => batch !== undefined);
    const days = (batch: number) => new Set(plan.filter((fish) => fish.batch === batch).map(({ day }) => day)).size;
    const alone = Array.from({ length: 24 }, (_, batch) => days(batch)).filter((count) => count === 1);
    expect(alone.length).toBeLessThan(5);
  });

  it('keeps batches together when asked to', () => {
    const plan = inOrder(planAcquisition({ ...design, order: 'by-batch', qcInterval: 0 }, 1));
    expect(plan.map(({ batch }) => batch)).toEqual(Array.from({ length: 72 }, (_, i) => Math.floor(i / 3)));
  });

  it('leaves the fish in their order when QC injections are switched off', () => {
    const names = (qcInterval: number) =>
      inOrder(planAcquisition({ ...design, qcInterval }, 1)).flatMap(({ batch, name }) =>
        batch === undefined ? [] : [name],
      );
    expect(names(0)).toEqual(names(6));
  });
});
