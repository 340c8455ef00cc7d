import type { NamedTensors } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { trainingConfigSchema } from '../config.js';
import type { RunningTraining, StepInputs } from '../engines/engine.js';
import { stepsAhead } from './steps-ahead.js';
import { type StartedTraining, scalarsAt, takeSteps } from './take-steps.js';

const STEPS = 40;
const config = trainingConfigSchema.parse({ steps: STEPS });
const batchOf = (t: number): NamedTensors => ({ spectra: { type: 'float32', dims: [1], data: Float32Array.of(t) } });
const numberOf = ({ batch }: StepInputs) => batch.spectra?.data[0] as number;
const inputsOf = (t: number): StepInputs => ({ batch: batchOf(t), scalars: scalarsAt(t, config) });

/** A training whose runs end later than they begin, as on a GPU, with the steps of every run and what was drawn when. */
function late({ diverges = Number.POSITIVE_INFINITY, fails = Number.POSITIVE_INFINITY } = {}) {
  const runs: StepInputs[][] = [];
  const drawnWhilePending: number[] = [];
  let drawn = 0;
  let pending = false;
  const running: RunningTraining = {
    async steps(inputs) {
      runs.push([...inputs]);
      pending = true;
      await new Promise((resolve) => setTimeout(resolve, 2));
      pending = false;
      const upTo = inputs.findIndex((one) => numberOf(one) === diverges);
      return inputs.slice(0, upTo === -1 ? undefined : upTo + 1).map((one) => ({
        loss: numberOf(one) === diverges ? Number.NaN : 1,
        ...{ gradientNorm: 1, spread: 1, effectiveRank: 2, alignment: 1, uniformity: -1 },
      }));
    },
    state: async () => ({ 'weight.a': { type: 'float32', dims: [1], data: Float32Array.of(1) } }),
    dispose: async () => {},
  };
  const next = () => {
    drawn++;
    if (drawn === fails) {
      throw new Error(`nothing to draw for step ${drawn}`);
    }
    if (pending) {
      drawnWhilePending.push(drawn);
    }
    return batchOf(drawn);
  };
  return { running, next, runs, drawnWhilePending, drawn: () => drawn };
}

const take = (training: ReturnType<typeof late>, more: Partial<StartedTraining> = {}) =>
  takeSteps({ running: training.running, next: training.next, ...more }, config);

describe('batches of the next run', () => {
  it('are drawn while a run is under way, in the order of the steps and each once', async () => {
    const training = late();
    // A step a run, so that how long these take decides nothing.
    const { losses } = await take(training, { checkpoints: { every: 1, save: async () => {} } });
    expect(losses).toHaveLength(STEPS);
    expect(training.runs.flat()).toEqual(Array.from({ length: STEPS }, (_, i) => inputsOf(i + 1)));
    expect(training.drawnWhilePending).toEqual(Array.from({ length: STEPS - 1 }, (_, i) => i + 2));
  });

  it('are the same where runs have several steps', async () => {
    const training = late();
    await take(training);
    expect(training.runs.flat()).toEqual(Array.from({ length: STEPS }, (_, i) => inputsOf(i + 1)));
    expect(training.drawn()).toBe(STEPS);
    expect(training.drawnWhilePending.length).toBeGreaterThan(0);
  });

  it('are those of one run at most', async () => {
    const training = late();
    const ahead: number[] = [];
    let taken = 0;
    const steps = training.running.steps;
    const watched: RunningTraining = {
      ...training.running,
      async steps(inputs) {
        const results = await steps(inputs);
        taken += inputs.length;
        ahead.push(training.drawn() - taken);
        return results;
      },
    };
    const save = async () => {};
    await takeSteps({ running: watched, next: training.next, checkpoints: { every: 5, save } }, config);
    expect(Math.max(...ahead)).toBeGreaterThan(0);
    expect(Math.max(...ahead)).toBeLessThanOrEqual(5);
    expect(ahead.at(-1)).toBe(0);
  });

  it('change nothing of a training that leaves the finite numbers, and none of the checkpoints before', async () => {
    const training = late({ diverges: 23 });
    const saved: number[] = [];
    const checkpoints = { every: 10, save: async ({ step }: { step: number }) => void saved.push(step) };
    await expect(take(training, { checkpoints })).rejects.toThrow('The loss became NaN at step 23 of 40');
    expect(saved).toEqual([10, 20]);
  });

  it('cannot fail before they are needed: what was under way counts, is told and is saved', async () => {
    const training = late({ fails: 11 });
    const told: number[] = [];
    const saved: number[] = [];
    const checkpoints = { every: 10, save: async ({ step }: { step: number }) => void saved.push(step) };
    const onProgress = ({ step }: { readonly step: number }) => told.push(step);
    await expect(take(training, { checkpoints, onProgress })).rejects.toThrow('nothing to draw for step 11');
    expect([told.length, saved]).toEqual([10, [10]]);
    // A generator that has failed is not asked again.
    expect(training.drawn()).toBe(11);
  });

  it('are thrown away when a training is to stop', async () => {
    const stop = new AbortController();
    const saved: number[] = [];
    const training = late();
    const checkpoints = {
      every: 100,
      save: async ({ step }: { step: number }) => void saved.push(step),
      stop: stop.signal,
    };
    const onProgress = () => stop.abort();
    await expect(take(training, { checkpoints, onProgress })).rejects.toMatchObject({ code: 'interrupted' });
    expect(saved).toEqual([1]);
    expect(training.runs.flat().map(numberOf)).toEqual([1]);
  });
});

describe('stepsAhead', () => {
  it('goes on from the steps taken, and gives again what was not taken', () => {
    const inputs = stepsAhead(inputsOf, 20);
    expect(inputs.next(3).map(numberOf)).toEqual([21, 22, 23]);
    inputs.taken(1);
    inputs.prepare(5);
    expect(inputs.next(2).map(numberOf)).toEqual([22, 23]);
  });
});
