import { describe, expect, it, vi } from 'vitest';
import { checkedSession } from './checked-session.js';
import type { GraphSession, GraphStepper, TensorValue, ValueInfo } from './runtime.js';

// What holds for real graphs too is in test/port-suite.ts, run on every runtime.
const scalar = (value: number): TensorValue => ({ type: 'float32', dims: [], data: Float32Array.of(value) });
const rows = (count: number): TensorValue => ({ type: 'float32', dims: [count], data: new Float32Array(count) });
const float = (name: string, dims: ValueInfo['dims'] = []): ValueInfo => ({ name, type: 'float32', dims });

function fakeSession(parts: Partial<GraphSession>) {
  const stepper = {
    step: vi.fn(async () => ({ loss: scalar(1) })),
    state: vi.fn(async () => ({ w: scalar(0) })),
    dispose: vi.fn(async () => undefined),
  } satisfies GraphStepper;
  const raw = {
    provider: 'cpu' as const,
    threads: 1,
    inputs: [float('w'), float('x', ['B'])],
    outputs: [float('w.next'), float('loss')],
    run: vi.fn(async () => ({ loss: scalar(1) })),
    stepper: vi.fn(() => stepper),
    dispose: vi.fn(async () => undefined),
    ...parts,
  } satisfies GraphSession;
  return { raw, stepper, session: checkedSession(raw) };
}

describe('checkedSession', () => {
  it('never runs an empty batch, in a step neither', async () => {
    const { raw, stepper, session } = fakeSession({ outputs: [float('w.next'), float('each', ['B'])] });
    expect(await session.stepper({ w: scalar(0) }).step({ x: rows(0) })).toEqual({ each: rows(0) });
    await expect(session.run({ w: scalar(0), x: rows(0) })).rejects.toThrow('"w.next" [] has no value');
    expect(stepper.step).not.toHaveBeenCalled();
    expect(raw.run).not.toHaveBeenCalled();
  });

  it('holds the feeds of a step to the symbolic sizes of the state', async () => {
    const { session } = fakeSession({
      inputs: [float('w', ['B']), float('x', ['B'])],
      outputs: [float('w.next', ['B']), float('loss')],
    });
    const stepper = session.stepper({ w: rows(2) });
    await expect(stepper.step({ x: rows(3) })).rejects.toThrow('Expected [B] with B = 2');
    expect(await stepper.step({ x: rows(2) })).toEqual({ loss: scalar(1) });
  });

  it('refuses state that changes its shape', () => {
    const { session } = fakeSession({ outputs: [float('w.next', [2]), float('loss')] });
    expect(() => session.stepper({ w: scalar(0) })).toThrow(
      'State "w" is float32 [] but "w.next" is float32 [2]. Expected the same type and shape.',
    );
  });

  it('takes the next step after one that failed', async () => {
    const { stepper, session } = fakeSession({});
    const checked = session.stepper({ w: scalar(0) });
    stepper.step.mockRejectedValueOnce(new Error('the device is lost'));
    await expect(checked.step({ x: rows(1) })).rejects.toThrow('the device is lost');
    expect(await checked.step({ x: rows(1) })).toEqual({ loss: scalar(1) });
  });

  it('frees once, and ends its steppers with itself', async () => {
    const { raw, session } = fakeSession({});
    const stepper = session.stepper({ w: scalar(0) });
    await session.dispose();
    await session.dispose();
    expect(raw.dispose).toHaveBeenCalledOnce();
    await expect(stepper.step({ x: rows(1) })).rejects.toThrow('This session was disposed. Load the graph again.');
  });
});
