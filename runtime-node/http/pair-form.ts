import { SpectroSimError } from '@spectrosim/models';
import type { z } from 'zod';
import type { Intensities, SpectraBody, SpectraForm } from './spectra-form.js';

/** What the JSON bodies of a pair have in common. */
export interface PairBody extends SpectraBody {
  readonly a: Intensities;
  readonly b: Intensities;
}

/** How two spectra stand in the bodies of a route: as `a` and `b`, or one after the other. */
export function pairForm<Schema extends z.ZodType<PairBody>>(
  schema: Schema,
  query?: SpectraForm<Schema>['query'],
): SpectraForm<Schema> {
  return {
    schema,
    ...(query && { query }),
    spectra: ({ a, b }) => [
      { name: 'a', values: a },
      { name: 'b', values: b },
    ],
    names(count) {
      if (count !== 2) {
        throw new SpectroSimError('input', `The body holds ${count} spectra. Expected two to compare.`);
      }
      return ['a', 'b'];
    },
  };
}
