import { decodeModel } from '@spectrosim/export';
import { averageGradCam, loadModel, type NamedTensors, selectRows, type TensorValue } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import { allPairs } from '@spectrosim/training';
import { afterAll, describe, expect, it } from 'vitest';
import { openBrowserRuntime } from '../cli/browser/browser-runtime.js';
import { findChromium } from '../cli/browser/find-chromium.js';
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

  it('where spectra of one batch are alike: Grad-CAM, averaged over the pairs that it rightly accepts', async () => {
    const groups = set.columns.get('batch') as readonly string[];
    const { axis, map, accepted, positive } = await averageGradCam(model, set, allPairs(groups));
    // Pair by pair: 12 batches of 3.
    let [pairs, right] = [0, 0];
    const sum = new Float64Array(bins);
    for (let i = 0; i < groups.length; i++) {
      for (let j = i + 1; j < groups.length; j++) {
        if (groups[i] !== groups[j]) {
          continue;
        }
        pairs++;
        const { verdict, gradCam } = await model.explain(one(i), one(j));
        if (verdict.sameSource) {
          right++;
          sum.forEach((value, bin) => {
            sum[bin] = value + (gradCam?.a[bin] as number) + (gradCam?.b[bin] as number);
          });
        }
      }
    }
    expect([positive, accepted]).toEqual([pairs, right]);
    expect(pairs).toBe(36);
    expect(right).toBeGreaterThan(0);
    expect(axis.values).toEqual(set.axis.values);
    const most = Math.max(...sum);
    expect(most).toBeGreaterThan(0);
    expect(Math.max(...map)).toBe(1);
    map.forEach((value, bin) => {
      expect(value).toBeCloseTo((sum[bin] as number) / most, 6);
    });
  });

  it('no average where it accepts no pair, or names no feature map', async () => {
    const pairs = { a: [0, 1], b: [1, 2], same: [1, 0] };
    const decision = { ...model.manifest.decision, threshold: 2 };
    const strict = { ...model, manifest: { ...model.manifest, decision } };
    await expect(averageGradCam(strict, set, pairs)).rejects.toMatchObject({
      code: 'input',
      message: expect.stringMatching(/^None of 1 pairs of one source has a score of at least 2\./),
    });
    const attribute: typeof model.attribute = async (a, b) => {
      const { gradCam: _, ...others } = await model.attribute(a, b);
      return others;
    };
    const lax = { ...model, attribute, manifest: { ...model.manifest, decision: { ...decision, threshold: -1 } } };
    await expect(averageGradCam(lax, set, pairs)).rejects.toMatchObject({
      code: 'artifact',
      message: expect.stringMatching(/no Grad-CAM.*docs\/encoders\.md/),
    });
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
