import { beforeEach, describe, expect, it } from 'vitest';
import { recallTrials, rememberTrials } from './calibration-memory.js';
import type { PageTrial } from './page-trial.js';

const key = { manifestHash: 'ab', version: '1.30.0', browser: 'Chromium 1', threads: 2 };
const trials: readonly PageTrial[] = [
  { provider: 'wasm', threads: 2, outcome: 'measured', compareMs: 4.5 },
  { provider: 'webgpu', threads: 2, outcome: 'skipped', reason: 'Software.' },
];

/** A browser's storage, of which node has none. */
function storageOf(kept: Map<string, string>): Storage {
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  } as Storage;
}

describe('a kept calibration', () => {
  let kept: Map<string, string>;
  let storage: Storage;
  beforeEach(() => {
    kept = new Map();
    storage = storageOf(kept);
  });

  it('comes back', () => {
    rememberTrials(storage, key, trials);
    expect(recallTrials(storage, key)).toEqual(trials);
  });

  it.each([
    ['model', { manifestHash: 'cd' }],
    ['ONNX Runtime', { version: '1.31.0' }],
    ['browser', { browser: 'Chromium 2' }],
    ['number of threads', { threads: 1 }],
  ])('does not hold for another %s', (_, other) => {
    rememberTrials(storage, key, trials);
    expect(recallTrials(storage, { ...key, ...other })).toBeUndefined();
  });

  it.each(['not JSON', '{}', '[{"provider":"wasm"}]', '[]'])('is measured anew when it reads %s', (text) => {
    rememberTrials(storage, key, trials);
    for (const name of kept.keys()) {
      kept.set(name, text);
    }
    expect(recallTrials(storage, key)).toBeUndefined();
  });

  it('is done without when the storage is full', () => {
    const full = {
      ...storage,
      setItem() {
        throw new DOMException('full', 'QuotaExceededError');
      },
    } as unknown as Storage;
    expect(() => rememberTrials(full, key, trials)).not.toThrow();
  });
});
