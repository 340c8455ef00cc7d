import { Worker } from 'node:worker_threads';
import type { LoadOptions } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  type ClimbedRung,
  climbLadder,
  createProtocol,
  crossScore,
  type LadderJob,
  type LadderRunner,
  type ProtocolName,
  RUNGS,
  summariseFolds,
  type VerifierEvaluationOptions,
} from '@spectrosim/training';
import { describe, expect, it } from 'vitest';
import { ladderPorts } from '../cli/ladder-ports.js';
import { spawnLadderWorker, workerFile } from '../cli/ladder-workers/ladder-thread.js';
import { ladderWorkers } from '../cli/ladder-workers/ladder-workers.js';
import type { LadderSetup } from '../cli/ladder-workers/messages.js';
import { ONE_THREAD, tinyDataset } from './tiny-artifact.setup.js';

const ports = ladderPorts({ runtime: nodeRuntime(), options: ONE_THREAD });
const workers = (count: number, options = ONE_THREAD) => ladderWorkers({ workers: count, options });
/** Threads of ONNX Runtime decide bytes, so that both sides have as many. */
const TWO_THREADS = { ...ONE_THREAD, threads: 2 };

describe('ladderWorkers', async () => {
  const dataset = await tinyDataset();
  const folds = createProtocol('groups', dataset, { folds: 3 }).partition(1);
  const job = (change: Partial<LadderJob> = {}): LadderJob => ({
    folds: folds.slice(0, 1),
    seed: 1,
    candidates: ['floor'],
    thresholdFromTest: false,
    ...change,
  });

  /** All that is computed, as text, with what was told on the way. */
  const evaluate = async (
    name: ProtocolName,
    ladders: LadderRunner | undefined,
    change: Partial<VerifierEvaluationOptions> = {},
    computing = ONE_THREAD,
  ) => {
    const protocol = createProtocol(name, dataset, name === 'groups' ? { folds: 3 } : {});
    const told: string[] = [];
    const rungs: ClimbedRung[] = [];
    const options: VerifierEvaluationOptions = {
      seed: 1,
      partitions: 2,
      candidates: ['floor', 'linear', 'ensemble'],
      ...ladderPorts({ runtime: nodeRuntime(), options: computing }),
      ...(ladders && { ladders }),
      onRung: (rung) => rungs.push(rung),
      onFold: (done, of) => told.push(`${done}/${of}`),
      ...change,
    };
    const scores = await crossScore(dataset, protocol, options);
    const result = summariseFolds(dataset, protocol, options, scores);
    return { json: JSON.stringify({ result, scores }), told, rungs: rungs.map(({ rung }) => rung), result };
  };

  it.each<[ProtocolName, string, readonly number[], Partial<VerifierEvaluationOptions>, LoadOptions?]>([
    ['groups', 'a ladder for each fold', [1, 2], { partitions: 1 }],
    [
      'groups',
      'with encoders and normalised scores',
      [2],
      { partitions: 1, candidates: RUNGS, scoreNormalisation: 's-norm' },
    ],
    [
      'pairs',
      'one ladder for all folds of a partition, two threads of ONNX Runtime',
      [2],
      { candidates: ['floor', 'linear'] },
      TWO_THREADS,
    ],
    ['paper', 'a threshold of the test', [2], { candidates: ['floor', 'linear'] }],
  ])('give the bytes of this thread, one or several at once: %s, %s', async (name, _, counts, change, options) => {
    const here = await evaluate(name, undefined, change, options);
    for (const several of counts) {
      const there = await evaluate(name, workers(several, options), change, options);
      expect(there.json).toBe(here.json);
      expect(there.told).toEqual(here.told);
      // Those of a ladder together, whichever ends first.
      expect(there.rungs).toEqual(here.rungs);
    }
  });

  it('let the first ladder settle how far all go within a budget', async () => {
    const { result, rungs } = await evaluate('groups', workers(3), { budgetSeconds: 1e-6 });
    expect(result.candidates).toEqual(['floor']);
    expect(rungs).toEqual(new Array(6).fill('floor'));
    const { json } = await evaluate('groups', undefined, { candidates: ['floor'] });
    expect((await evaluate('groups', workers(3), { budgetSeconds: 1e-6 })).json).toBe(json);
  });

  it('are not used where somebody looks at the ladders themselves', async () => {
    const never: LadderRunner = async () => {
      throw new Error('used');
    };
    const seen: number[] = [];
    const change: Partial<VerifierEvaluationOptions> = {
      candidates: ['floor'],
      onLadder: async ({ partition }) => void seen.push(partition),
    };
    await evaluate('groups', never, change);
    expect(seen).toEqual([1, 1, 1, 2, 2, 2]);
    await expect(evaluate('groups', never, { candidates: ['floor'] })).rejects.toThrow('used');
  });

  it('climb no more at once than they are told, and share the rows', async () => {
    const setups: LadderSetup[] = [];
    const spawn = (setup: LadderSetup) => {
      setups.push(setup);
      return spawnLadderWorker(setup);
    };
    const done: number[] = [];
    const runner = ladderWorkers({ workers: 2, options: ONE_THREAD }, spawn);
    const outcomes = await runner(dataset, [job(), job({ seed: 2 }), job({ seed: 3 })], ({ scored }) =>
      done.push(scored.length),
    );
    expect(outcomes).toHaveLength(3);
    expect(done).toEqual([1, 1, 1]);
    expect(setups).toHaveLength(2);
    expect(setups[0]?.data.rows.data.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(setups[1]?.data.rows.data.buffer).toBe(setups[0]?.data.rows.data.buffer);
    expect(await runner(dataset, [], () => undefined)).toEqual([]);
  });

  describe('when something is wrong', () => {
    const spawned: Worker[] = [];
    const kept = (spawn: (setup: LadderSetup) => Worker) => (setup: LadderSetup) => {
      const worker = spawn(setup);
      spawned.push(worker);
      return worker;
    };
    /** Two good ladders beside one that fails; all threads are gone afterwards. */
    const climbBeside = async (bad: LadderJob, spawn = spawnLadderWorker) => {
      spawned.length = 0;
      const runner = ladderWorkers({ workers: 3, options: ONE_THREAD }, kept(spawn));
      const long = job({ candidates: ['floor', 'linear', 'ensemble'] });
      const error = await runner(dataset, [long, bad, long], () => undefined).catch((reason: unknown) => reason);
      // A thread that has ended has no number.
      expect(spawned.map(({ threadId }) => threadId)).toEqual([-1, -1, -1]);
      return error;
    };

    it('reject with the error that this thread would have thrown, and end the others', async () => {
      const train = dataset.groups.flatMap((group, i) => (group === dataset.groups[0] ? [i] : []));
      const bad = job({ folds: [{ train, test: folds[0]?.test ?? [] }] });
      const here: unknown = await climbLadder(dataset, bad, ports).catch((reason: unknown) => reason);
      const there = await climbBeside(bad);
      expect(here).toMatchObject({ name: 'SpectroSimError', code: 'input' });
      expect(there).toMatchObject({ name: 'SpectroSimError', code: 'input', message: (here as Error).message });
    });

    it('reject with a defect as it was, its stack with it', async () => {
      const bad = job({ folds: [{ train: folds[0]?.train ?? [], test: 3 as unknown as number[] }] });
      const error = await climbBeside(bad);
      expect(error).toMatchObject({ name: 'TypeError' });
      expect((error as Error).stack).toMatch(/score-fold\.js/);
    });

    it('say so when a thread runs out of memory', async () => {
      const spawn = (setup: LadderSetup) =>
        new Worker(workerFile(), {
          workerData: setup,
          execArgv: [],
          resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
        });
      expect(await climbBeside(job(), spawn)).toMatchObject({
        code: 'runtime',
        message: expect.stringMatching(/ran out of memory: .*Nothing was measured.*--workers 1/),
      });
    });

    it('end those that were started where another cannot be', async () => {
      spawned.length = 0;
      const spawn = kept((setup) => {
        if (spawned.length === 1) {
          throw new Error('no more threads');
        }
        return spawnLadderWorker(setup);
      });
      const runner = ladderWorkers({ workers: 2, options: ONE_THREAD }, spawn);
      await expect(runner(dataset, [job(), job()], () => undefined)).rejects.toThrow('no more threads');
      expect(spawned.map(({ threadId }) => threadId)).toEqual([-1]);
    });

    it('say so when a thread ends by itself', async () => {
      const spawn = () => new Worker('process.exit(3)', { eval: true, execArgv: [] });
      expect(await climbBeside(job(), spawn)).toMatchObject({
        code: 'runtime',
        message: expect.stringMatching(/ended before it was done: exit code 3\./),
      });
    });
  });
});
