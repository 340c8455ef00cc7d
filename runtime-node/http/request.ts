import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { z } from 'zod';
import { readBinary } from './binary-body.js';
import { readJson } from './json-body.js';
import type { ServedModel } from './served-models.js';
import type { SpectraBody, SpectraForm, SpectraRequest } from './spectra-form.js';

/** Bodies that a route takes. */
export const JSON_TYPE = 'application/json';
export const BINARY_TYPE = 'application/octet-stream';

/** The documentation of a route's body: its JSON schema by name, or binary. */
export function bodyOf(schema: string) {
  return {
    required: true,
    content: {
      [JSON_TYPE]: { schema: { $ref: `#/components/schemas/${schema}` } },
      [BINARY_TYPE]: { schema: { type: 'string', format: 'binary' } },
    },
  } as const;
}

/**
 * Reads spectra from a JSON or a binary body.
 *
 * @throws SpectroSimError `usage` for a body that does not fit its schema, `input` for spectra that do not fit the model;
 * HTTPException 404 for an unknown model, 415 for another kind of body.
 */
export async function readSpectra<Schema extends z.ZodType<SpectraBody>>(
  c: Context,
  models: readonly ServedModel[],
  form: SpectraForm<Schema>,
): Promise<SpectraRequest> {
  const type = c.req.header('Content-Type')?.split(';', 1)[0]?.trim().toLowerCase();
  const encoding = c.req.header('Content-Encoding');
  if (encoding !== undefined && encoding !== 'identity') {
    throw new HTTPException(415, { message: `The body is encoded with ${encoding}. Send it as it is.` });
  }
  if (type === JSON_TYPE) {
    return readJson(c, models, form);
  }
  if (type === BINARY_TYPE) {
    return readBinary(c, models, form);
  }
  throw new HTTPException(415, {
    message: `The body's Content-Type is ${type ?? 'not given'}. Expected ${JSON_TYPE}, or ${BINARY_TYPE} with 32-bit floats.`,
  });
}
