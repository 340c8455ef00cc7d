import { describe, expect, it } from 'vitest';
import { type TimedRounds, timeRounds } from './time-rounds.js';

/** A clock that only what is timed moves, by the durations given in turn and the last of them for ever. */
function timing(durations: readonly number[], options: Partial<TimedRounds> = {}) {
  let time = 0;
  const calls: number[] = [];
  const run = async (repetitions: number) => {
    time += repetitions * (durations[Math.min(calls.length, durations.length - 1)] as number);
    calls.push(repetitions);
  };
  const timed = timeRounds({ run, rounds: 20, roundMs: 100, mostRepetitions: 16, now: () => time, ...options });
  return timed.then((result) => ({ ...result, calls }));
}

describe('timeRounds', () => {
  it('gives median and nearest ranks of the rounds, by hand, and leaves warming up out', async () => {
    const rounds = [7, 3, 20, 1, 5, 19, 2, 18, 4, 17, 6, 16, 8, 15, 9, 14, 10, 13, 11, 12];
    expect(await timing([5000, 200, 900, ...rounds])).toEqual({
      medianMs: 10.5,
      p5Ms: 1,
      p95Ms: 19,
      rounds: 20,
      repetitions: 1,
      calls: Array(23).fill(1),
    });
    expect(await timing([1, 200, 1, 9, 4, 6], { rounds: 3 })).toMatchObject({ medianMs: 6, p5Ms: 4, p95Ms: 9 });
  });

  it.each([
    [30, 3],
    [99, 1],
    [1000, 1],
    [1, 16],
  ])('fills a round of 100 ms with what takes %i ms %i times, 16 at most', async (ms, repetitions) => {
    const { calls, ...timed } = await timing([ms], { rounds: 2 });
    expect(timed).toEqual({ medianMs: ms, p5Ms: ms, p95Ms: ms, rounds: 2, repetitions });
    expect(calls).toEqual([1, 1, repetitions, repetitions, repetitions]);
  });

  it('begins no round after a limit, but five in any case', async () => {
    expect(await timing([100], { limitMs: 1000 })).toMatchObject({ rounds: 11 });
    expect(await timing([100], { limitMs: 1 })).toMatchObject({ rounds: 5 });
    expect(await timing([100], { limitMs: 1, rounds: 2 })).toMatchObject({ rounds: 2 });
  });

  it('tells of every round that counts', async () => {
    const told: number[] = [];
    await timing([10], { rounds: 3, onRound: (round) => told.push(round) });
    expect(told).toEqual([1, 2, 3]);
  });
});
