import { describe, expect, it } from 'vitest';
import type { RunOutcome } from './do-run.js';
import type { PlannedRun } from './plan-runs.js';
import { runAll } from './run-all.js';
import type { Worker } from './worker.js';

const runOf = (row: string, alone = false) =>
  ({ key: row, row, seed: 1, alone, memoryBytes: 1, weight: 1 }) as PlannedRun;

/** Workers whose runs end when they are told to. */
function bench(runs: readonly PlannedRun[], controller = new AbortController()) {
  const pending = new Map<string, (outcome: RunOutcome) => void>();
  const outcomes: [string, string][] = [];
  const started: number[] = [];
  let living = 0;
  const start = (): Worker => {
    let alive = true;
    let current = '';
    living++;
    started.push(living);
    const fall = () => {
      living -= alive ? 1 : 0;
      alive = false;
      pending.get(current)?.({ failed: 'ended' });
    };
    return {
      run: ({ run }) => {
        current = run.row;
        return new Promise((done) => {
          pending.set(run.row, (outcome) => {
            pending.delete(run.row);
            if ('failed' in outcome && outcome.failed === 'died') {
              living -= alive ? 1 : 0;
              alive = false;
            }
            done(outcome);
          });
        });
      },
      alive: () => alive,
      end: async () => fall(),
    };
  };
  const done = runAll(runs, {
    workers: 2,
    memoryBytes: 10,
    versions: {},
    start,
    signal: controller.signal,
    onChange: () => undefined,
    onOutcome: ({ row }, outcome) => outcomes.push([row, 'failed' in outcome ? outcome.failed : 'done']),
  });
  const end = async (row: string, failed?: string) => {
    pending.get(row)?.(failed === undefined ? { record: {} as never } : { failed });
    await new Promise((soon) => setTimeout(soon));
  };
  return { done, end, outcomes, started, underway: () => [...pending.keys()], living: () => living, controller };
}

describe('runAll', () => {
  it('keeps all workers busy, uses each again, and ends them', async () => {
    const { done, end, outcomes, started, underway, living } = bench(['a', 'b', 'c'].map((row) => runOf(row)));
    expect(underway()).toEqual(['a', 'b']);
    await end('b');
    expect(underway()).toEqual(['a', 'c']);
    await end('a');
    await end('c');
    await done;
    expect(outcomes).toEqual([
      ['b', 'done'],
      ['a', 'done'],
      ['c', 'done'],
    ]);
    expect(started).toHaveLength(2);
    expect(living()).toBe(0);
  });

  it('goes on after a run that failed and a process that died, in a new one', async () => {
    const { done, end, outcomes, started } = bench(['a', 'b', 'c'].map((row) => runOf(row)));
    await end('a', 'died');
    await end('b', 'a reason');
    await end('c');
    await done;
    expect(outcomes).toEqual([
      ['a', 'died'],
      ['b', 'a reason'],
      ['c', 'done'],
    ]);
    expect(started.length).toBeGreaterThan(2);
  });

  it('has nothing beside a run that is to be alone, no idle process either', async () => {
    const { done, end, underway, living } = bench([runOf('a'), runOf('b', true)]);
    expect(underway()).toEqual(['a']);
    await end('a');
    expect(underway()).toEqual(['b']);
    expect(living()).toBe(1);
    await end('b');
    await done;
  });

  it('ends the runs under way when it is stopped, and tells nothing of them', async () => {
    const { done, end, outcomes, living, controller } = bench(['a', 'b', 'c'].map((row) => runOf(row)));
    await end('a');
    controller.abort();
    await done;
    expect(outcomes).toEqual([['a', 'done']]);
    expect(living()).toBe(0);
  });

  it('ends everything when an outcome cannot be kept', async () => {
    const controller = new AbortController();
    const failing = runAll([runOf('a'), runOf('b')], {
      workers: 2,
      memoryBytes: 10,
      versions: {},
      signal: controller.signal,
      onChange: () => undefined,
      onOutcome: () => {
        throw new Error('the disk is full');
      },
      start: () => ({
        run: async () => ({ failed: 'x' }),
        alive: () => true,
        end: async () => undefined,
      }),
    });
    await expect(failing).rejects.toThrow('the disk is full');
  });
});
