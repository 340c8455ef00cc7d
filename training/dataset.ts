import { type Axis, alignRows, hashRows, hashSet, missingOn, type SpectrumSet } from '@spectrosim/models';
import type { Rows } from '@spectrosim/models/graph';
import type { Circumstances } from './evaluation/hard-pairs.js';
import { gatherRows } from './evaluation/pairs.js';

/** Spectra ready to train on and to test with: finite rows, each in a group. */
export interface Dataset extends Circumstances {
  readonly axis: Axis;
  /** What a missing intensity became. */
  readonly missing: 'zero' | 'interpolate';
  readonly names: readonly string[];
  /** The group of each spectrum `[N]`. */
  readonly groups: readonly string[];
  readonly groupColumn: string;
  /** Raw intensities `[N, L]`, none missing. */
  readonly rows: Rows;
  /** Hash of each spectrum as it was read `[N]`. */
  readonly rowHashes: readonly string[];
  /** Hash of axis, intensities and groups. */
  readonly hash: string;
  /** The data say of themselves that they were simulated. */
  readonly simulated: boolean;
}

/**
 * Makes a dataset of spectra and the column that groups them; quality controls are to be left out before.
 *
 * @param group the column's name and values `[N]`
 * @param circumstances runs and strata, where there are such columns
 * @throws SpectroSimError `input` when a spectrum on a continuous axis begins or ends with a gap.
 * @example
 * ```ts
 * const roles = resolveRoles(set, { group: 'batch' });
 * const dataset = await createDataset(set, roles.group);
 * ```
 */
export async function createDataset(
  set: SpectrumSet,
  group: { readonly column: string; readonly values: readonly string[] },
  { runs, strata }: Circumstances = {},
): Promise<Dataset> {
  const bins = set.axis.values.length;
  return {
    axis: set.axis,
    missing: missingOn(set.axis),
    names: set.names,
    groups: group.values,
    groupColumn: group.column,
    ...(runs && { runs }),
    ...(strata && { strata }),
    rows: { count: set.names.length, bins, data: alignRows(set, set.axis) },
    rowHashes: await hashRows(set),
    hash: await hashSet(set, [group.values]),
    simulated: set.columns.get('simulated')?.some((value) => value === 'true') ?? false,
  };
}

/** Rows at `indices`. */
export function rowsAt({ bins, data }: Rows, indices: readonly number[]): Rows {
  return { count: indices.length, bins, data: gatherRows(data, bins, indices) };
}
