import type { GraphRuntime, Provider } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { eagerEngine, graphEngine, probeEagerBackends, type TrainingEngine } from '@spectrosim/training';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBrowserRuntime } from '../cli/browser/browser-runtime.js';
import { findChromium } from '../cli/browser/find-chromium.js';
import { absence } from './provider-here.setup.js';
import { type TinyTraining, type TinyVariant, tinyTraining } from './tiny-training.setup.js';
import { TOLERANCES } from './tolerances.js';

const STEPS = 20;

/** Whether something that not every machine has is here, or why not. */
type Availability = { readonly reason?: string };
const skipped = ({ reason }: Availability) => (reason === undefined ? '' : ` (skipped: ${reason})`);

const absent = (error: unknown): Availability => ({ reason: (error as Error).message.split('\n')[0] as string });

/** Whether a runtime has a provider. */
async function probe(runtime: GraphRuntime, provider: Provider): Promise<Availability> {
  const reason = await absence(runtime, { provider, threads: 1, strict: provider === 'webgpu' });
  return reason === undefined ? {} : { reason };
}

const chromium = await findChromium({ fetch: false });
const page: Availability = chromium.path === undefined ? { reason: chromium.reason } : {};
/** Opens a browser for one provider and closes it after `use`. */
async function inChromium<R>(provider: Provider, use: (runtime: GraphRuntime) => Promise<R>): Promise<R> {
  const browser = await openBrowserRuntime({ chromium: chromium.path as string, provider, threads: 1 });
  try {
    return await use(browser.runtime);
  } finally {
    await browser.close();
  }
}

const nodeWebgpu = await probe(nodeRuntime(), 'webgpu');
const chromiumWebgpu =
  page.reason === undefined ? await inChromium('webgpu', (runtime) => probe(runtime, 'webgpu')) : page;
const eagerProbes = await probeEagerBackends();

/** Each number of each step within the tolerance of that number. */
function expectAgreement({ results, state }: TinyTraining, expected: TinyTraining): void {
  expect(results).toHaveLength(STEPS);
  for (const [t, wanted] of expected.results.entries()) {
    for (const name of ['loss', 'gradientNorm', 'spread']) {
      const [a, b] = [results[t]?.[name] as number, wanted[name] as number];
      expect(Math.abs(a - b) / b, `${name} of step ${t + 1}: ${a}, ${b}`).toBeLessThanOrEqual(TOLERANCES.losses);
    }
  }
  expect(Object.keys(state)).toEqual(Object.keys(expected.state));
}

/** SwiftShader computes on the processor: twenty steps take half a minute on two idle cores, and more on busy ones. */
const SOFTWARE_WEBGPU_MS = 180_000;

/** With seed 1 a Relu's input passes 0 within rounding at step 18, and a gradient jumps there on one side and not on the other. */
const SEED = 3;

const trainOn = (engine: TrainingEngine, options: TinyVariant & { seed?: number } = {}) =>
  tinyTraining(engine, { seed: SEED, ...options, steps: STEPS });
const graphOn = (runtime: GraphRuntime, provider: Provider) =>
  graphEngine(runtime, { provider, threads: 1, strict: provider === 'webgpu' });

describe(`the first ${STEPS} losses from one seed: 2 layers, width 16, 8 tokens, batch 4, five augmentations`, () => {
  let reference: TinyTraining;
  beforeAll(async () => {
    reference = await trainOn(graphOn(nodeRuntime(), 'cpu'));
  });

  it('are numbers that move', () => {
    const losses = reference.results.map(({ loss }) => loss as number);
    expect(losses.every((loss) => Number.isFinite(loss) && loss > 0)).toBe(true);
    expect(new Set(losses).size).toBe(STEPS);
  });

  it('are others from another seed', async () => {
    const other = await trainOn(await eagerEngine('wasm'), { seed: 2 });
    expect(() => expectAgreement(other, reference)).toThrow(/loss of step 1:/);
  });

  describe('agree between graph cpu and', () => {
    for (const { backend, ok, found } of eagerProbes) {
      // Two come with the package: where they do not work, that is a failure.
      const optional = backend.startsWith('tfjs-node');
      const reason: Availability = ok || !optional ? {} : absent(new Error(found));
      it.skipIf(reason.reason !== undefined)(`eager ${backend}${skipped(reason)}`, async () => {
        expectAgreement(await trainOn(await eagerEngine(backend)), reference);
      });
    }

    it('eager wasm, with the spectral head', async () => {
      const spectral = { head: 'spectral' };
      const expected = await trainOn(graphOn(nodeRuntime(), 'cpu'), spectral);
      expectAgreement(await trainOn(await eagerEngine('wasm'), spectral), expected);
    });

    it.each(['paper', 'centred'])('eager wasm, with SupCon, noise and the residual encoder, %s head', async (head) => {
      const replicates = { head, replicates: true };
      const expected = await trainOn(graphOn(nodeRuntime(), 'cpu'), replicates);
      expectAgreement(await trainOn(await eagerEngine('wasm'), replicates), expected);
    });

    it.skipIf(nodeWebgpu.reason !== undefined)(
      `graph webgpu in node, with SupCon, noise and the residual encoder${skipped(nodeWebgpu)}`,
      async () => {
        const replicates = { head: 'centred', replicates: true };
        const expected = await trainOn(graphOn(nodeRuntime(), 'cpu'), replicates);
        expectAgreement(await trainOn(graphOn(nodeRuntime(), 'webgpu'), replicates), expected);
      },
    );

    it.skipIf(page.reason !== undefined)(`graph wasm in Chromium${skipped(page)}`, async () => {
      await inChromium('wasm', async (runtime) => {
        expectAgreement(await trainOn(graphOn(runtime, 'wasm')), reference);
      });
    });

    it.skipIf(nodeWebgpu.reason !== undefined)(
      `graph webgpu in node${skipped(nodeWebgpu)}`,
      async () => {
        expectAgreement(await trainOn(graphOn(nodeRuntime(), 'webgpu')), reference);
      },
      SOFTWARE_WEBGPU_MS,
    );

    it.skipIf(chromiumWebgpu.reason !== undefined)(
      `graph webgpu in Chromium${skipped(chromiumWebgpu)}`,
      async () => {
        await inChromium('webgpu', async (runtime) => {
          expectAgreement(await trainOn(graphOn(runtime, 'webgpu')), reference);
        });
      },
      SOFTWARE_WEBGPU_MS,
    );
  });
});

describe('the eager engine on wasm', () => {
  it('gives the same bytes again', async () => {
    const first = await trainOn(await eagerEngine('wasm'));
    expect(await trainOn(await eagerEngine('wasm'))).toEqual(first);
  });
});
