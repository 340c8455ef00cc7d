import '@tensorflow/tfjs';
import { trace } from '@spectrosim/export';
import type { NamedTensors } from '@spectrosim/models';
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { eagerEngine } from './eager-engine.js';
import type { RunningTraining, StepInputs, StepResults, TrainingStep } from './engine.js';

const floats = (...data: number[]) =>
  ({ type: 'float32', dims: [data.length], data: Float32Array.from(data) }) as const;

/** Gradient descent on Σ (w − target)², with a counter, and a mask that no step changes. */
const descent: TrainingStep = {
  initialState: {
    w: floats(1, 2, 3),
    count: { type: 'int32', dims: [], data: Int32Array.of(0) },
    mask: { type: 'bool', dims: [3], data: Uint8Array.of(1, 0, 1) },
  },
  sampleBatch: { target: floats(0, 0, 0) },
  scalars: ['rate'],
  run: ({ w, count, mask }, { target }, { rate }) => {
    const loss = (x: tf.Tensor) => tf.sum(tf.square(tf.sub(x, target as tf.Tensor))) as tf.Scalar;
    const { value, grad } = tf.valueAndGrad(loss)(w as tf.Tensor, tf.scalar(1));
    const moved = tf.mul(tf.mul(grad, tf.cast(mask as tf.Tensor, 'float32')), rate as tf.Tensor);
    return {
      state: {
        w: tf.sub(w as tf.Tensor, moved),
        count: tf.add(count as tf.Tensor, tf.scalar(1, 'int32')),
        mask: mask as tf.Tensor,
      },
      results: { loss: value, rate: rate as tf.Tensor },
    };
  },
};
const batch: NamedTensors = { target: floats(0, 0, 1) };

async function oneStep(
  running: RunningTraining,
  fed: NamedTensors,
  scalars: StepInputs['scalars'],
): Promise<StepResults> {
  return (await running.steps([{ batch: fed, scalars }]))[0] as StepResults;
}

beforeEach(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

describe.each(['cpu', 'wasm'] as const)('the eager engine on %s', (backend) => {
  it('says what it is', async () => {
    expect(await eagerEngine(backend)).toMatchObject({
      name: 'eager',
      backend,
      description: `eager engine, tfjs 4.22.0 ${backend}`,
    });
  });

  it('takes steps, by hand', async () => {
    const running = await (await eagerEngine(backend)).start(descent);
    // w ← w − ¼ · 2 (w − target) where the mask is 1: halfway there.
    expect(await oneStep(running, batch, { rate: 0.25 })).toEqual({ loss: 1 + 4 + 4, rate: 0.25 });
    expect(await oneStep(running, batch, { rate: 0.25 })).toEqual({ loss: 0.25 + 4 + 1, rate: 0.25 });
    expect(await running.state()).toEqual({
      w: floats(0.25, 2, 1.5),
      count: { type: 'int32', dims: [], data: Int32Array.of(2) },
      mask: descent.initialState.mask,
    });
    await running.dispose();
  });

  it('keeps as many tensors as the state has, and none when it is disposed of', async () => {
    const engine = await eagerEngine(backend);
    const before = tf.memory();
    const running = await engine.start(descent);
    for (let t = 0; t < 5; t++) {
      await oneStep(running, batch, { rate: 0.1 });
      expect(tf.memory().numTensors).toBe(before.numTensors + 3);
      expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers + 3);
    }
    await running.dispose();
    expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
  });

  it('keeps the state it had when a step fails, and frees the rest', async () => {
    const running = await (await eagerEngine(backend)).start(descent);
    const before = tf.memory().numTensors;
    await expect(oneStep(running, {}, { rate: 0.1 })).rejects.toThrow();
    expect(tf.memory().numTensors).toBe(before);
    expect(await oneStep(running, batch, { rate: 0.25 })).toMatchObject({ loss: 9 });
    await running.dispose();
  });

  it('hands out copies of its state', async () => {
    const running = await (await eagerEngine(backend)).start(descent);
    const { w } = await running.state();
    w?.data.fill(7 as never);
    expect((await running.state()).w).toEqual(floats(1, 2, 3));
    await running.dispose();
  });

  it('leaves the backend that was, also for who opens it, and also after a failure', async () => {
    const other = backend === 'cpu' ? 'wasm' : 'cpu';
    await eagerEngine(other);
    await tf.setBackend(other);
    const mine = tf.tensor1d([1, 2]);
    const running = await (await eagerEngine(backend)).start(descent);
    expect(tf.getBackend()).toBe(other);
    await oneStep(running, batch, { rate: 0.1 });
    await running.state();
    await oneStep(running, {}, { rate: 0.1 }).catch(() => undefined);
    expect(tf.getBackend()).toBe(other);
    expect(Array.from(tf.add(mine, 1).dataSync())).toEqual([2, 3]);
    await running.dispose();
    mine.dispose();
  });

  it('takes the same steps when functions are traced and tensors computed in between', async () => {
    const engine = await eagerEngine(backend);
    const rates = [0.1, 0.2, 0.3];
    const undisturbed = await engine.start(descent);
    const expected = [];
    for (const rate of rates) {
      expected.push(await oneStep(undisturbed, batch, { rate }));
    }
    const state = await undisturbed.state();

    await tf.setBackend(backend);
    // A tensor of this backend, which the tracer takes over for as long as a trace lasts.
    const captured = tf.tensor1d([1, 2, 3]);
    await tf.setBackend('cpu');
    const running = await engine.start(descent);
    const got = [];
    for (const rate of rates) {
      const graph = trace('between', ({ x }) => ({ y: tf.mul(x as tf.Tensor, captured) }), {
        x: { type: 'float32', dims: [3] },
      });
      expect(graph.nodes.map(({ op }) => op)).toEqual(['Mul']);
      expect(Array.from(tf.mul(captured, 2).dataSync())).toEqual([2, 4, 6]);
      got.push(await oneStep(running, batch, { rate }));
    }
    expect(got).toEqual(expected);
    expect(await running.state()).toEqual(state);
    expect(tf.getBackend()).toBe('cpu');
    tf.dispose(captured);
    await Promise.all([undisturbed.dispose(), running.dispose()]);
  });

  it('runs two trainings side by side', async () => {
    const engine = await eagerEngine(backend);
    const [a, b] = [await engine.start(descent), await engine.start(descent)];
    await oneStep(a, batch, { rate: 0.25 });
    expect(await oneStep(b, batch, { rate: 0.25 })).toMatchObject({ loss: 9 });
    expect(await oneStep(a, batch, { rate: 0.25 })).toMatchObject({ loss: 5.25 });
    await Promise.all([a.dispose(), b.dispose()]);
  });

  it('refuses types that tfjs does not have, by name', async () => {
    const step = { ...descent, initialState: { n: { type: 'int64', dims: [1], data: BigInt64Array.of(1n) } as const } };
    await expect((await eagerEngine(backend)).start(step)).rejects.toThrow(/"n" is of type int64/);
  });
});
