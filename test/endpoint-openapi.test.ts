import { rowOf } from '@spectrosim/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { problemSchema } from '../runtime-node/http/problem.js';
import {
  axisSchema,
  compareRequestSchema,
  embeddingsSchema,
  embedRequestSchema,
  explainRequestSchema,
  explanationSchema,
  healthSchema,
  modelListSchema,
  modelSchema,
  verdictSchema,
} from '../runtime-node/http/schemas.js';
import { json, type TinyEndpoint, tinyEndpoint, toJson } from './endpoint.setup.js';

interface Operation {
  readonly summary?: string;
  readonly requestBody?: { readonly required?: boolean; readonly content: Record<string, unknown> };
  readonly responses: Record<string, { readonly description: string; readonly content?: Record<string, unknown> }>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, { readonly example?: unknown }> };
}

let endpoint: TinyEndpoint;
let document: Document;
beforeAll(async () => {
  endpoint = await tinyEndpoint();
  document = (await (await endpoint.app.request('/openapi.json')).json()) as Document;
});
afterAll(() => endpoint.close());

const SCHEMAS = {
  Axis: axisSchema,
  CompareRequest: compareRequestSchema,
  EmbedRequest: embedRequestSchema,
  ExplainRequest: explainRequestSchema,
  Explanation: explanationSchema,
  Embeddings: embeddingsSchema,
  Health: healthSchema,
  Model: modelSchema,
  ModelList: modelListSchema,
  Problem: problemSchema,
  Verdict: verdictSchema,
};

describe('GET /openapi.json', () => {
  it('describes every route there is, and no other', () => {
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const routed = endpoint.app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(\{.*\})?/g, '{$1}')}`);
    expect(document.openapi).toBe('3.1.0');
    expect(described.sort()).toEqual([...new Set(routed)].sort());
    expect(described).toHaveLength(8);
  });

  it('says of each what it answers, and of bodies that they are needed', () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, { summary, requestBody, responses }] of Object.entries(operations)) {
        expect({ path, summary }).toEqual({ path, summary: expect.stringMatching(/\w/) });
        expect(Object.keys(responses)).toContain('200');
        if (method === 'post') {
          expect(requestBody?.required).toBe(true);
          expect(Object.keys(requestBody?.content ?? {})).toEqual(['application/json', 'application/octet-stream']);
          const conflict = path === '/v1/explain' ? ['409'] : [];
          expect(Object.keys(responses)).toEqual(['200', '400', '404', ...conflict, '413', '415', '422', '503']);
        }
      }
    }
  });

  it('names no schema that it does not have', () => {
    const names = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, n]) => n);
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => !Object.hasOwn(document.components.schemas, name as string))).toEqual([]);
    expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(Object.keys(SCHEMAS)));
  });

  it('has examples that fit', () => {
    const examples = Object.entries(document.components.schemas).filter(([, { example }]) => example !== undefined);
    expect(examples.map(([name]) => name).sort()).toEqual(
      [
        'Axis',
        'CompareRequest',
        'EmbedRequest',
        'Embeddings',
        'ExplainRequest',
        'Explanation',
        'Problem',
        'Verdict',
      ].sort(),
    );
    for (const [name, { example }] of examples) {
      expect(SCHEMAS[name as keyof typeof SCHEMAS].parse(example)).toEqual(example);
    }
  });

  it('lets null be an intensity', () => {
    expect(JSON.stringify(document.components.schemas.CompareRequest)).toMatch(/"type":\["number","null"\]/);
  });
});

describe('answers', () => {
  it('are what the description says, key by key', async () => {
    const [a, b] = [0, 1].map((i) => toJson(rowOf(endpoint.set, i)));
    const asked: [string, RequestInit | undefined, z.ZodType][] = [
      ['/healthz', undefined, healthSchema],
      ['/v1/models', undefined, modelListSchema],
      ['/v1/models/tiny', undefined, modelSchema],
      ['/v1/models/none', undefined, problemSchema],
      ['/v1/compare', json({ a, b }), verdictSchema],
      ['/v1/compare', json({ a, b: 1, c: 2 }), problemSchema],
      ['/v1/explain', json({ a, b, attribution: true }), explanationSchema],
      ['/v1/embed', json({ spectra: [a, b] }), embeddingsSchema],
    ];
    for (const [path, init, schema] of asked) {
      const body = await (await endpoint.app.request(path, init)).json();
      // A key that is not described would be left out by parsing.
      expect(schema.parse(body)).toEqual(body);
    }
  });
});
