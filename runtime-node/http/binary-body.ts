import { endianness } from 'node:os';
import { type Axis, createAxis, SpectroSimError } from '@spectrosim/models';
import type { Context } from 'hono';
import type { z } from 'zod';
import { modelOf } from './model-of.js';
import { parse } from './parse.js';
import { binaryQuerySchema } from './schemas.js';
import type { ServedModel } from './served-models.js';
import { rowsOnAxis } from './spectra.js';
import type { BinaryQuery, SpectraBody, SpectraForm, SpectraRequest } from './spectra-form.js';

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;
const LITTLE_ENDIAN = endianness() === 'LE';

/** Reads rows of little-endian 32-bit floats, in which `NaN` is a missing intensity; the rest is in the query. */
export async function readBinary(
  c: Context,
  models: readonly ServedModel[],
  form: Pick<SpectraForm<z.ZodType<SpectraBody>>, 'names' | 'query'>,
): Promise<SpectraRequest> {
  const query = parse<BinaryQuery>(form.query ?? binaryQuerySchema, c.req.query(), 'The query');
  const model = modelOf(models, query.model);
  const bins = query.bins ?? model.axis.values.length;
  const floats = littleEndianFloats(await c.req.arrayBuffer());
  if (floats.length === 0 || floats.length % bins !== 0) {
    throw new SpectroSimError(
      'input',
      `The body holds ${floats.length} floats. Expected a multiple of ${bins}: rows of ${bins} intensities${query.bins === undefined ? `, as model "${model.id}" takes them` : ''}.`,
    );
  }
  const rows = Array.from({ length: floats.length / bins }, (_, i) => floats.subarray(i * bins, (i + 1) * bins));
  const axis = axisOf(query, rows);
  const names = form.names(rows.length);
  const spectra = rows.map((intensities, i) => ({ name: names[i] as string, intensities }));
  return { model, rows: rowsOnAxis(model, axis, spectra), attribution: query.attribution === true };
}

/** The axis that a binary body begins with, taken off its rows; `undefined` when it has none. */
function axisOf({ quantity, bins }: z.infer<typeof binaryQuerySchema>, rows: Float32Array[]): Axis | undefined {
  if (quantity === undefined && bins === undefined) {
    return undefined;
  }
  if (quantity === undefined || bins === undefined) {
    throw new SpectroSimError(
      'usage',
      'The query has one of "quantity" and "bins". Expected both, with a body that begins with the positions of the axis, or neither.',
    );
  }
  return createAxis(quantity, rows.shift() as Float32Array);
}

function littleEndianFloats(bytes: ArrayBuffer): Float32Array {
  if (bytes.byteLength % FLOAT_BYTES !== 0) {
    throw new SpectroSimError(
      'input',
      `The body has ${bytes.byteLength} bytes. Expected 32-bit floats, so a multiple of 4.`,
    );
  }
  if (LITTLE_ENDIAN) {
    return new Float32Array(bytes);
  }
  const view = new DataView(bytes);
  return Float32Array.from({ length: bytes.byteLength / FLOAT_BYTES }, (_, i) =>
    view.getFloat32(i * FLOAT_BYTES, true),
  );
}

/** Numbers as the bytes of little-endian 32-bit floats. */
export function littleEndianBytes(floats: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(floats.length * FLOAT_BYTES);
  const view = new DataView(bytes.buffer);
  floats.forEach((value, i) => {
    view.setFloat32(i * FLOAT_BYTES, value, true);
  });
  return bytes;
}
