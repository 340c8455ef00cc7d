import { decodeModel } from '@spectrosim/export';
import { decodeSafetensors, loadModel, parseManifest } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { allPairs, boundedLlr, evaluateArtifact, runOnRows, scorePairs } from '@spectrosim/training';
import { describe, expect, it } from 'vitest';
import { ONE_THREAD, tinyDataset, tinyEncodedVerifier } from './tiny-artifact.setup.js';

describe('an artifact with an encoder in a branch and normalised scores', async () => {
  const { files, dataset, verifier } = await tinyEncodedVerifier();
  const file = (path: string) => files[path] as Uint8Array;
  const text = (path: string) => new TextDecoder().decode(file(path));
  const manifest = parseManifest(text('manifest.json'));
  const place = manifest.branches.findIndex(({ encoder }) => encoder !== undefined);

  it('says so in its manifest and its model card, and holds the weights by name', () => {
    expect(manifest.branches).toHaveLength(5);
    expect(manifest.branches[place]).toMatchObject({
      encoder: { name: 'residual', config: { hidden: 4 }, parameters: expect.any(Number) },
      embedding: expect.any(Number),
    });
    const fitted = manifest.branches.filter(({ scoreNormalisation }) => scoreNormalisation !== undefined);
    expect(fitted.length).toBeGreaterThan(0);
    expect(fitted[0]?.scoreNormalisation).toEqual({ method: 'as-norm', cohort: 36, top: 10 });
    expect(manifest.training).toMatchObject({ scoreNormalisation: 'as-norm' });
    expect(text('README.md')).toMatch(/residual encoder, [\d,]+ parameters.*scores normalised \(as-norm\) by 36/);
    const weights = decodeSafetensors(file('weights.safetensors'));
    expect(weights[`branches.${place}.encoder.contract.weight`]).toEqual(
      verifier.weights[`branches.${place}.encoder.contract.weight`],
    );
    expect(Object.keys(weights).some((name) => name.endsWith('cohort.embeddings'))).toBe(true);
    expect(Object.keys(weights).some((name) => /^floor\..*(encoder|cohort)/.test(name))).toBe(false);
  });

  it('scores spectra as the fitted verifier does in doubles', async () => {
    const model = await loadModel(async (path) => files[path], nodeRuntime(), ONE_THREAD);
    const { rows, groups } = dataset;
    const pairs = allPairs(groups);
    const embedding = await model.embed(rows.data);
    const width = manifest.embedding;
    const side = (of: Int32Array) =>
      Float32Array.from(Array.from(of).flatMap((row) => [...embedding.subarray(row * width, (row + 1) * width)]));
    const { score } = await model.score(side(pairs.a), side(pairs.b));
    await model.dispose();
    const exact = await scorePairs(verifier, rows, pairs, (fn, x, weights) =>
      runOnRows(nodeRuntime(), ONE_THREAD, fn, x, weights),
    );
    // contracts.md: a calibrated ratio within 1e-3.
    exact.forEach((llr, p) => {
      expect(Math.abs((score[p] as number) - boundedLlr(verifier.calibration, llr))).toBeLessThan(1e-3);
    });
  });

  it('is measured on spectra that it was not trained on, its floor from the same file', async () => {
    const fresh = await tinyDataset(2);
    const renamed = { ...fresh, groups: fresh.groups.map((group) => `other ${group}`) };
    const metrics = await evaluateArtifact(async (path) => files[path], renamed, nodeRuntime(), ONE_THREAD, 1);
    expect(metrics.model.system).toMatch(/of a residual encoder on /);
    expect(metrics.model.cllr?.mean).toBeGreaterThan(0);
    expect(metrics.floor.system).toMatch(/no training/);
  });

  it('keeps in its graphs what the model is, and not how it was chosen or what it measures', () => {
    for (const path of ['onnx/model.onnx', 'onnx/score.onnx']) {
      const { metadata } = decodeModel(file(path));
      expect(JSON.parse(metadata.branches as string)).toEqual(manifest.branches);
      expect(['choice', 'metrics', 'decision', 'files'].filter((key) => key in metadata)).toEqual([]);
    }
    expect(manifest.choice?.tried.length).toBeGreaterThan(100);
  });
});
