import type { Axis } from './axis.js';

/**
 * `N` spectra on one axis of `L` bins, with what is known of each.
 *
 * A missing intensity is `NaN` here and never reaches a graph: `alignRows` decides what it becomes.
 */
export interface SpectrumSet {
  readonly axis: Axis;
  /** Spectrum names `[N]`, unique. */
  readonly names: readonly string[];
  /** Raw intensities `[N, L]`, row-major; `NaN` is missing. */
  readonly intensities: Float32Array;
  /** Metadata by column name, each column `[N]` in the order of `names`. An empty cell is `''`. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
  /** What reading changed and a user should know: a turned axis, ignored rows. */
  readonly notes: readonly string[];
}

/** The `index`-th spectrum's intensities `[L]`: a view, not a copy. */
export function rowOf(set: SpectrumSet, index: number): Float32Array {
  const bins = set.axis.values.length;
  return set.intensities.subarray(index * bins, (index + 1) * bins);
}

/** The spectra at `indices`, in that order, with their metadata. */
export function selectRows(set: SpectrumSet, indices: readonly number[]): SpectrumSet {
  const bins = set.axis.values.length;
  const intensities = new Float32Array(indices.length * bins);
  indices.forEach((from, to) => {
    intensities.set(rowOf(set, from), to * bins);
  });
  const pick = (column: readonly string[]) => indices.map((index) => column[index] as string);
  return {
    axis: set.axis,
    names: pick(set.names),
    intensities,
    columns: new Map([...set.columns].map(([name, column]) => [name, pick(column)])),
    notes: set.notes,
  };
}
