import { describe, expect, it } from 'vitest';
import { inTurn } from './turns.js';

describe('inTurn', () => {
  it('starts a call when the one before it has ended, in the order in which they were made', async () => {
    const events: string[] = [];
    const work = (name: string, ms: number) => async () => {
      events.push(`${name} starts`);
      await new Promise((done) => setTimeout(done, ms));
      events.push(`${name} ends`);
      return name;
    };
    const answers = await Promise.all([inTurn('wasm', work('slow', 20)), inTurn('wasm', work('quick', 0))]);
    expect(answers).toEqual(['slow', 'quick']);
    expect(events).toEqual(['slow starts', 'slow ends', 'quick starts', 'quick ends']);
  });

  it('goes on after a failure, which its own caller hears of', async () => {
    const failing = inTurn('wasm', async () => {
      throw new Error('No.');
    });
    const next = inTurn('wasm', async () => 'on');
    await expect(failing).rejects.toThrow('No.');
    expect(await next).toBe('on');
  });

  it('lets another bundle run meanwhile', async () => {
    let release = () => {};
    const waiting = inTurn('webgpu', () => new Promise<void>((done) => (release = done)));
    expect(await inTurn('wasm', async () => 'done')).toBe('done');
    release();
    await waiting;
  });
});
