import {
  loadModel,
  type Manifest,
  type Model,
  pickSpectrum,
  rowOf,
  type SpectrumSet,
  selectRows,
} from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ONE_THREAD, tinyArtifact, tinySet } from './tiny-artifact.setup.js';

describe('loadModel', () => {
  const set = tinySet();
  let files: Readonly<Record<string, Uint8Array>>;
  let model: Model;
  beforeAll(async () => {
    files = (await tinyArtifact()).files;
    model = await loadModel(async (path) => files[path], nodeRuntime(), ONE_THREAD);
  });
  afterAll(() => model.dispose());
  const pick = (i: number) => selectRows(set, [i]);

  it('compares alike from both sides, and a spectrum with itself at 1', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(35), fc.nat(35), async (i, j) => {
        const one = await model.compare(pick(i), pick(j));
        expect(await model.compare(pick(j), pick(i))).toEqual(one);
        expect(one.sameSource).toBe(one.score >= model.manifest.decision.threshold);
        expect(Math.abs(one.similarity)).toBeLessThanOrEqual(1 + 1e-6);
      }),
      { numRuns: 20 },
    );
    const own = await model.compare(pick(0), pick(0));
    expect(own.similarity).toBeCloseTo(1, 6);
    expect(own.sameSource).toBe(true);
  });

  it('gives 150 spectra in chunks the numbers that each gets alone, in any order', async () => {
    const indices = Array.from({ length: 150 }, (_, i) => (i * 7) % set.names.length);
    const many = selectRows(set, indices).intensities;
    const { embedding: width } = model.manifest;
    const embeddings = await model.embed(many);
    expect(embeddings).toHaveLength(150 * width);
    const alone = await Promise.all(set.names.map((_, i) => model.embed(rowOf(set, i))));
    const scale = alone.reduce((most, row) => row.reduce((m, value) => Math.max(m, Math.abs(value)), most), 0);
    indices.forEach((i, at) => {
      embeddings.subarray(at * width, (at + 1) * width).forEach((value, feature) => {
        // Sums of the same products, grouped by the batch's size: rounding only.
        expect(Math.abs(value - (alone[i]?.[feature] as number))).toBeLessThanOrEqual(2e-6 * scale);
      });
    });
  });

  it('gives nothing for no spectra and no pairs', async () => {
    expect(await model.embed(new Float32Array(0))).toEqual(new Float32Array(0));
    const { score, similarity } = await model.score(new Float32Array(0), new Float32Array(0));
    expect([score, similarity]).toEqual([new Float32Array(0), new Float32Array(0)]);
  });

  it('refuses rows that are no whole spectra, and numbers that are none', async () => {
    await expect(model.embed(new Float32Array(261))).rejects.toMatchObject({ code: 'input' });
    await expect(model.embed(new Float32Array(260).fill(Number.NaN))).rejects.toMatchObject({ code: 'input' });
  });

  it('compares one spectrum a side, on an axis that covers its own', async () => {
    await expect(model.compare(set, pick(0))).rejects.toMatchObject({
      code: 'input',
      message: expect.stringMatching(/one spectrum a side, got 36: hoki-b01-f1/),
    });
    const halved: SpectrumSet = { ...pick(0), axis: { ...set.axis, values: set.axis.values.map((mz) => mz / 2) } };
    await expect(model.compare(halved, pick(0))).rejects.toMatchObject({
      code: 'input',
      message: expect.stringMatching(/cover .* of the model's 260 bins/),
    });
    const other: SpectrumSet = { ...pick(0), axis: { ...set.axis, quantity: 'wavenumber' } };
    await expect(model.compare(pick(0), other)).rejects.toMatchObject({ code: 'input' });
  });

  it('takes a missing intensity as not detected', async () => {
    const missing = { ...pick(0), intensities: rowOf(set, 0).slice() };
    const zero = { ...pick(0), intensities: rowOf(set, 0).slice() };
    missing.intensities.fill(Number.NaN, 100, 200);
    zero.intensities.fill(0, 100, 200);
    expect(await model.compare(missing, pick(1))).toEqual(await model.compare(zero, pick(1)));
  });

  it('refuses an artifact with an altered graph before it is run', async () => {
    const graph = Uint8Array.from(files['onnx/model.onnx'] as Uint8Array);
    graph[graph.length - 1] = (graph.at(-1) as number) ^ 1;
    const altered = { ...files, 'onnx/model.onnx': graph };
    await expect(
      loadModel(async (path) => altered[path as keyof typeof altered], nodeRuntime(), ONE_THREAD),
    ).rejects.toMatchObject({ code: 'artifact', message: expect.stringContaining('onnx/model.onnx was altered') });
  });

  it.each<[string, (manifest: Manifest) => object, RegExp]>([
    [
      'another axis',
      ({ input }) => ({ input: { ...input, axis: input.axis.slice(1) } }),
      /"spectra" is 260 in the graph, 259 wide in the manifest/,
    ],
    [
      'another embedding',
      ({ branches: [branch] }) => ({ embedding: 7, branches: [{ ...branch, embedding: 7, slice: [0, 7] }] }),
      /"embedding" is 8 in the graph, 7 wide in the manifest/,
    ],
  ])('refuses graphs of a manifest with %s', async (_, change, message) => {
    const manifest: Manifest = JSON.parse(new TextDecoder().decode(files['manifest.json']));
    const other = new TextEncoder().encode(JSON.stringify({ ...manifest, ...change(manifest) }));
    const read = async (path: string) => (path === 'manifest.json' ? other : files[path]);
    await expect(loadModel(read, nodeRuntime(), ONE_THREAD)).rejects.toMatchObject({
      code: 'artifact',
      message: expect.stringMatching(message),
    });
  });

  it('picks spectra by name, and lists names when there is none such', () => {
    expect(pickSpectrum(set, 'hoki-b01-f2').intensities).toEqual(rowOf(set, 1));
    expect(() => pickSpectrum(set, 'cod')).toThrow(/no spectrum "cod" among 36. Names: hoki-b01-f1/);
  });
});
