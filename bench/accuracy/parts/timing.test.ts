import { cpus } from 'node:os';
import { isPeakTable } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { nodePorts } from '../ports.js';
import { busySeconds, TIMED_AXES, timedSet, timingPart } from './timing.js';

const SMALL = { axis: { bins: 60 }, design: { batches: 8, fishPerBatch: 4 } };

describe('timingPart', () => {
  it('counts what cores were busy with, idle time apart', () => {
    const times = { user: 1000, nice: 200, sys: 30, irq: 4, idle: 50_000 };
    expect(busySeconds([{ times }, { times }])).toBeCloseTo(2.468, 12);
  });

  it.each(TIMED_AXES)('evaluates %s with their own preprocessings', async (axis) => {
    const { axis: placed, rows } = await timedSet(axis, SMALL);
    expect(isPeakTable(placed)).toBe(axis === 'table of peaks');
    expect(rows.bins).toBe(60);
    const part = timingPart(axis, 1, 1, nodePorts(1), SMALL);
    expect(part.settings).toMatchObject({ processor: cpus()[0]?.model.trim(), cores: cpus().length });
    const timing = part.schema.parse(await part.run(() => undefined));
    expect(timing).toMatchObject({ spectra: 32, bins: 60, groups: 8, partitions: 1, threads: 1 });
    expect(timing.cpuSeconds).toBeGreaterThan(0);
    expect(timing.otherCpuSeconds).toBeGreaterThanOrEqual(0);
  });
});
