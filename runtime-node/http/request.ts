import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { z } from 'zod';
import { readBinary } from './binary-body.js';
import { readJson } from './json-body.js';
import type { axisSchema } from './schemas.js';
import type { ServedModel } from './served-models.js';

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

/** How a route's spectra stand in its bodies. */
export interface SpectraForm<Schema extends z.ZodType<SpectraBody>> {
  /** The JSON body. */
  readonly schema: Schema;
  /** Its spectra by name. */
  spectra(body: z.infer<Schema>): readonly { readonly name: string; readonly values: Intensities }[];
  /** Names of the spectra of a binary body that holds `count`. @throws SpectroSimError `input` for another count than the route's */
  names(count: number): readonly string[];
}

/** Intensities in JSON; `null` is missing. */
export type Intensities = readonly (number | null)[];

/** What the JSON bodies have in common. */
export interface SpectraBody {
  readonly model?: string | undefined;
  readonly axis?: z.infer<typeof axisSchema> | undefined;
}

/** A request's spectra, ready for its model. */
export interface SpectraRequest {
  readonly model: ServedModel;
  /** Raw intensities on the model's axis `[N, L]`. */
  readonly rows: Float32Array;
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
