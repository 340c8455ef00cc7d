import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PARITY_GATES, rowOf, type SpectrumSet, selectRows } from '@spectrosim/models';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { binary, bodyOf, expectProblem, json, type TinyEndpoint, tinyEndpoint, toJson } from './endpoint.setup.js';
import { TOLERANCES } from './tolerances.js';

let endpoint: TinyEndpoint;
beforeAll(async () => {
  endpoint = await tinyEndpoint();
});
afterAll(() => endpoint.close());

const BINS = 260;
const row = (i: number) => rowOf(endpoint.set, i);
const one = (i: number) => selectRows(endpoint.set, [i]);
const request = async (path: string, init?: RequestInit) => endpoint.app.request(path, init);
const rowsOf = (...rows: readonly Float32Array[]) => Float32Array.from(rows.flatMap((values) => Array.from(values)));

describe('GET /healthz', () => {
  it('says that it is well, and is never cached', async () => {
    const response = await request('/healthz');
    expect(response.status).toBe(200);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(await bodyOf(response)).toMatchObject({ status: 'ok', models: 1, waiting: 0, running: 0, restarts: 0 });
  });
});

describe('GET /v1/models', () => {
  it('lists the model with its axis, its decision and its metrics', async () => {
    const response = await request('/v1/models');
    const { manifest, manifestHash } = endpoint.served.artifact;
    expect(response.status).toBe(200);
    expect(await bodyOf(response)).toEqual({
      provider: 'cpu',
      threads: 1,
      models: [
        {
          id: 'tiny',
          simulated: true,
          group: 'batch',
          input: {
            quantity: 'm/z',
            bins: BINS,
            range: [manifest.input.axis[0], manifest.input.axis.at(-1)],
            missing: 'zero',
          },
          branches: [
            { preprocessing: expect.stringMatching(/→/), encoder: 'transformer', backEnd: 'cosine', embedding: 8 },
          ],
          embedding: 8,
          decision: manifest.decision,
          metrics: manifest.metrics,
          parity: null,
          manifest: manifestHash,
        },
      ],
    });
  });

  it('shows one model whole, with the files it serves', async () => {
    const { manifest } = endpoint.served.artifact;
    const body = await bodyOf(await request('/v1/models/tiny'));
    expect(body.axis).toEqual(manifest.input.axis);
    const files = body.files as { path: string; sha256: string }[];
    expect(files.map(({ path }) => path)).toEqual(['manifest.json', ...Object.keys(manifest.files)]);
    for (const { path, sha256 } of files) {
      const response = await request(`/v1/models/tiny/files/${path}`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
      expect(bytes).toEqual(new Uint8Array(endpoint.files[path] as Uint8Array));
      expect(response.headers.get('ETag')).toBe(`"${sha256}"`);
    }
  });

  it('compresses what a client takes compressed', async () => {
    const response = await request('/v1/models/tiny', { headers: { 'Accept-Encoding': 'gzip' } });
    expect(response.headers.get('Content-Encoding')).toBe('gzip');
    const inflated = new Response(response.body?.pipeThrough(new DecompressionStream('gzip')));
    expect(await inflated.json()).toMatchObject({ id: 'tiny' });
  });

  it('does not know another, and says which it knows', async () => {
    await expectProblem(endpoint, ['/v1/models/tinny'], 404, /no model "tinny"\. Did you mean "tiny"\? Models: tiny\./);
  });
});

describe('GET /v1/models/{id}/files/{path}', () => {
  const graph = '/v1/models/tiny/files/onnx/model.onnx';

  it('answers 304 for the ETag it gave, and caches for ever what is named by its hash', async () => {
    const first = await request(graph);
    const etag = first.headers.get('ETag') as string;
    expect(first.headers.get('Cache-Control')).toBe('no-cache');
    expect(first.headers.get('Content-Length')).toBe(`${(await first.arrayBuffer()).byteLength}`);
    const second = await request(graph, { headers: { 'If-None-Match': `"other", ${etag}` } });
    expect([second.status, (await second.arrayBuffer()).byteLength]).toEqual([304, 0]);
    const named = await request(`${graph}?sha256=${etag.slice(1, -1)}`);
    expect(named.headers.get('Cache-Control')).toMatch(/immutable/);
    const misnamed = await request(`${graph}?sha256=${'0'.repeat(64)}`);
    expect(misnamed.headers.get('Cache-Control')).toBe('no-cache');
  });

  it('answers HEAD without a body', async () => {
    const response = await request(graph, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Length')).toBe(`${endpoint.files['onnx/model.onnx']?.byteLength}`);
    expect(await response.text()).toBe('');
  });

  it.each([
    '..%2Fsecret',
    '..%2f..%2f..%2fetc%2fpasswd',
    '%2e%2e/secret',
    'onnx/..%2f..%2fsecret',
    '..%5Csecret',
    '%2Fetc%2Fpasswd',
    'run.json',
    'onnx',
    'constructor',
    'manifest.json%00',
  ])('serves nothing at %s', async (path) => {
    writeFileSync(join(endpoint.folder, 'secret'), 'secret');
    const response = await request(`/v1/models/tiny/files/${path}`);
    expect(response.status).toBe(404);
    expect(await response.text()).toMatch(/no (file|model)|nothing at/);
  });

  it('refuses a file that was altered on disk, and tells whoever runs the server', async () => {
    const path = join(endpoint.folder, 'tiny/README.md');
    const before = readFileSync(path);
    writeFileSync(path, 'altered');
    try {
      const { body } = await expectProblem(endpoint, ['/v1/models/tiny/files/README.md'], 500, /README.md was altered/);
      expect(body.code).toBe('artifact');
      expect(endpoint.failures.splice(0)).toHaveLength(1);
    } finally {
      writeFileSync(path, before);
    }
  });
});

describe('POST /v1/compare', () => {
  const expected = async (a: SpectrumSet, b: SpectrumSet) => {
    const verdict = await endpoint.model.compare(a, b);
    return {
      sameSource: verdict.sameSource,
      threshold: verdict.threshold,
      undecided: false,
      verdict: verdict.sameSource ? 'same' : 'different',
      likelihood: null,
      score: expect.closeTo(verdict.score, -Math.log10(2 * PARITY_GATES.cosine)),
      similarity: expect.closeTo(verdict.similarity, -Math.log10(2 * PARITY_GATES.cosine)),
      decision: 'cosine',
      group: 'batch',
      simulated: true,
      model: 'tiny',
      provider: 'cpu',
    };
  };

  it('answers what the model answers in this process, as JSON and in binary', async () => {
    for (const [i, j] of [
      [0, 1],
      [0, 20],
      [7, 7],
    ] as const) {
      const verdict = await expected(one(i), one(j));
      const asJson = await request('/v1/compare', json({ a: toJson(row(i)), b: toJson(row(j)) }));
      expect(asJson.status).toBe(200);
      expect(await bodyOf(asJson)).toEqual(verdict);
      const asBinary = await request('/v1/compare?model=tiny', binary(rowsOf(row(i), row(j))));
      expect(asBinary.status).toBe(200);
      expect(await bodyOf(asBinary)).toEqual(verdict);
    }
  });

  it('takes null and NaN as missing', async () => {
    const a = row(0).slice().fill(Number.NaN, 100, 200);
    const verdict = await expected({ ...one(0), intensities: a }, one(1));
    expect(await bodyOf(await request('/v1/compare', json({ a: toJson(a), b: toJson(row(1)) })))).toEqual(verdict);
    expect(await bodyOf(await request('/v1/compare', binary(rowsOf(a, row(1)))))).toEqual(verdict);
  });

  it('brings spectra on another axis onto its own', async () => {
    // Twice as fine: every other position lies between two bins.
    const values = Array.from(endpoint.set.axis.values).flatMap((mz) => [mz, mz + 1]);
    const spread = (i: number) => Float32Array.from(Array.from(row(i)).flatMap((value) => [value / 2, value / 2]));
    const axis = { quantity: 'm/z', values: Float64Array.from(values) };
    const asSet = (i: number): SpectrumSet => ({ ...one(i), axis, intensities: spread(i) });
    const verdict = await expected(asSet(0), asSet(1));
    const body = { axis: { quantity: 'm/z', values }, a: toJson(spread(0)), b: toJson(spread(1)) };
    expect(await bodyOf(await request('/v1/compare', json(body)))).toEqual(verdict);
    const floats = rowsOf(Float32Array.from(values), spread(0), spread(1));
    const asBinary = await request(`/v1/compare?quantity=m/z&bins=${values.length}`, binary(floats));
    expect(await bodyOf(asBinary)).toEqual(verdict);
  });

  it('gives JSON and binary the same numbers, whatever the spectra', async () => {
    const value = fc.oneof(fc.float({ noNaN: true, min: 0, max: 1e8 }), fc.constant(Number.NaN));
    const spectrum = fc
      .array(value, { minLength: BINS, maxLength: BINS })
      .filter((values) => values.some((number) => number > 0))
      .map((values) => Float32Array.from(values));
    await fc.assert(
      fc.asyncProperty(spectrum, spectrum, async (a, b) => {
        const asJson = await bodyOf(await request('/v1/compare', json({ a: toJson(a), b: toJson(b) })));
        const asBinary = await bodyOf(await request('/v1/compare', binary(rowsOf(a, b))));
        expect(asJson.score).toBeTypeOf('number');
        expect(asBinary).toEqual(asJson);
      }),
      { numRuns: 25 },
    );
  });
});

describe('POST /v1/embed', () => {
  const width = 8;
  const all = () => endpoint.set.intensities;

  it('answers what the model answers, as JSON and in binary, for more spectra than go into a run', async () => {
    const expected = await endpoint.model.embed(new Float32Array(toFinite(all())));
    const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const within = (got: readonly number[]) =>
      got.forEach((value, i) => {
        expect(Math.abs(value - (expected[i] as number))).toBeLessThanOrEqual(TOLERANCES.operators * scale);
      });
    const runs = endpoint.inference.status().runs;
    const asJson = await request('/v1/embed', json({ spectra: endpoint.set.names.map((_, i) => toJson(row(i))) }));
    expect(endpoint.inference.status().runs - runs).toBe(2);
    const { embeddings, ...rest } = await bodyOf(asJson);
    expect(rest).toEqual({ model: 'tiny', provider: 'cpu' });
    expect(embeddings).toHaveLength(36);
    within((embeddings as number[][]).flat());

    const asBinary = await request('/v1/embed', binary(all().slice(), { Accept: 'application/octet-stream' }));
    expect(asBinary.headers.get('Content-Type')).toBe('application/octet-stream');
    expect(asBinary.headers.get('X-Shape')).toBe(`36, ${width}`);
    expect(asBinary.headers.get('X-Model')).toBe('tiny');
    expect(asBinary.headers.get('X-Provider')).toBe('cpu');
    const bytes = await asBinary.arrayBuffer();
    expect(Array.from(new Float32Array(bytes))).toEqual((embeddings as number[][]).flat());
  });

  it.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['application/json', 'application/json'],
    ['application/octet-stream;q=0.5, application/json;q=0.9', 'application/json'],
    ['application/octet-stream, */*', 'application/octet-stream'],
  ])('with Accept %s answers %s', async (accept, type) => {
    const headers = accept === undefined ? {} : { Accept: accept };
    const response = await request('/v1/embed', binary(row(0).slice(), headers));
    expect(response.headers.get('Content-Type')).toBe(type);
  });
});

function toFinite(values: Float32Array): Float32Array {
  return values.map((value) => (Number.isNaN(value) ? 0 : value));
}

describe('several models', () => {
  let several: TinyEndpoint;
  beforeAll(async () => {
    several = await tinyEndpoint({ copies: ['hake & cod'] });
  });
  afterAll(() => several.close());

  it('are listed by name, and one has to be named', async () => {
    const body = await bodyOf(await several.app.request('/v1/models'));
    expect((body.models as { id: string }[]).map(({ id }) => id)).toEqual(['hake & cod', 'tiny']);
    const response = await several.app.request('/v1/compare', json({ a: toJson(row(0)), b: toJson(row(1)) }));
    expect(response.status).toBe(400);
    expect((await bodyOf(response)).detail).toMatch(/No "model" is named, and there are 2: hake & cod, tiny/);
  });

  it('answer by name, whatever the name', async () => {
    const name = encodeURIComponent('hake & cod');
    expect(await bodyOf(await several.app.request(`/v1/models/${name}`))).toMatchObject({ id: 'hake & cod' });
    const response = await several.app.request(
      `/v1/embed?model=${name}`,
      binary(row(0).slice(), { Accept: 'application/octet-stream' }),
    );
    expect(response.headers.get('X-Model')).toBe(name);
    const body = { model: 'hake & cod', a: toJson(row(0)), b: toJson(row(1)) };
    expect(await bodyOf(await several.app.request('/v1/compare', json(body)))).toMatchObject({ model: 'hake & cod' });
  });
});
