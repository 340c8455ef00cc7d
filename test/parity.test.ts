import { decodeModel } from '@spectrosim/export';
import {
  checkParity,
  decodeReference,
  loadModel,
  PARITY_GATES,
  type ParityReference,
  type ParityRow,
  parseManifest,
} from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../cli/browser/find-chromium.js';
import { browserTargets } from '../cli/runtimes/browser-targets.js';
import { nodeTargets } from '../cli/runtimes/node-targets.js';
import { interpret } from './interpreter/interpret.js';
import { tinyArtifact, tinyEncodedVerifier, tinyVerifier } from './tiny-artifact.setup.js';

const chromium = await findChromium({ fetch: false });

describe.each([
  ['an encoder', 'cosine', tinyArtifact],
  ['a verifier', 'llr', tinyVerifier],
  ['a verifier with an encoder and normalised scores', 'llr', tinyEncodedVerifier],
] as const)('parity of %s', (_, score, make) => {
  let files: Readonly<Record<string, Uint8Array>>;
  let reference: ParityReference;
  let threshold: number;
  let width: number;
  const read = async (path: string) => files[path];
  const file = (path: string) => files[path] as Uint8Array;
  beforeAll(async () => {
    files = (await make()).files;
    reference = decodeReference(file('reference.safetensors'));
    const manifest = parseManifest(new TextDecoder().decode(file('manifest.json')));
    expect(manifest.decision.score).toBe(score);
    threshold = manifest.decision.threshold;
    width = manifest.embedding;
  });

  function expectPass(row: ParityRow) {
    expect(row).toMatchObject({ status: 'pass', flips: 0 });
    expect(row.embedding).toBeLessThanOrEqual(PARITY_GATES.embedding);
    expect(row.score).toBeLessThanOrEqual(PARITY_GATES[score]);
  }

  it('is about verdicts of both kinds', () => {
    const same = reference.score.filter((score) => score >= threshold).length;
    expect(same).toBeGreaterThan(0);
    expect(same).toBeLessThan(reference.score.length);
    // Scores at a bound are the bound on any runtime: they certify nothing.
    expect(new Set(reference.score).size).toBeGreaterThan(5);
  });

  it('holds between the reference and its float64 evaluation', () => {
    const rows = reference.embedding.length / width;
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
      Float64Array.from({ length: (reference.pairs.length / 2) * width }, (_, i) => {
        const spectrum = reference.pairs[2 * Math.floor(i / width) + offset] as number;
        return exact[spectrum * width + (i % width)] as number;
      });
    const dims = [reference.pairs.length / 2, width];
    const { score: exactScore } = interpret(decodeModel(file('onnx/score.onnx')), {
      a: { type: 'float32', dims, data: side(0) },
      b: { type: 'float32', dims, data: side(1) },
    });
    exactScore?.data.forEach((value, p) => {
      const got = reference.score[p] as number;
      expect(Math.abs(value - got)).toBeLessThanOrEqual(PARITY_GATES[score]);
      if (Math.abs(value - threshold) > PARITY_GATES[score]) {
        expect(got >= threshold).toBe(value >= threshold);
      }
    });
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

  const targets = [...nodeTargets(chromium.path), ...browserTargets(chromium)].map(
    ({ name, open }) => [name, open] as const,
  );
  it.for(targets)('holds on %s', async ([name, open], { skip }) => {
    const target = await open();
    if (target.absent !== undefined) {
      expect(name).not.toMatch(/^node cpu/);
      return skip(target.absent);
    }
    try {
      const model = await loadModel(read, target.runtime, target.options);
      expectPass(await checkParity(name, model, reference, target.device));
      await model.dispose();
    } finally {
      await target.close();
    }
  });
});
