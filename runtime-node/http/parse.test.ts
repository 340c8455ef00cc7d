import { SpectroSimError } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { fieldErrors, parse } from './parse.js';
import { compareRequestSchema, embedRequestSchema } from './schemas.js';

/** What parsing throws. */
function refusal(schema: typeof compareRequestSchema | typeof embedRequestSchema, value: unknown): SpectroSimError {
  try {
    parse(schema, value, 'The body');
  } catch (error) {
    expect(error).toBeInstanceOf(SpectroSimError);
    return error as SpectroSimError;
  }
  throw new Error('was not refused');
}

describe('parse', () => {
  it('gives back what fits', () => {
    const body = { model: 'hoki', a: [1, null], b: [2, 3] };
    expect(parse(compareRequestSchema, body, 'The body')).toEqual(body);
  });

  it.each<[string, unknown, RegExp]>([
    [
      'an unknown key, with the nearest',
      { modle: 'x', a: [1], b: [1] },
      /^The body is wrong: unknown key "modle"\. Did you mean "model"\? Known: model, axis, a, b\.$/,
    ],
    [
      'an unknown key inside',
      { axis: { quantity: 'm/z', value: [1] }, a: [1], b: [1] },
      /axis: unknown key "value"\. Did you mean "values"\? Known: quantity, values/,
    ],
    ['a missing key', { a: [1] }, /b: Invalid input: expected array, received undefined/],
    ['a word for a number', { a: [1, 'NaN'], b: [1] }, /a\[1\]: Invalid input: expected number, received string/],
    ['a list for an object', [1, 2], /expected object, received array/],
    ['nothing', null, /expected object, received null/],
  ])('names %s', (_, value, message) => {
    const error = refusal(compareRequestSchema, value);
    expect(error.code).toBe('usage');
    expect(error.message).toMatch(message);
  });

  it('says the unknown key first, since the missing ones follow from it', () => {
    expect(refusal(compareRequestSchema, { A: [1], b: [1] }).message).toMatch(
      /^The body is wrong: unknown key "A"\. Did you mean "a"\?.*; a: Invalid input/,
    );
  });

  it('names five of many wrong fields, and counts the rest', () => {
    const error = refusal(embedRequestSchema, { spectra: [Array(300).fill('x')] });
    expect(error.message).toMatch(/spectra\[0\]\[4\].*There are 295 more\.$/);
    expect(fieldErrors(error)).toHaveLength(5);
    expect(fieldErrors(error)?.[4]).toEqual({
      pointer: '#/spectra/0/4',
      detail: 'Invalid input: expected number, received string',
    });
  });

  it('has no fields for another error', () => {
    expect(fieldErrors(new SpectroSimError('input', 'x', { cause: new Error('y') }))).toBeUndefined();
  });
});
