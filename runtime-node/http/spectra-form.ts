import type { z } from 'zod';
import type { axisSchema, binaryQuerySchema } from './schemas.js';
import type { ServedModel } from './served-models.js';

/** The query of a binary body, whatever the route. */
export type BinaryQuery = z.ZodType<z.infer<typeof binaryQuerySchema> & Pick<SpectraBody, 'attribution'>>;

/** How a route's spectra stand in its bodies. */
export interface SpectraForm<Schema extends z.ZodType<SpectraBody>> {
  /** The JSON body. */
  readonly schema: Schema;
  /** The query of a binary body. @default `binaryQuerySchema` */
  readonly query?: BinaryQuery;
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
  readonly attribution?: boolean | undefined;
}

/** A request's spectra, ready for its model. */
export interface SpectraRequest {
  readonly model: ServedModel;
  /** Raw intensities on the model's axis `[N, L]`. */
  readonly rows: Float32Array;
  /** Every bin's part is asked for; of explanations alone. */
  readonly attribution: boolean;
}
