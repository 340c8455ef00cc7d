import { createAxis, SpectroSimError } from '@spectrosim/models';
import type { Context } from 'hono';
import type { z } from 'zod';
import { modelOf } from './model-of.js';
import { parse } from './parse.js';
import type { ServedModel } from './served-models.js';
import { rowsOnAxis } from './spectra.js';
import type { Intensities, SpectraBody, SpectraForm, SpectraRequest } from './spectra-form.js';

/** Reads a JSON body, in which `null` is a missing intensity. */
export async function readJson<Schema extends z.ZodType<SpectraBody>>(
  c: Context,
  models: readonly ServedModel[],
  form: SpectraForm<Schema>,
): Promise<SpectraRequest> {
  const [extra] = Object.keys(c.req.query());
  if (extra !== undefined) {
    throw new SpectroSimError(
      'usage',
      `There is "${extra}" in the query. With a JSON body everything goes into the body.`,
    );
  }
  const body = parse(form.schema, await jsonOf(c), 'The body');
  const model = modelOf(models, body.model);
  const spectra = form.spectra(body).map(({ name, values }) => ({ name, intensities: floatsOf(values) }));
  const axis = body.axis && createAxis(body.axis.quantity, body.axis.values);
  return { model, rows: rowsOnAxis(model, axis, spectra), attribution: body.attribution === true };
}

async function jsonOf(c: Context): Promise<unknown> {
  const text = await c.req.text();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SpectroSimError('usage', `The body is not JSON: ${(cause as Error).message}. NaN is written as null.`, {
      cause,
    });
  }
}

/** `null` is missing. */
function floatsOf(values: Intensities): Float32Array {
  const floats = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    floats[i] = values[i] ?? Number.NaN;
  }
  return floats;
}
