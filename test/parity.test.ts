import { decodeModel } from '@spectrosim/export';
import {
  checkParity,
  decodeReference,
  loadModel,
  PARITY_GATES,
  type ParityReference,
  type ParityRow,
} from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBrowserRuntime } from '../cli/browser/browser-runtime.js';
import { findChromium } from '../cli/browser/find-chromium.js';
import { interpret } from './interpreter/interpret.js';
import { tinyArtifact } from './tiny-artifact.setup.js';

const chromium = await findChromium({ fetch: false });

describe('parity of a trained model', () => {
  let files: Readonly<Record<string, Uint8Array>>;
  let reference: ParityReference;
  let threshold: number;
  const read = async (path: string) => files[path];
  const file = (path: string) => files[path] as Uint8Array;
  beforeAll(async () => {
    files = (await tinyArtifact()).files;
    reference = decodeReference(file('reference.safetensors'));
    threshold = JSON.parse(new TextDecoder().decode(file('manifest.json'))).decision.threshold;
  });

  function expectPass(row: ParityRow) {
    expect(row).toMatchObject({ status: 'pass', flips: 0 });
    expect(row.embedding).toBeLessThanOrEqual(PARITY_GATES.embedding);
    expect(row.score).toBeLessThanOrEqual(PARITY_GATES.cosine);
  }

  it('is about verdicts of both kinds', () => {
    const same = reference.score.filter((score) => score >= threshold).length;
    expect(same).toBeGreaterThan(0);
    expect(same).toBeLessThan(reference.score.length);
  });

  it('holds between the reference and its float64 evaluation', () => {
    const rows = reference.embedding.length / 8;
    const bins = reference.input.length / rows;
    const { embedding } = interpret(decodeModel(file('onnx/model.onnx')), {
      spectra: { type: 'float32', dims: [rows, bins], data: reference.input },
    });
    const exact = embedding?.data as Float64Array;
    const scale = exact.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const off = exact.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - (reference.embedding[i] as number))),
      0,
    );
    expect(off / scale).toBeLessThanOrEqual(PARITY_GATES.embedding);

    const side = (offset: number) =>
      Float64Array.from({ length: (reference.pairs.length / 2) * 8 }, (_, i) => {
        const spectrum = reference.pairs[2 * Math.floor(i / 8) + offset] as number;
        return exact[spectrum * 8 + (i % 8)] as number;
      });
    const dims = [reference.pairs.length / 2, 8];
    const { score } = interpret(decodeModel(file('onnx/score.onnx')), {
      a: { type: 'float32', dims, data: side(0) },
      b: { type: 'float32', dims, data: side(1) },
    });
    score?.data.forEach((value, p) => {
      const got = reference.score[p] as number;
      expect(Math.abs(value - got)).toBeLessThanOrEqual(PARITY_GATES.cosine);
      if (Math.abs(value - threshold) > PARITY_GATES.cosine) {
        expect(got >= threshold).toBe(value >= threshold);
      }
    });
  });

  it.each([1, 2])('holds on node cpu, %s threads', async (threads) => {
    const model = await loadModel(read, nodeRuntime(), { provider: 'cpu', threads });
    expectPass(await checkParity('node', model, reference));
    await model.dispose();
  });

  it('fails for a model whose weights are another', async () => {
    const model = await loadModel(read, nodeRuntime(), { provider: 'cpu', threads: 1 });
    const perturbed = {
      ...model,
      embed: async (rows: Float32Array) => (await model.embed(rows)).map((value, i) => value * (i === 3 ? 1.001 : 1)),
    };
    expect(await checkParity('perturbed', perturbed, reference)).toMatchObject({ status: 'fail' });
    await model.dispose();
  });

  const why = chromium.path === undefined ? ` (skipped: ${chromium.reason})` : '';
  it.skipIf(chromium.path === undefined).each([1, 2])(`holds in Chromium wasm, %s threads${why}`, async (threads) => {
    const browser = await openBrowserRuntime({ chromium: chromium.path as string, provider: 'wasm', threads });
    try {
      const model = await loadModel(read, browser.runtime, { provider: 'wasm', threads });
      expectPass(await checkParity('Chromium', model, reference));
      await model.dispose();
    } finally {
      await browser.close();
    }
  });
});
