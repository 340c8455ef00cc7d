import { nodeRuntime } from '@spectrosim/runtime-node';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BrowserRuntime, openBrowserRuntime } from '../cli/browser/browser-runtime.js';
import { findChromium } from '../cli/browser/find-chromium.js';
import { COARSE_ON_WEBGPU, expectOnRuntime, kernelGraph, NOT_ON_WEBGPU } from './kernel-cases.setup.js';
import { absence } from './provider-here.setup.js';
import { TOLERANCES } from './tolerances.js';
import { TRACER_CASES } from './tracer-cases.js';

beforeEach(() => tf.setBackend('cpu'));

const onWebgpu = { provider: 'webgpu', threads: 1, strict: true } as const;
const noWebgpu = await absence(nodeRuntime(), onWebgpu);

describe.skipIf(noWebgpu !== undefined)(
  `webgpu, strict${noWebgpu === undefined ? '' : ` (skipped: ${noWebgpu})`}`,
  () => {
    it.each(Object.keys(TRACER_CASES).filter((kernel) => !NOT_ON_WEBGPU.includes(kernel)))('%s', async (kernel) => {
      const tolerance = COARSE_ON_WEBGPU.includes(kernel) ? TOLERANCES.wgslAngles : TOLERANCES.operators;
      await expectOnRuntime(kernelGraph(kernel), nodeRuntime(), onWebgpu, tolerance);
    });

    it.each(NOT_ON_WEBGPU)('%s is refused', async (kernel) => {
      const load = expectOnRuntime(kernelGraph(kernel), nodeRuntime(), onWebgpu, TOLERANCES.operators);
      await expect(load).rejects.toThrow(/"webgpu" lacks a kernel for a node/);
    });
  },
);

const chromium = await findChromium({ fetch: false });
describe.skipIf(chromium.path === undefined)(
  `wasm in Chromium${chromium.path === undefined ? ` (skipped: ${chromium.reason})` : ''}`,
  () => {
    let browser: BrowserRuntime;
    beforeAll(async () => {
      browser = await openBrowserRuntime({ chromium: chromium.path as string, provider: 'wasm', threads: 1 });
    }, 120_000);
    afterAll(() => browser?.close());

    it.each(Object.keys(TRACER_CASES))('%s', async (kernel) => {
      await expectOnRuntime(
        kernelGraph(kernel),
        browser.runtime,
        { provider: 'wasm', threads: 1 },
        TOLERANCES.operators,
      );
    });
  },
);
