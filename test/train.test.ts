import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { encodeSafetensors, type NamedTensors, sha256, type TensorValue } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  CHECKPOINT_FILES,
  type Checkpoint,
  type Checkpoints,
  encodeCheckpoint,
  graphEngine,
  runOnRows,
  type StepInputs,
  type TrainedModel,
  type TrainingConfig,
  type TrainingEngine,
  type TrainingPorts,
  train,
  trainingConfigSchema,
} from '@spectrosim/training';
import { describe, expect, it } from 'vitest';
import { ONE_THREAD, TINY_ENCODER, tinyDataset } from './tiny-artifact.setup.js';

const { rows, axis } = await tinyDataset();
const data = { rows, axis, groups: Array.from({ length: rows.count }, (_, i) => Math.floor(i / 3)) };

const configOf = (settings: object): TrainingConfig =>
  trainingConfigSchema.parse({ encoder: TINY_ENCODER, batch: 4, steps: 8, learningRate: 1e-3, ...settings });

const trained = (settings: object, ports: Partial<TrainingPorts> = {}): Promise<TrainedModel> =>
  train(data, [{ step: 'snv' }], configOf(settings), {
    engine: graphEngine(nodeRuntime(), ONE_THREAD),
    runOnRows: (...given) => runOnRows(nodeRuntime(), ONE_THREAD, ...given),
    ...ports,
  });

/** A checkpoint in a text, the hash of its state in it: comparing numbers one by one takes seconds. */
const textOf = async (checkpoint: Checkpoint | undefined) =>
  (await encodeCheckpoint(checkpoint as Checkpoint, {}))[CHECKPOINT_FILES.description];

describe('train with a running mean of the weights', () => {
  it('takes the same steps and exports the mean: after one, 2/11 of the start and 9/11 of the weights', async () => {
    const [plain, averaged] = [await trained({ steps: 1 }), await trained({ steps: 1, ema: 0.999 })];
    expect(averaged.losses).toEqual(plain.losses);
    let moved = 0;
    const untrained = plain.untrained();
    for (const [name, { data: mean }] of Object.entries(averaged.weights)) {
      const [start, last] = [untrained[name]?.data as Float32Array, plain.weights[name]?.data as Float32Array];
      for (const [i, value] of (mean as Float32Array).entries()) {
        const [from, to] = [start[i] as number, last[i] as number];
        expect(value).toBeCloseTo((2 * from + 9 * to) / 11, 6);
        moved = Math.max(moved, Math.abs(to - from));
      }
    }
    // What the test could not tell apart from no mean at all.
    expect(moved).toBeGreaterThan(1e-5);
  });

  it('losses are those of the weights, which it leaves alone', async () => {
    expect((await trained({ ema: 0.9 })).losses).toEqual((await trained({})).losses);
  });
});

/** Checkpoints in memory, the last one last. */
function inMemory(settings: Partial<Checkpoints> = {}): Checkpoints & { readonly saved: Checkpoint[] } {
  const saved: Checkpoint[] = [];
  return { every: 20, ...settings, saved, save: async (checkpoint) => void saved.push(checkpoint) };
}

describe('train with checkpoints', () => {
  // Everything random has a part in it: order, augmentations, noise, and groups in the batches.
  const settings = {
    steps: 40,
    ema: 0.9,
    objective: 'sup-con',
    noise: { from: 'replicates' },
    augmentations: ['gaussianNoise', 'circularShift', 'peakHeight'].map((name) => ({ name })),
  };

  it.each(['nt-xent', 'sup-con', 'moco', 'byol'])(
    '40 steps are 20, and 20 more from there, byte for byte: %s',
    async (objective) => {
      const whole = inMemory();
      const straight = await trained({ ...settings, objective }, { checkpoints: whole });
      expect(whole.saved.map(({ step }) => step)).toEqual([20, 40]);

      const stop = new AbortController();
      const half = inMemory({ stop: stop.signal });
      const stopped = trained(
        { ...settings, objective },
        { checkpoints: half, onProgress: ({ step }) => void (step === 20 && stop.abort()) },
      );
      await expect(stopped).rejects.toMatchObject({ code: 'interrupted', message: /^Stopped after step 20 of 40/ });
      const [from] = half.saved as [Checkpoint];
      expect(await textOf(from)).toBe(await textOf(whole.saved[0]));

      const rest = inMemory({ from });
      const steps: number[] = [];
      const resumed = await trained(
        { ...settings, objective },
        { checkpoints: rest, onProgress: ({ step }) => void steps.push(step) },
      );
      expect(steps).toEqual(Array.from({ length: 20 }, (_, i) => 21 + i));
      expect(await textOf(rest.saved[0])).toBe(await textOf(whole.saved[1]));
      expect(resumed.losses).toEqual(straight.losses);
      expect(await sha256(encodeSafetensors(resumed.weights))).toBe(await sha256(encodeSafetensors(straight.weights)));
    },
  );

  it('goes on from its last step to the model without another', async () => {
    const checkpoints = inMemory();
    const straight = await trained({ steps: 3 }, { checkpoints });
    const again = inMemory({ from: checkpoints.saved[0] as Checkpoint });
    const { untrained, ...resumed } = await trained({ steps: 3 }, { checkpoints: again });
    const { untrained: start, ...expected } = straight;
    expect(resumed).toEqual(expected);
    expect(untrained()).toEqual(start());
    expect(again.saved).toEqual([]);
  });

  it('refuses the state of another encoder', async () => {
    const checkpoints = inMemory();
    await trained({ steps: 1 }, { checkpoints });
    const wider = { steps: 2, encoder: { ...TINY_ENCODER, config: { ...TINY_ENCODER.config, width: 8 } } };
    await expect(
      trained(wider, { checkpoints: inMemory({ from: checkpoints.saved[0] as Checkpoint }) }),
    ).rejects.toMatchObject({ code: 'artifact', message: /its tensors are not those of this training: expected / });
  });
});

describe('train that leaves the finite numbers', () => {
  it('stops at once, names step and tensor, and has kept what was good', async () => {
    const checkpoints = inMemory({ every: 1 });
    const diverging = { steps: 30, learningRate: 1e18, schedule: { name: 'constant' } };
    const error = await trained(diverging, { checkpoints }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'training' });
    const words =
      /at step (\d+) of 30; (\S+) is the first of \d+ among \d+ tensors of the state that are not finite after it\. The first value of that step that is not finite is what \w+ gives at encoder\.\S+\. Lower the learning rate \(1000000000000000000\)/;
    const [, step, tensor] = words.exec((error as Error).message) ?? [];
    expect(tensor).toMatch(/^(weight|first|second)\.(encoder|head)\./);
    expect(checkpoints.saved.map(({ step: kept }) => kept)).toEqual(
      Array.from({ length: Number(step) - 1 }, (_, i) => i + 1),
    );
    for (const { state } of checkpoints.saved) {
      expect(Object.values(state).every(({ data: values }) => Array.from(values, Number).every(Number.isFinite))).toBe(
        true,
      );
    }
  });
});

describe('train that collapses', () => {
  it('says so once, and what to do', async () => {
    const told: string[] = [];
    // A temperature at which no two spectra need be apart, and a decay that takes the weights to 0.
    const decaying = {
      steps: 40,
      batch: 8,
      temperature: 1000,
      learningRate: 0.1,
      weightDecay: 5,
      schedule: { name: 'constant' },
    };
    await trained(decaying, { onAlarm: (text) => void told.push(text) });
    expect(told).toEqual([expect.stringMatching(/^At step \d+ the embeddings are collapsing into one (point|line): /)]);
  });

  it('is not told of one that does not', async () => {
    const told: string[] = [];
    await trained({ steps: 40 }, { onAlarm: (text) => void told.push(text) });
    expect(told).toEqual([]);
  });
});

/** An engine that tells what it is given: the state that a training starts from, and what is fed to its steps. */
function watched(told: {
  readonly start?: (initial: NamedTensors) => void;
  readonly fed?: (inputs: readonly StepInputs[]) => void;
  readonly took?: () => Promise<void>;
}): TrainingEngine {
  const engine = graphEngine(nodeRuntime(), ONE_THREAD);
  return {
    ...engine,
    async start(step) {
      told.start?.(step.initialState);
      const running = await engine.start(step);
      return {
        ...running,
        async steps(inputs) {
          told.fed?.(inputs);
          const results = await running.steps(inputs);
          await told.took?.();
          return results;
        },
      };
    },
  };
}

describe('train in memory', () => {
  it('keeps nothing of the state that it starts from once the first steps are taken', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    let started: WeakRef<TensorValue['data']>[] = [];
    const alive: number[] = [];
    const engine = watched({
      start: (initial) => {
        started = Object.values(initial).map(({ data: values }) => new WeakRef(values));
      },
      took: async () => {
        // What a turn of the event loop has looked at lives until its end.
        await new Promise((resolve) => setTimeout(resolve, 20));
        collect();
        alive.push(started.filter((one) => one.deref() !== undefined).length);
      },
    });
    await trained({ steps: 3 }, { engine });
    expect(started.length).toBeGreaterThan(50);
    expect(alive.at(-1)).toBe(0);
  });
});

describe('train with early stopping', () => {
  // A rate at which the weights are soon worth nothing.
  const settings = {
    steps: 60,
    batch: 8,
    objective: 'sup-con',
    learningRate: 0.1,
    schedule: { name: 'constant' },
    earlyStopping: { every: 2, patience: 4, holdOut: 0.25 },
  };

  it('ends when the groups set aside are told apart no better, and gives the state that told them apart best', async () => {
    const checkpoints = inMemory({ every: 2 });
    const looks: { step: number; heldOut: number }[] = [];
    const model = await trained(settings, {
      checkpoints,
      onProgress: ({ step, heldOut }) => void (heldOut !== undefined && looks.push({ step, heldOut })),
    });
    const steps = model.losses.length;
    expect(steps).toBeLessThan(60);
    expect(looks.map(({ step }) => step)).toEqual(Array.from({ length: steps / 2 }, (_, i) => 2 * (i + 1)));
    const best = model.best as NonNullable<typeof model.best>;
    expect(best.step).toBe(steps - 8);
    expect(Math.max(...looks.map(({ heldOut }) => heldOut))).toBeLessThanOrEqual(best.value);
    expect(looks.at(-1)?.heldOut).toBeLessThan(best.value);
    const { state } = checkpoints.saved.find(({ step }) => step === best.step) as Checkpoint;
    const learned = Object.keys(state).flatMap((name) => /^weight\.(encoder\..*)$/.exec(name)?.[1] ?? []);
    expect(learned.length).toBeGreaterThan(10);
    for (const name of learned) {
      expect(model.weights[name], name).toEqual(state[`weight.${name}`]);
    }
  });

  it('by the loss of what is set aside reads no label, and ends too', async () => {
    const looks: number[] = [];
    const labelFree = {
      ...settings,
      objective: 'nt-xent',
      earlyStopping: { ...settings.earlyStopping, criterion: 'loss' },
    };
    const alone = { ...data, groups: data.groups.map((_, row) => row) };
    const model = await train(alone, [{ step: 'snv' }], configOf(labelFree), {
      engine: graphEngine(nodeRuntime(), ONE_THREAD),
      runOnRows: (...given) => runOnRows(nodeRuntime(), ONE_THREAD, ...given),
      onProgress: ({ heldOut }) => void (heldOut !== undefined && looks.push(heldOut)),
    });
    const { criterion, step, value } = model.best as NonNullable<typeof model.best>;
    expect([criterion, step]).toEqual(['loss', model.losses.length - 8]);
    expect(model.losses.length).toBeLessThan(60);
    expect(Math.min(...looks)).toBeGreaterThanOrEqual(value);
    expect(looks.at(-1)).toBeGreaterThan(value);
  });

  it('gives the encoder before training, where no step is better', async () => {
    const residual = { encoder: { name: 'residual', config: { hidden: 16 } }, head: 'centred', learningRate: 0.03 };
    const model = await trained({ ...settings, ...residual });
    expect([model.best?.step, model.losses.length]).toEqual([0, 8]);
    expect(await sha256(encodeSafetensors(model.weights))).toBe(await sha256(encodeSafetensors(model.untrained())));
  });

  it('goes on from a checkpoint to the same bytes, and from its last one without another step', async () => {
    const whole = inMemory({ every: 5 });
    const straight = await trained(settings, { checkpoints: whole });
    for (const from of [whole.saved[0] as Checkpoint, whole.saved.at(-1) as Checkpoint]) {
      const rest = inMemory({ every: 5, from });
      const resumed = await trained(settings, { checkpoints: rest });
      expect([resumed.losses, resumed.best]).toEqual([straight.losses, straight.best]);
      expect(await sha256(encodeSafetensors(resumed.weights))).toBe(await sha256(encodeSafetensors(straight.weights)));
      expect(await Promise.all(rest.saved.map(textOf))).toEqual(
        await Promise.all(whole.saved.filter(({ step }) => step > from.step).map(textOf)),
      );
    }
  });

  it('feeds no spectrum of the groups set aside', async () => {
    const rowOf = new Map(
      data.groups.map((group, i) => [rows.data.slice(i * rows.bins, (i + 1) * rows.bins).join(), group]),
    );
    const seen = new Set<number | undefined>();
    const fed = (inputs: readonly StepInputs[]) => {
      for (const { batch } of inputs) {
        const { data: spectra } = batch.spectra as TensorValue;
        for (let start = 0; start < spectra.length; start += rows.bins) {
          seen.add(rowOf.get(spectra.slice(start, start + rows.bins).join()));
        }
      }
    };
    const patient = { ...settings, objective: 'nt-xent', steps: 12, learningRate: 1e-5 };
    await trained({ ...patient, earlyStopping: { holdOut: 0.25, patience: 100 } }, { engine: watched({ fed }) });
    // Of 12 groups, 3 are set aside; four steps take all spectra of the others but a few.
    expect(seen.size).toBe(9);
    expect(seen.has(undefined)).toBe(false);
  });
});
