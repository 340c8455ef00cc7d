import type { NamedTensors } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { earlyStopping, type StoppingRecord } from './early-stopping.js';

const state = (value: number): NamedTensors => ({ w: { type: 'float32', dims: [1], data: Float32Array.of(value) } });
const watch = (patience: number, from?: StoppingRecord, criterion: 'auc' | 'loss' = 'auc') =>
  earlyStopping(
    { criterion, every: 10, patience },
    { keep: (all) => all, measure: async ({ w }) => Number(w?.data[0]) },
    from,
  );

describe('earlyStopping', () => {
  it('keeps the first of the best, and ends when no better one comes for a while (by hand)', async () => {
    const stopping = watch(2);
    const ended: boolean[] = [];
    for (const [i, value] of [1, 3, 2, 3].entries()) {
      expect(await stopping.look(10 * i, state(value))).toBe(value);
      ended.push(stopping.ended());
    }
    expect(ended).toEqual([false, false, false, true]);
    expect(stopping.record().best).toEqual(state(3));
    expect(stopping.best()).toEqual({ step: 10, value: 3 });
  });

  it('takes the lowest loss', async () => {
    const stopping = watch(2, undefined, 'loss');
    for (const [i, value] of [3, 1, 2].entries()) {
      await stopping.look(10 * i, state(value));
    }
    expect([stopping.best(), stopping.record().best, stopping.ended()]).toEqual([
      { step: 10, value: 1 },
      state(1),
      false,
    ]);
  });

  it('goes on from what it has seen', async () => {
    const first = watch(2);
    await first.look(0, state(4));
    await first.look(10, state(3));
    const second = watch(2, first.record());
    expect(second.ended()).toBe(false);
    await second.look(20, state(3.5));
    expect([second.ended(), second.record().best]).toEqual([true, state(4)]);
  });
});
