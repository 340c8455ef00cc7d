import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseSettings } from './settings.js';

const noise = z.strictObject({ name: z.literal('noise'), sigma: z.number().min(0).default(0.1) });
const flip = z.strictObject({ name: z.literal('flip'), probability: z.number().max(1) });
const schema = z.strictObject({
  steps: z.int().min(1).default(200),
  temperature: z.number().default(0.1),
  recipe: z.union([z.literal('floor'), z.array(z.union([noise, flip]))]).default('floor'),
  encoder: z.strictObject({ name: z.string(), width: z.int().default(8) }).default({ name: 'transformer', width: 8 }),
});
const messageOf = (value: unknown) => {
  try {
    parseSettings('The configuration', schema, value);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
};

describe('parseSettings', () => {
  it('completes what is right', () => {
    expect(parseSettings('x', schema, { steps: 3, recipe: [{ name: 'noise' }] })).toEqual({
      steps: 3,
      temperature: 0.1,
      recipe: [{ name: 'noise', sigma: 0.1 }],
      encoder: { name: 'transformer', width: 8 },
    });
  });

  it.each<[string, unknown, RegExp]>([
    [
      'an unknown key, with the nearest',
      { temprature: 1 },
      /^ {2}unknown key "temprature"\. Did you mean "temperature"\?/m,
    ],
    [
      'an unknown key deep down',
      { encoder: { name: 'a', widht: 1 } },
      /encoder: unknown key "widht"\. Did you mean "width"\?/,
    ],
    [
      'one in an entry of a list',
      { recipe: [{ name: 'noise', sigm: 1 }] },
      /recipe\[0\]: unknown key "sigm"\. Did you mean "sigma"\?/,
    ],
    ['an unknown name, with all', { recipe: [{ name: 'nois' }] }, /recipe\[0\]\.name: expected one of "noise", "flip"/],
    [
      'a bad value of the entry that was meant',
      { recipe: [{ name: 'flip', probability: 3 }] },
      /recipe\[0\]\.probability: .*<=1/,
    ],
    ['a bad value', { steps: 'many' }, /steps: .*expected.*(int|number)/],
    ['what is no object', 3, /expected object/],
  ])('refuses %s', (_, value, message) => {
    expect(messageOf(value)).toMatch(/^The configuration is wrong:\n/);
    expect(messageOf(value)).toMatch(message);
  });

  it('knows the keys of schemas that have names of their own', () => {
    const axis = z.strictObject({ quantity: z.string() }).meta({ id: 'Axis' });
    const request = z.strictObject({ axis: axis.optional(), model: z.string().optional() }).meta({ id: 'Request' });
    expect(() => parseSettings('The body', request, { modle: 'x' })).toThrow(
      /Did you mean "model"\? Known: axis, model/,
    );
    expect(() => parseSettings('The body', request, { axis: { quantity: 'm/z', qantity: 1 } })).toThrow(
      /axis: unknown key "qantity"\. Did you mean "quantity"\?/,
    );
  });

  it('says nothing of a key that resembles none', () => {
    expect(messageOf({ qqqqqqqqq: 1 })).toMatch(/unknown key "qqqqqqqqq"\. Known: steps, temperature/);
  });
});
