import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRunQueue, type QueuedJob, RUN_LIMITS } from './run-queue.js';

interface Named extends QueuedJob {
  readonly name: string;
}

let count = 0;
const pair = (model = 'hoki'): Named => ({ name: `pair ${count++}`, model, rows: 2, whole: true, alone: false });
const alone = (model = 'hoki'): Named => ({ ...pair(model), name: `alone ${count++}`, alone: true });
const spectra = (rows: number, model = 'hoki'): Named => ({
  name: `spectra ${count++}`,
  model,
  rows,
  whole: false,
  alone: false,
});

function queueOf(...jobs: Named[]) {
  const queue = createRunQueue<Named>();
  for (const job of jobs) {
    queue.add(job);
  }
  return queue;
}

describe('createRunQueue', () => {
  it('runs together what waits for one model, in order', () => {
    const jobs = [pair(), spectra(3), pair()];
    const queue = queueOf(...jobs);
    expect(queue.next()).toEqual(jobs.map((job) => ({ job, start: 0, rows: job.rows })));
    expect(queue.size).toBe(0);
    expect(queue.next()).toEqual([]);
  });

  it('puts 16 requests into a run at most', () => {
    const jobs = Array.from({ length: 20 }, () => spectra(1));
    const queue = queueOf(...jobs);
    expect(queue.next().map(({ job }) => job)).toEqual(jobs.slice(0, 16));
    expect(queue.next().map(({ job }) => job)).toEqual(jobs.slice(16));
  });

  it('runs the model of the oldest, then the others', () => {
    const [a, b, c] = [pair('hoki'), pair('hake'), pair('hoki')];
    const queue = queueOf(a, b, c);
    expect(queue.next().map(({ job }) => job)).toEqual([a, c]);
    expect(queue.next().map(({ job }) => job)).toEqual([b]);
  });

  it('lets a small request pass between the runs of a large one', () => {
    const [large, small] = [spectra(80), pair()];
    const queue = queueOf(large, small);
    expect(queue.next()).toEqual([{ job: large, start: 0, rows: 32 }]);
    expect(queue.next()).toEqual([
      { job: small, start: 0, rows: 2 },
      { job: large, start: 32, rows: 30 },
    ]);
    expect(queue.next()).toEqual([{ job: large, start: 62, rows: 18 }]);
    expect(queue.size).toBe(0);
  });

  it('never cuts a pair in two, and lets nobody overtake it', () => {
    const [many, whole, one] = [spectra(31), pair(), spectra(1)];
    const queue = queueOf(many, whole, one);
    expect(queue.next()).toEqual([{ job: many, start: 0, rows: 31 }]);
    expect(queue.next().map(({ job }) => job)).toEqual([whole, one]);
  });

  it('runs alone what would hold up whoever came with it, when it waits longest', () => {
    const [first, explained, second, third] = [pair(), alone(), pair(), pair()];
    const queue = queueOf(first, explained, second);
    expect(queue.next().map(({ job }) => job)).toEqual([first, second]);
    queue.add(third);
    expect(queue.next()).toEqual([{ job: explained, start: 0, rows: 2 }]);
    expect(queue.next().map(({ job }) => job)).toEqual([third]);
  });

  it('refuses more than may wait', () => {
    const queue = queueOf(...Array.from({ length: RUN_LIMITS.waiting }, () => pair()));
    expect(() => queue.add(pair())).toThrow(
      expect.objectContaining({ code: 'unavailable', message: expect.stringMatching(/^256 requests are waiting/) }),
    );
    queue.next();
    queue.add(pair());
  });

  it('forgets a request that was given up', () => {
    const [a, b] = [spectra(40), pair()];
    const queue = queueOf(a, b);
    queue.next();
    queue.remove(a);
    expect(queue.next().map(({ job }) => job)).toEqual([b]);
    queue.add(a);
    expect(queue.clear()).toEqual([a]);
    expect(queue.size).toBe(0);
  });

  it('runs every spectrum once, within the limits, whatever comes', () => {
    const job = fc.oneof(
      fc.constantFrom('hoki', 'hake').map((model) => pair(model)),
      fc.constantFrom('hoki', 'hake').map((model) => alone(model)),
      fc
        .record({ rows: fc.integer({ min: 1, max: 100 }), model: fc.constantFrom('hoki', 'hake') })
        .map(({ rows, model }) => spectra(rows, model)),
    );
    fc.assert(
      fc.property(fc.array(job, { maxLength: 60 }), (jobs) => {
        const queue = queueOf(...jobs);
        const ran = new Map(jobs.map((one) => [one, 0]));
        for (let pieces = queue.next(); pieces.length > 0; pieces = queue.next()) {
          expect(pieces.length).toBeLessThanOrEqual(RUN_LIMITS.requests);
          expect(pieces.reduce((sum, { rows }) => sum + rows, 0)).toBeLessThanOrEqual(RUN_LIMITS.rows);
          expect(new Set(pieces.map(({ job: { model } }) => model)).size).toBe(1);
          expect(pieces.length === 1 || pieces.every(({ job: one }) => !one.alone)).toBe(true);
          for (const { job: one, start, rows } of pieces) {
            // From where it was left: none twice, none left out.
            expect(start).toBe(ran.get(one));
            expect(one.whole ? rows : 1).toBe(one.whole ? one.rows : 1);
            ran.set(one, start + rows);
          }
        }
        expect([...ran].filter(([one, rows]) => rows !== one.rows)).toEqual([]);
      }),
    );
  });
});
