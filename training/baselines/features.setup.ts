import { createRandom } from '@spectrosim/models';
import type { FlatRows } from '../back-ends/products.js';

/** Rows as they are written. */
export function flatRows(rows: readonly (readonly number[])[]): FlatRows {
  return { count: rows.length, width: rows[0]?.length ?? 0, data: Float64Array.from(rows.flat()) };
}

/** Pairs of either kind by turns, whose first two features tell them apart by so many standard deviations; the others are noise. */
export function pairFeatures(
  count: number,
  width: number,
  apart: number,
  seed = 1,
): { features: FlatRows; same: Uint8Array } {
  const random = createRandom(seed, 'pair-features');
  const same = Uint8Array.from({ length: count }, (_, p) => (p + 1) % 2);
  const rows = Array.from(same, (kind) =>
    Array.from({ length: width }, (_, f) => random.normal() + (f < 2 ? -apart * kind : 0)),
  );
  return { features: flatRows(rows), same };
}
