import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explanationWords, type Manifest, rowOf, sealArtifact, selectRows } from '@spectrosim/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workplace } from './command.setup.js';
import { binary, bodyOf, expectProblem, json, type TinyEndpoint, tinyEndpoint, toJson } from './endpoint.setup.js';
import { missedExplanation } from './missed-explanation.setup.js';
import { MODEL, ON_WINDOWS, type Served, serve, writeRun } from './serve.setup.js';
import { TOLERANCES } from './tolerances.js';

let endpoint: TinyEndpoint;
beforeAll(async () => {
  endpoint = await tinyEndpoint();
});
afterAll(() => endpoint.close());

const row = (i: number) => rowOf(endpoint.set, i);
const one = (i: number) => selectRows(endpoint.set, [i]);
const request = async (path: string, init?: RequestInit) => endpoint.app.request(path, init);
const both = (i: number, j: number) => Float32Array.from([...row(i), ...row(j)]);
const jsonOf = (i: number, j: number, more: object = {}) => json({ a: toJson(row(i)), b: toJson(row(j)), ...more });

interface Answer {
  readonly score: number;
  readonly explanation: {
    readonly score: number;
    readonly baseline: number;
    readonly completenessError: number;
    readonly addsUp: boolean;
    readonly addition?: string;
    readonly regions: readonly { readonly peak: number; readonly share: number; readonly bins: number[] }[];
    readonly regionCount: number;
    readonly axis?: { readonly quantity: string; readonly values: number[] };
    readonly attribution?: number[];
    readonly gradCam?: { readonly a: number[]; readonly b: number[] };
  };
}
const answerOf = async (response: Response) => (await bodyOf(response)) as unknown as Answer;

/** Within what two runs of float32 differ by, relative to the largest. */
function expectNear(got: ArrayLike<number>, expected: Float32Array): void {
  expect(got).toHaveLength(expected.length);
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expected.forEach((value, i) => {
    expect(Math.abs((got[i] as number) - value)).toBeLessThanOrEqual(TOLERANCES.explanation * scale);
  });
}

describe('POST /v1/explain', () => {
  it('answers the verdict of /v1/compare, and the regions that the model gives in this process', async () => {
    const why = await endpoint.model.explain(one(0), one(20));
    const response = await request('/v1/explain', jsonOf(0, 20));
    expect(response.status).toBe(200);
    const { explanation, ...verdict } = await answerOf(response);
    expect(verdict).toEqual(await bodyOf(await request('/v1/compare', jsonOf(0, 20))));
    expect(explanation.score).toBeCloseTo(why.score, 5);
    expect(explanation.baseline).toBeCloseTo(why.baseline, 5);
    expect(explanation.completenessError).toBeLessThan(1e-4);
    expect(explanation.addsUp).toBe(true);
    expect(explanation.regionCount).toBe(why.regions.length);
    expect(explanation.regions).toHaveLength(Math.min(20, why.regions.length));
    expect(explanation.regions[0]).toMatchObject({
      peak: why.regions[0]?.peak,
      bins: why.regions[0]?.bins,
      direction: why.regions[0]?.direction,
      share: expect.closeTo(why.regions[0]?.share as number, 4),
    });
    // Nothing of the size of a spectrum, unless it is asked for.
    expect(Object.keys(explanation)).toEqual([
      'score',
      'baseline',
      'completenessError',
      'addsUp',
      'regions',
      'regionCount',
    ]);
  });

  it('answers every part where that is asked for, as JSON and in binary', async () => {
    const why = await endpoint.model.explain(one(3), one(30));
    const asJson = await answerOf(await request('/v1/explain', jsonOf(3, 30, { attribution: true })));
    expect(asJson.explanation.axis).toEqual({
      quantity: 'm/z',
      values: Array.from(endpoint.set.axis.values),
    });
    expectNear(asJson.explanation.attribution as number[], why.attribution);
    expectNear(asJson.explanation.gradCam?.a as number[], why.gradCam?.a as Float32Array);
    expectNear(asJson.explanation.gradCam?.b as number[], why.gradCam?.b as Float32Array);
    const asBinary = await request('/v1/explain?model=tiny&attribution=true', binary(both(3, 30)));
    expect(await answerOf(asBinary)).toEqual(asJson);
    const short = await answerOf(await request('/v1/explain', binary(both(3, 30))));
    expect(short.explanation.attribution).toBeUndefined();
    const floats = await request('/v1/explain', binary(both(3, 30), { Accept: 'application/octet-stream' }));
    expect(floats.headers.get('X-Shape')).toBe('260');
    expect(floats.headers.get('X-Model')).toBe('tiny');
    expect(floats.headers.get('X-Provider')).toBe('cpu');
    expect(Array.from(new Float32Array(await floats.arrayBuffer()))).toEqual(asJson.explanation.attribution);
  });

  it('runs by itself, and comparisons that come meanwhile are answered as ever', async () => {
    const before = endpoint.inference.status();
    const explained = [0, 1, 2].map((i) => request('/v1/explain', jsonOf(i, 30)));
    const compared = [0, 1, 2, 3].map((i) => request('/v1/compare', jsonOf(i, 30)));
    const answers = await Promise.all([...explained, ...compared].map(async (asked) => bodyOf(await asked)));
    const after = endpoint.inference.status();
    expect(after.answered - before.answered).toBe(7);
    expect(after.runs - before.runs).toBeGreaterThanOrEqual(4);
    for (const [k, answer] of answers.entries()) {
      const { score } = await endpoint.model.compare(one(k % 3), one(30));
      if (k < 6) {
        expect(answer.score).toBeCloseTo(score, 5);
      }
    }
  });

  it.each<[string, () => [string, RequestInit], number, RegExp]>([
    [
      'an unknown key',
      () => ['/v1/explain', jsonOf(0, 1, { atribution: true })],
      400,
      /unknown key "atribution"\. Did you mean "attribution"/,
    ],
    [
      'no yes or no',
      () => ['/v1/explain', jsonOf(0, 1, { attribution: 1 })],
      400,
      /attribution: Invalid input: expected boolean/,
    ],
    [
      'a query beside JSON',
      () => ['/v1/explain?attribution=true', jsonOf(0, 1)],
      400,
      /With a JSON body everything goes into the body/,
    ],
    [
      'no yes or no in the query',
      () => ['/v1/explain?attribution=1', binary(both(0, 1))],
      400,
      /attribution: Invalid option/,
    ],
    [
      'that of a comparison',
      () => ['/v1/compare?attribution=true', binary(both(0, 1))],
      400,
      /unknown key "attribution"/,
    ],
    [
      'three spectra',
      () => ['/v1/explain', binary(Float32Array.from([...both(0, 1), ...row(2)]))],
      422,
      /3 spectra\. Expected two/,
    ],
    ['another method', () => ['/v1/explain', {}], 405, /takes POST/],
  ])('refuses %s', async (_, asked, status, detail) => {
    await expectProblem(endpoint, asked(), status, detail);
  });
});

describe('an explanation that does not add up', () => {
  let missed: TinyEndpoint;
  beforeAll(async () => {
    missed = await tinyEndpoint({ files: await missedExplanation() });
  });
  afterAll(() => missed.close());

  it('names no region and gives no parts, says why, and keeps the verdict', async () => {
    const why = await missed.model.explain(one(0), one(20));
    const asked = jsonOf(0, 20, { attribution: true });
    const { explanation, ...verdict } = await answerOf(await missed.app.request('/v1/explain', asked));
    expect(verdict).toEqual(await bodyOf(await missed.app.request('/v1/compare', jsonOf(0, 20))));
    const { addition } = explanationWords(why, missed.model.manifest, 0);
    expect(addition).toMatch(/^The parts do not add up: they miss the difference/);
    expect(explanation).toMatchObject({ addsUp: false, addition, regions: [], regionCount: 0 });
    expect(explanation.score).toBeCloseTo(why.score, 5);
    expect(explanation.completenessError).toBeGreaterThan(0.1 * Math.abs(explanation.score - explanation.baseline));
    expect(explanation.attribution).toBeUndefined();
    // Grad-CAM is no part of that sum.
    expectNear(explanation.gradCam?.a as number[], why.gradCam?.a as Float32Array);
    expect(explanation.axis?.values).toHaveLength(260);
  });

  it('is refused where the parts alone are asked for', async () => {
    const floats = binary(both(0, 20), { Accept: 'application/octet-stream' });
    const { response, body } = await expectProblem(
      missed,
      ['/v1/explain', floats],
      409,
      /^The parts do not add up: .*The verdict stands\. .*Accept: application\/json\.$/,
    );
    expect(body.code).toBe('no-explanation');
    expect(response.headers.get('Vary')).toMatch(/Accept/);
  });
});

describe('a model from before explanations', () => {
  let old: TinyEndpoint;
  beforeAll(async () => {
    const { 'manifest.json': bytes, 'onnx/explain.onnx': _, ...others } = endpoint.files as Record<string, Uint8Array>;
    const { files: __, ...manifest } = JSON.parse(new TextDecoder().decode(bytes)) as Manifest;
    const { explain: ___, ...graphs } = manifest.graphs;
    old = await tinyEndpoint({ files: await sealArtifact({ ...manifest, graphs }, others) });
  });
  afterAll(() => old.close());

  it('is told from a wrong request, with what to do; its verdicts hold', async () => {
    const { body } = await expectProblem(
      old,
      ['/v1/explain', jsonOf(0, 1)],
      409,
      /no onnx\/explain\.onnx.*train it again/,
    );
    expect(body.code).toBe('no-explanation');
    expect((await old.app.request('/v1/compare', jsonOf(0, 1))).status).toBe(200);
  });
});

describe.skipIf(ON_WINDOWS !== '')(`serve${ON_WINDOWS}`, () => {
  const { folder, remove } = workplace();
  let server: Served;
  beforeAll(async () => {
    await writeRun(folder);
    server = await serve(folder, '--models', MODEL, '--log');
  });
  afterAll(async () => {
    await server.stop();
    remove();
  });

  it('explains in a process of its own, and reads onnx/explain.onnx when it is first asked to', async () => {
    const compared = await fetch(`${server.url}/v1/compare`, jsonOf(0, 20));
    // Damaged between: what was read at the start would not notice.
    const path = join(folder, MODEL, 'onnx/explain.onnx');
    const bytes = readFileSync(path);
    expect(compared.status).toBe(200);
    writeFileSync(path, bytes.subarray(1));
    const failed = await fetch(`${server.url}/v1/explain`, jsonOf(0, 20));
    expect(failed.status).toBe(500);
    expect((await bodyOf(failed)).detail).toMatch(/explain\.onnx was altered/);
    expect((await fetch(`${server.url}/v1/compare`, jsonOf(0, 20))).status).toBe(200);
    writeFileSync(path, bytes);
    const explained = await fetch(`${server.url}/v1/explain`, jsonOf(0, 20));
    expect(explained.status).toBe(200);
    const { explanation, ...verdict } = await answerOf(explained);
    expect(verdict).toEqual(await bodyOf(compared));
    expect(explanation.regions.length).toBeGreaterThan(0);
    expect(server.stderr()).toMatch(/POST \/v1\/explain 200/);
  });
});
