import { rowOf } from '@spectrosim/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { binary, expectProblem, json, type TinyEndpoint, tinyEndpoint, toJson } from './endpoint.setup.js';

let endpoint: TinyEndpoint;
beforeAll(async () => {
  endpoint = await tinyEndpoint();
});
afterAll(() => endpoint.close());

const BINS = 260;
const row = (i: number) => rowOf(endpoint.set, i);
const request = async (path: string, init?: RequestInit) => endpoint.app.request(path, init);

describe('what is refused', () => {
  const good = () => ({ a: toJson(row(0)), b: toJson(row(1)) });

  it.each<[string, () => unknown, number, RegExp]>([
    ['no JSON', () => '{"a": [NaN]}', 400, /^The body is not JSON: .*NaN is written as null/],
    ['nothing', () => '', 400, /not JSON/],
    ['a list', () => [1], 400, /expected object, received array/],
    [
      'an unknown key, with the nearest',
      () => ({ ...good(), modle: 'tiny' }),
      400,
      /unknown key "modle"\. Did you mean "model"/,
    ],
    ['a missing spectrum', () => ({ a: [1] }), 400, /b: Invalid input: expected array/],
    ['words', () => ({ ...good(), a: ['1'] }), 400, /a\[0\]: Invalid input: expected number, received string/],
    ['a wrong axis', () => ({ ...good(), axis: { quantity: 'm/z' } }), 400, /axis\.values: Invalid input/],
    ['an unknown model', () => ({ ...good(), model: 'hake' }), 404, /no model "hake"\. Models: tiny/],
    [
      'an empty array',
      () => ({ ...good(), a: [] }),
      422,
      /"a" has 0 intensities\. Model "tiny" takes 260, one for each bin/,
    ],
    ['one bin', () => ({ ...good(), b: [1] }), 422, /"b" has 1 intensities/],
    ['one bin too many', () => ({ ...good(), a: [...good().a, 1] }), 422, /"a" has 261 intensities/],
    ['a spectrum of nothing', () => ({ ...good(), a: Array(BINS).fill(null) }), 422, /"a" is empty/],
    ['a spectrum of zeros', () => ({ ...good(), a: Array(BINS).fill(0) }), 422, /"a" is empty/],
    [
      'a number too large',
      () => ({ ...good(), a: [1e39, ...good().a.slice(1)] }),
      422,
      /Intensity 1 of spectrum "a" is too large/,
    ],
    [
      'another axis of one bin',
      () => ({ axis: { quantity: 'm/z', values: [100] }, a: [1], b: [1] }),
      422,
      /cover 1 of the model's 260 bins/,
    ],
    ['an axis of nothing', () => ({ axis: { quantity: 'm/z', values: [] }, a: [], b: [] }), 422, /axis is empty/],
    [
      'an axis that does not rise',
      () => ({ axis: { quantity: 'm/z', values: [2, 1] }, a: [1, 1], b: [1, 1] }),
      422,
      /does not rise at position 2/,
    ],
    [
      'another length than the axis',
      () => ({ axis: { quantity: 'm/z', values: [1, 2, 3] }, a: [1, 1], b: [1, 1] }),
      422,
      /"a" has 2 intensities on an axis of 3 positions/,
    ],
    [
      'another quantity',
      () => ({ axis: { quantity: 'wavenumber', values: [1, 2] }, a: [1, 1], b: [1, 1] }),
      422,
      /axis of wavenumber, the model takes m\/z/,
    ],
  ])('as JSON: %s', async (_, body, status, detail) => {
    await expectProblem(endpoint, ['/v1/compare', json(body())], status, detail);
  });

  it('as JSON: no spectra to embed', async () => {
    await expectProblem(endpoint, ['/v1/embed', json({ spectra: [] })], 400, /spectra: Expected at least one spectrum/);
  });

  it('as JSON: what belongs into the body in the query', async () => {
    await expectProblem(endpoint, ['/v1/compare?model=tiny', json(good())], 400, /"model" in the query/);
  });

  it.each<[string, string, Float32Array<ArrayBuffer>, number, RegExp]>([
    ['no floats', '/v1/compare', new Float32Array(0), 422, /holds 0 floats\. Expected a multiple of 260/],
    ['half a spectrum', '/v1/compare', new Float32Array(300).fill(1), 422, /holds 300 floats/],
    ['one spectrum to compare', '/v1/compare', new Float32Array(BINS).fill(1), 422, /holds 1 spectra\. Expected two/],
    ['three spectra to compare', '/v1/compare', new Float32Array(3 * BINS).fill(1), 422, /holds 3 spectra/],
    ['infinity', '/v1/embed', new Float32Array(BINS).fill(Number.POSITIVE_INFINITY), 422, /spectra\[0\]" is too large/],
    [
      'nothing but missing values',
      '/v1/embed',
      new Float32Array(BINS).fill(Number.NaN),
      422,
      /"spectra\[0\]" is empty/,
    ],
    ['an unknown model', '/v1/embed?model=hake', new Float32Array(BINS).fill(1), 404, /no model "hake"/],
    [
      'an unknown key',
      '/v1/embed?modle=tiny',
      new Float32Array(BINS).fill(1),
      400,
      /unknown key "modle"\. Did you mean "model"/,
    ],
    ['half an axis', '/v1/embed?bins=2', new Float32Array(4), 400, /one of "quantity" and "bins"/],
    ['no whole bins', '/v1/embed?quantity=m/z&bins=1.5', new Float32Array(4), 400, /bins: Expected a whole number/],
    ['an axis alone', '/v1/embed?quantity=m/z&bins=2', Float32Array.of(1, 2), 422, /an axis and no spectra/],
    ['a falling axis', '/v1/embed?quantity=m/z&bins=2', Float32Array.of(2, 1, 1, 1), 422, /does not rise/],
  ])('in binary: %s', async (_, path, floats, status, detail) => {
    await expectProblem(endpoint, [path, binary(floats)], status, detail);
  });

  it('in binary: bytes that are no floats', async () => {
    const init = { ...binary(new Float32Array(0)), body: new Uint8Array(5) };
    await expectProblem(endpoint, ['/v1/embed', init], 422, /has 5 bytes\. Expected 32-bit floats/);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'a form',
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      /is application\/x-www-form-urlencoded\. Expected application\/json/,
    ],
    ['text', { 'Content-Type': 'text/plain' }, /is text\/plain/],
    ['an encoded body', { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }, /encoded with gzip/],
  ])('%s, with 415', async (_, headers, detail) => {
    const init = { method: 'POST', headers, body: '{}' };
    await expectProblem(endpoint, ['/v1/compare', init], 415, detail);
  });

  it('a body of no kind, with 415', async () => {
    const body = new Blob(['{}']).stream();
    const init = { method: 'POST', body, duplex: 'half' };
    await expectProblem(endpoint, ['/v1/compare', init as RequestInit], 415, /Content-Type is not given/);
  });

  it('a wrong method, with what is right', async () => {
    for (const [path, method, allowed] of [
      ['/v1/compare', 'GET', 'POST'],
      ['/v1/embed', 'DELETE', 'POST'],
      ['/v1/models', 'POST', 'GET, HEAD'],
      ['/healthz', 'PUT', 'GET, HEAD'],
      ['/v1/models/tiny/files/onnx/model.onnx', 'DELETE', 'GET, HEAD'],
    ] as const) {
      const { response } = await expectProblem(
        endpoint,
        [path, { method }],
        405,
        new RegExp(`takes ${allowed}\\. Got ${method}`),
      );
      expect(response.headers.get('Allow')).toBe(allowed);
    }
  });

  it('an address where nothing is, with the routes and the models', async () => {
    const { body } = await expectProblem(endpoint, ['/v1/comparison', json({})], 404, /nothing at \/v1\/comparison/);
    expect(body.detail).toMatch(/POST \/v1\/compare, POST \/v1\/explain, POST \/v1\/embed/);
    expect(body.detail).toMatch(/Models: tiny\./);
    await expectProblem(endpoint, ['/'], 404, /nothing at \/\./);
  });

  it('with the wrong fields as JSON pointers', async () => {
    const { body } = await expectProblem(
      endpoint,
      ['/v1/compare', json({ ...good(), axis: { quantity: 1, values: [1] } })],
      400,
      /./,
    );
    expect(body.errors).toEqual([
      { pointer: '#/axis/quantity', detail: 'Invalid input: expected string, received number' },
    ]);
  });

  it('and is still well afterwards', async () => {
    expect(endpoint.failures).toEqual([]);
    expect((await request('/v1/compare', json(good()))).status).toBe(200);
  });
});
