import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFeeds, emptyOutputs, hasEmptyBatch, tensorValue, valueInfo } from './feeds.js';
import type { TensorValue, ValueInfo } from './runtime.js';

const spectra: ValueInfo = { name: 'spectra', type: 'float32', dims: ['B', 3] };
const floats = (dims: readonly number[], data: ArrayLike<number>): TensorValue => ({
  type: 'float32',
  dims,
  data: Float32Array.from(data),
});

describe('checkFeeds', () => {
  it('answers the sizes of symbolic dimensions, with those known before', () => {
    expect(checkFeeds([spectra], { spectra: floats([2, 3], [1, 2, 3, 4, 5, 6]) }, new Map([['T', 9]]))).toEqual(
      new Map([
        ['T', 9],
        ['B', 2],
      ]),
    );
  });

  it('holds symbolic dimensions to sizes known before', () => {
    expect(() => checkFeeds([spectra], { spectra: floats([1, 3], [1, 2, 3]) }, new Map([['B', 2]]))).toThrow(
      'Input "spectra" has shape [1, 3]. Expected [B, 3] with B = 2.',
    );
  });

  it('holds one symbol to one size within a tensor, and lets an unnamed dimension be anything', () => {
    const square: ValueInfo = { name: 'square', type: 'float32', dims: ['K', 'K'] };
    expect(() => checkFeeds([square], { square: floats([1, 2], [0, 0]) })).toThrow('Expected [K, K] with K = 1.');
    const loose: ValueInfo = { name: 'loose', type: 'float32', dims: ['', ''] };
    expect(checkFeeds([loose], { loose: floats([1, 2], [0, 0]) })).toEqual(new Map());
    expect(() => checkFeeds([loose], { loose: floats([2], [0, 0]) })).toThrow('shape [2]. Expected [?, ?].');
  });

  it('lists what is missing, what is unknown and what there is', () => {
    const pair = [spectra, { ...spectra, name: 'scale' }];
    expect(() => checkFeeds(pair, { spectrum: floats([1, 3], [0, 0, 0]) })).toThrow(
      'Wrong inputs: missing "spectra", "scale", unknown "spectrum". Expected exactly: "spectra", "scale".',
    );
    expect(() => checkFeeds([], { spectra: floats([], [0]) })).toThrow('Expected exactly: none.');
  });

  it('refuses dimensions that are no counts, and data of another kind', () => {
    expect(() => checkFeeds([spectra], { spectra: floats([-1, 3], []) })).toThrow('whole numbers from 0 up');
    const wrong = { type: 'float32', dims: [1, 3], data: new Float64Array(3) } as unknown as TensorValue;
    expect(() => checkFeeds([spectra], { spectra: wrong })).toThrow('no Float32Array');
  });

  it('refuses exactly the float32 data that are not all finite (oracle: Number.isFinite)', () => {
    const input: ValueInfo = { name: 'x', type: 'float32', dims: ['L'] };
    fc.assert(
      fc.property(fc.float32Array(), (data) => {
        const check = () => checkFeeds([input], { x: { type: 'float32', dims: [data.length], data } });
        const at = data.findIndex((value) => !Number.isFinite(value));
        if (at < 0) {
          expect(check).not.toThrow();
        } else {
          expect(check).toThrow(`Input "x" holds ${data[at]} at [${at}].`);
        }
      }),
    );
  });
});

describe('emptyOutputs', () => {
  it('gives nothing in the right shape', () => {
    const outputs: ValueInfo[] = [
      { name: 'embedding', type: 'float32', dims: ['B', 8] },
      { name: 'peaks', type: 'int64', dims: ['P', ''] },
    ];
    expect(emptyOutputs(outputs, new Map([['B', 0]]))).toEqual({
      embedding: { type: 'float32', dims: [0, 8], data: new Float32Array(0) },
      peaks: { type: 'int64', dims: [0, 0], data: new BigInt64Array(0) },
    });
  });

  it('refuses an output that has a value at any batch size', () => {
    expect(() => emptyOutputs([{ name: 'loss', type: 'float32', dims: [] }], new Map([['B', 0]]))).toThrow(
      'output "loss" [] has no value for an empty batch',
    );
  });
});

it('hasEmptyBatch sees one empty tensor among others', () => {
  expect(hasEmptyBatch({ a: floats([1], [0]), b: floats([0, 4], []) })).toBe(true);
  expect(hasEmptyBatch({ a: floats([1], [0]), scalar: floats([], [0]) })).toBe(false);
});

it('tensorValue and valueInfo refuse types that graphs of this project do not use', () => {
  expect(() => tensorValue('float64', [1], new Float64Array(1))).toThrow(
    'A tensor is float64. Expected one of: float32',
  );
  expect(() => tensorValue('float32', [1], new Int32Array(1))).toThrow('without a Float32Array');
  expect(() => valueInfo('x', 'string', [])).toThrow('"x" is string. Expected one of: float32');
});
