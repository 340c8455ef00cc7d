import { decodeModel, trace } from '@spectrosim/export';
import {
  createAxis,
  createRandom,
  loadModel,
  type NamedTensors,
  selectRows,
  type TensorValue,
} from '@spectrosim/models';
import { cosine, encodePreprocessed, encoderOf, type HostWeights, prefixed } from '@spectrosim/models/graph';
import { nodeRuntime } from '@spectrosim/runtime-node';
import type { Tensor } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { openBrowserRuntime } from '../cli/browser/browser-runtime.js';
import { findChromium } from '../cli/browser/find-chromium.js';
import { FEATURE_OFFSET } from '../models/graph/encoders/feature-map.js';
import { explanationGraph } from '../training/export-explanation.js';
import { normals } from './eager.setup.js';
import { finiteDifference } from './interpreter/finite-difference.js';
import { interpret } from './interpreter/interpret.js';
import { absence } from './provider-here.setup.js';
import { ONE_THREAD, tinyArtifact, tinySet } from './tiny-artifact.setup.js';
import { TOLERANCES } from './tolerances.js';

const { files } = await tinyArtifact();
const set = tinySet();
const bins = set.axis.values.length;
const one = (i: number) => selectRows(set, [i]);
const sumOf = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);

describe('a model explains', async () => {
  const model = await loadModel(async (path) => files[path], nodeRuntime(), ONE_THREAD);
  afterAll(() => model.dispose());

  it.each([
    [0, 1],
    [3, 30],
  ])('the verdict on spectra %i and %i, in parts that add up', async (i, j) => {
    const why = await model.explain(one(i), one(j));
    expect(why.verdict).toEqual(await model.compare(one(i), one(j)));
    expect(why.score).toBeCloseTo(why.verdict.score, 5);
    expect(Math.abs(sumOf(why.attribution) - (why.score - why.baseline))).toBeLessThan(1e-4);
    expect(why.completenessError).toBeLessThan(1e-4);
    expect(why.axis.values).toEqual(set.axis.values);
    expect(sumOf(why.regions.map(({ share }) => share))).toBeCloseTo(1, 3);
    expect(sumOf(why.regions.map(({ attribution }) => attribution))).toBeCloseTo(why.score - why.baseline, 3);
  });

  it('many pairs as one by one, to be averaged, and no pair', async () => {
    const part = (i: number) => set.intensities.subarray(i * bins, (i + 2) * bins);
    const many = await model.attribute(part(0), part(30));
    const second = await model.explain(one(1), one(31));
    expect(many.parts.a.subarray(bins)).toEqual(second.parts.a);
    expect(many.gradCam?.b.subarray(bins)).toEqual(second.gradCam?.b);
    expect((await model.attribute(new Float32Array(0), new Float32Array(0))).score).toHaveLength(0);
    await expect(model.attribute(part(0), part(0).subarray(1))).rejects.toMatchObject({ code: 'input' });
  });

  it('nothing where it is from before models could, and says what to do; its verdicts hold', async () => {
    const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json']));
    const { explain: _, ...graphs } = manifest.graphs;
    const { 'onnx/explain.onnx': hash, ...hashes } = manifest.files;
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    const old = new TextEncoder().encode(JSON.stringify({ ...manifest, graphs, files: hashes }));
    const read = async (path: string) => (path === 'manifest.json' ? old : files[path]);
    const loaded = await loadModel(read, nodeRuntime(), ONE_THREAD);
    expect(await loaded.compare(one(0), one(1))).toEqual(await model.compare(one(0), one(1)));
    await expect(loaded.explain(one(0), one(1))).rejects.toMatchObject({
      code: 'artifact',
      message: expect.stringMatching(/no onnx\/explain\.onnx.*train it again/),
    });
    await loaded.dispose();
  });
});

/** Explanations of four pairs by a runtime, as node's CPU has them within what float32 allows. */
async function expectSameAs(reference: NamedTensors, got: NamedTensors): Promise<void> {
  expect(Object.keys(got)).toEqual(Object.keys(reference));
  for (const [name, { data }] of Object.entries(reference)) {
    const [expected, numbers] = [data as Float32Array, got[name]?.data as Float32Array];
    const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const off = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (numbers[i] as number))), 0);
    expect(off / scale, name).toBeLessThanOrEqual(TOLERANCES.explanation);
  }
}

describe('the graph of explanations', async () => {
  const graph = files['onnx/explain.onnx'] as Uint8Array;
  const side = (from: number): TensorValue => ({
    type: 'float32',
    dims: [4, bins],
    data: set.intensities.slice(from * bins, (from + 4) * bins),
  });
  const feeds = { a: side(0), b: side(20) };
  const here = await nodeRuntime().load(graph, ONE_THREAD);
  const reference = await here.run(feeds);
  await here.dispose();

  it('gives on node’s CPU what it gives in double precision', () => {
    const exact = interpret(decodeModel(graph), { a: feeds.a as never, b: feeds.b as never });
    const values = Object.entries(exact).map(([name, { dims, data }]) => [
      name,
      { type: 'float32' as const, dims, data: Float32Array.from(data) },
    ]);
    return expectSameAs(Object.fromEntries(values), reference);
  });

  const found = await findChromium({ fetch: false });
  it.skipIf(found.path === undefined)(
    `gives in a page on WASM what it gives in node${found.path === undefined ? `: ${found.reason}` : ''}`,
    async () => {
      const options = { provider: 'wasm', threads: 1 } as const;
      const browser = await openBrowserRuntime({ chromium: found.path as string, ...options });
      try {
        const session = await browser.runtime.load(graph, options);
        await expectSameAs(reference, await session.run(feeds));
      } finally {
        await browser.close();
      }
    },
  );

  const webgpu = { provider: 'webgpu', threads: 1, strict: true } as const;
  const absent = await absence(nodeRuntime(), webgpu);
  it.skipIf(absent !== undefined)(
    `runs whole on WebGPU, strictly${absent === undefined ? '' : `: ${absent}`}`,
    async () => {
      const session = await nodeRuntime().load(graph, webgpu);
      await expectSameAs(reference, await session.run(feeds));
      await session.dispose();
    },
  );
});

describe('Grad-CAM', () => {
  it('is what central differences of the cosine by the tokens give, in double precision', () => {
    const encoder = encoderOf('transformer');
    const definition = {
      preprocessing: [],
      encoder: {
        name: 'transformer',
        config: { patch: 4, width: 6, layers: 1, heads: 2, feedForward: 5, embedding: 4 },
      },
    };
    const axis = createAxis('m/z', [50, 51, 52, 53, 60, 61, 62, 63, 80, 81, 82, 83]);
    const config = encoder.config.parse(definition.encoder.config);
    const { trainable, frozen } = encoder.initial(config, axis, createRandom(8, 'grad-cam'));
    const weights: HostWeights = prefixed({ ...trainable, ...frozen }, 'encoder');
    const feeds = { a: normals('grad-cam a', 1, 12), b: normals('grad-cam b', 1, 12) };
    const got = interpret(explanationGraph({ model: definition, weights, mean: new Float32Array(12) }, axis), feeds);

    const [count, width] = [3, 6];
    const offset = { type: 'float32', dims: [1, count, width], data: new Float32Array(count * width) } as const;
    const probe = trace(
      'probe',
      ({ a, b, offset, ...own }) => {
        const touched = { ...own, [`encoder.${FEATURE_OFFSET}`]: offset as Tensor };
        const { embedding, tokens } = encodePreprocessed(definition, touched, a as Tensor);
        return { score: cosine(embedding, encodePreprocessed(definition, own, b as Tensor).embedding), tokens };
      },
      {
        ...weights,
        a: { type: 'float32', dims: [1, 12] },
        b: { type: 'float32', dims: [1, 12] },
        offset: { type: 'float32', dims: [1, count, width] },
      },
    );
    const slopes = finiteDifference(probe, { ...feeds, offset }, { output: 'score', input: 'offset' });
    const tokens = interpret(probe, { ...feeds, offset }, ['tokens']).tokens?.data as Float64Array;
    const meanSlope = Array.from({ length: width }, (_, d) =>
      Array.from({ length: count }, (_, t) => slopes[t * width + d] as number).reduce(
        (sum, value) => sum + value / count,
        0,
      ),
    );
    const map = Array.from({ length: count }, (_, t) =>
      Math.max(
        0,
        meanSlope.reduce((sum, slope, d) => sum + slope * (tokens[t * width + d] as number), 0),
      ),
    );
    // By hand: patches stand at 51.5, 61.5 and 81.5; 60 is 0.85 of the way from the first to the second, 80 is 0.925 on.
    const between = (t: number, share: number) => (map[t] as number) * (1 - share) + (map[t + 1] as number) * share;
    const wanted = new Map([
      [0, map[0] as number],
      [4, between(0, 0.85)],
      [8, between(1, 0.925)],
      [11, map[2] as number],
    ]);
    const drawn = got.gradCamA?.data as Float64Array;
    expect(Math.max(...map)).toBeGreaterThan(0);
    const scale = (drawn[0] as number) / (map[0] as number) || (drawn[11] as number) / (map[2] as number);
    for (const [bin, value] of wanted) {
      expect(Math.abs((drawn[bin] as number) - scale * value)).toBeLessThan(1e-5);
    }
    expect(Math.max(...drawn)).toBeCloseTo(1, 12);
  });
});
