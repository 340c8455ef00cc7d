import { createRequire } from 'node:module';
import { expect, it, vi } from 'vitest';
import { pairFeatures } from './features.setup.js';
import { svm } from './svm.js';

const listeners = () => [process.listeners('unhandledRejection'), process.listeners('uncaughtException')];

it('prints nothing, leaves the console and the process as they were, and frees what it took', async () => {
  const before = listeners();
  const { log } = console;
  const spies = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
  const { features, same } = pairFeatures(60, 400, 0.5);
  try {
    await svm.fit(features, same, 1);
    // The module of the compiled library itself, whose memory only grows.
    const heap = createRequire(import.meta.url)('libsvm-js/out/asm/libsvm.js') as { HEAP8: Int8Array };
    const { length } = heap.HEAP8;
    // The features alone, were they kept, would take all that there is.
    for (let i = 0; i < length / (60 * 400 * 16); i++) {
      await svm.fit(features, same, 1);
    }
    expect(heap.HEAP8.length).toBe(length);
    expect(spies.flatMap((spy) => spy.mock.calls)).toEqual([]);
  } finally {
    for (const spy of spies) {
      spy.mockRestore();
    }
  }
  expect(console.log).toBe(log);
  expect(listeners()).toEqual(before);
});
