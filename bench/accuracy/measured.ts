import { z } from 'zod';

/** A measure with its spread and interval; numbers are null where there are no such pairs. */
export const measuredSchema = z.object({
  mean: z.number().nullable(),
  sd: z.number().nullable(),
  lo: z.number().nullable(),
  hi: z.number().nullable(),
});

/** See {@link measuredSchema}. */
export type Measured = z.infer<typeof measuredSchema>;

/** A difference of two systems on the same resampled groups, and what it comes to. */
export const differenceSchema = measuredSchema.extend({ standing: z.enum(['beats', 'tie', 'loses']).nullable() });

/** See {@link differenceSchema}. */
export type Difference = z.infer<typeof differenceSchema>;

/** The measures of a system that documents print. */
export const SYSTEM_MEASURES = ['auc', 'eer', 'balancedAccuracy', 'hardAuc', 'cllr', 'minCllr'] as const;

/** A system's measures; what else there is of them is not kept. */
export const systemSchema = z.object(
  Object.fromEntries(SYSTEM_MEASURES.map((name) => [name, measuredSchema])) as Record<
    (typeof SYSTEM_MEASURES)[number],
    typeof measuredSchema
  >,
);

/** See {@link systemSchema}. */
export type System = z.infer<typeof systemSchema>;

/** Mean and standard deviation of numbers, such as those of several seeds. */
export function spreadOf(values: readonly (number | null)[]): { readonly mean: number; readonly sd: number } {
  const numbers = values.filter((value) => value !== null);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / Math.max(1, numbers.length - 1)) };
}
