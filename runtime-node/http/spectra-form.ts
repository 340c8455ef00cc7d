import type { z } from 'zod';
import type { axisSchema } from './schemas.js';
import type { ServedModel } from './served-models.js';

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
