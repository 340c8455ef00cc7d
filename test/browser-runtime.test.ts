import { createRandom, type TensorValue } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserRuntime, openBrowserRuntime } from '../cli/browser/browser-runtime.js';
import { findChromium } from '../cli/browser/find-chromium.js';
import { affineGraph, floats, stepGraph, sumGraph } from './port-graphs.js';

const found = await findChromium({ fetch: false });
const title = found.path === undefined ? `openBrowserRuntime: ${found.reason}` : 'openBrowserRuntime';

describe.skipIf(found.path === undefined)(title, () => {
  const options = { provider: 'wasm', threads: 2 } as const;
  let browser: BrowserRuntime;
  beforeAll(async () => {
    browser = await openBrowserRuntime({ chromium: found.path as string, ...options });
  });
  afterAll(() => browser.close());

  it('says what runs', () => {
    expect(browser.version).toMatch(/^Chromium \d+$/);
    expect(browser.runtime).toMatchObject({ name: 'web', version: nodeRuntime().version });
  });

  it('computes what node computes', async () => {
    const random = createRandom(11, 'browser-runtime');
    const normals = (count: number) => Float32Array.from({ length: count }, () => random.normal());
    const graph = affineGraph(normals(200 * 32), normals(32));
    const feeds = { x: floats([17, 200], normals(17 * 200)) };
    const [here, there] = await Promise.all([
      nodeRuntime().load(graph, { provider: 'cpu', threads: 1 }),
      browser.runtime.load(graph, options),
    ]);
    const expected = floatsOf((await here.run(feeds)).y);
    const got = floatsOf((await there.run(feeds)).y);
    const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const off = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (got[i] as number))), 0);
    // Sums of 200 products in another order: some units in the last place of the largest.
    expect(off).toBeLessThanOrEqual(2e-6 * scale);
    await Promise.all([here.dispose(), there.dispose()]);
  });

  it('steps, with state in the page', async () => {
    const session = await browser.runtime.load(stepGraph(), options);
    const count = { type: 'int64', dims: [], data: BigInt64Array.of(2n ** 60n) } as const;
    const stepper = session.stepper({ w: floats([3], [1, 2, 3]), count });
    const step = { x: floats([3], [1, 0, -1]), rate: floats([], [0.5]) };
    expect(await stepper.step(step)).toEqual({ loss: floats([], [-2]) });
    expect(await stepper.step(step)).toEqual({ loss: floats([], [-3]) });
    expect(await stepper.state()).toEqual({
      w: floats([3], [0, 2, 4]),
      count: { type: 'int64', dims: [], data: BigInt64Array.of(2n ** 60n + 2n) },
    });
    await stepper.dispose();
    await session.dispose();
  });

  it('keeps the code and words of an error from the page', async () => {
    await expect(browser.runtime.load(Uint8Array.of(1, 2), options)).rejects.toMatchObject({ code: 'graph' });
    await expect(browser.runtime.load(sumGraph(), { ...options, threads: 1 })).rejects.toMatchObject({
      code: 'runtime',
      message: expect.stringMatching(/runs wasm on 2 threads/),
    });
  });

  it('refuses a Chromium that does not start', async () => {
    const chromium = process.execPath.replace(/node[^/\\]*$/, 'no-such-chromium');
    await expect(openBrowserRuntime({ chromium, ...options })).rejects.toMatchObject({ code: 'runtime' });
  });
});

function floatsOf(value: TensorValue | undefined): Float32Array {
  expect(value?.type).toBe('float32');
  return value?.data as Float32Array;
}
