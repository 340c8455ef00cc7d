import type { GraphRuntime, NamedTensors, TensorValue } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { graphEngine, type StepInputs, type TrainingStep } from '@spectrosim/training';
import { describe, expect, it } from 'vitest';
import { ONE_THREAD } from './tiny-artifact.setup.js';
import { tinyBatches, tinyScalars, tinyStep } from './tiny-training.setup.js';

const engine = graphEngine(nodeRuntime(), ONE_THREAD);
const inputs = (steps: number) => tinyBatches(1, steps).map((batch, i) => ({ batch, scalars: tinyScalars(i + 1) }));

/** A tensor with one number of it replaced. */
const planted = (value: TensorValue, number: number): TensorValue => {
  const data = (value.data as Float32Array).slice();
  data[3] = number;
  return { type: 'float32', dims: value.dims, data };
};

/** The tiny step from a state in which a weight is planted. */
function stepWith(name: string, number: number): TrainingStep {
  const step = tinyStep(1);
  const initialState: NamedTensors = {
    ...step.initialState,
    [name]: planted(step.initialState[name] as TensorValue, number),
  };
  return { ...step, initialState };
}

/** Node's runtime, without the state before the last run: as in a page. */
const forgetful = (): GraphRuntime => {
  const { name, version, load } = nodeRuntime();
  return {
    name,
    version,
    async load(graph, options) {
      const session = await load(graph, options);
      return {
        ...session,
        stepper(initial) {
          const { step, state, dispose } = session.stepper(initial);
          return { step, state, dispose };
        },
      };
    },
  };
};

describe('the first value that is not finite', () => {
  it.each([
    ['encoder.blocks.0.attention.out.weight', /^what Gemm gives at encoder\.blocks\.0\.attention\.out\.weight$/],
    ['encoder.blocks.1.expand.weight', /^what Gemm gives at encoder\.blocks\.1\.expand\.weight$/],
  ])('is that of the layer in the middle whose weight overflows, %s', async (name, expected) => {
    const step = stepWith(`weight.${name}`, 3e38);
    const running = await engine.start(step);
    const [results] = await running.steps(inputs(1));
    expect(Number.isFinite(results?.loss)).toBe(false);
    expect(await running.firstNotFinite?.(() => step.initialState)).toMatch(expected);
    await running.dispose();
  });

  it('is found in the last of several steps, from the state before them', async () => {
    const running = await engine.start(tinyStep(1));
    const [first, ...others] = inputs(4);
    await running.steps([first as StepInputs]);
    // The last of them divides by a temperature of 0.
    const fed = others.map((one, i) => (i < 2 ? one : { ...one, scalars: { ...one.scalars, temperature: 0 } }));
    expect(await running.steps(fed)).toHaveLength(3);
    const never = () => {
      throw new Error('the state before these steps is at hand');
    };
    expect(await running.firstNotFinite?.(never)).toMatch(/^what \w+ gives at head\./);
    await running.dispose();
  });

  it('is told of the first run alone where the runtime keeps no state but the present one', async () => {
    const step = tinyStep(1);
    const cold = inputs(3).map((one) => ({ ...one, scalars: { ...one.scalars, temperature: 0 } }));
    const running = await graphEngine(forgetful(), ONE_THREAD).start(step);
    await running.steps(cold.slice(0, 1));
    expect(await running.firstNotFinite?.(() => step.initialState)).toMatch(/^what \w+ gives at head\./);
    await running.dispose();

    const later = await graphEngine(forgetful(), ONE_THREAD).start(step);
    await later.steps(inputs(2));
    await later.steps([]);
    await later.steps(cold.slice(2));
    // From the start the same step would fail too, and name a value of a way that was not gone.
    expect(await later.firstNotFinite?.(() => step.initialState)).toBeUndefined();
    await later.dispose();
  });

  it('is none where all are finite', async () => {
    const running = await engine.start(tinyStep(1));
    await running.steps(inputs(1));
    expect(await running.firstNotFinite?.(() => tinyStep(1).initialState)).toBeUndefined();
    await running.dispose();
  });

  it('is a weight of the state itself', async () => {
    const name = 'weight.encoder.blocks.1.norm2.scale';
    const running = await engine.start(tinyStep(1));
    await running.steps(inputs(1));
    expect(await running.firstNotFinite?.(() => stepWith(name, Number.NaN).initialState)).toBe(name);
    await running.dispose();
  });
});
