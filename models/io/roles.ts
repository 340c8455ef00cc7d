import { SpectroSimError } from '../errors.js';
import { nearestName } from '../nearest-name.js';
import type { SpectrumSet } from '../spectrum-set.js';
import { count, showCell, showSome } from './file-error.js';
import { parseNumber } from './parse-number.js';

/** Columns that play a role when nobody names one, in order of preference. */
const CONVENTION = { run: ['run_batch', 'session', 'day'], stratum: ['class'], qc: ['qc'] } as const;

/** Which columns play which role; those not given are found by their exact name. */
export interface RoleNames {
  /** Two spectra with the same value here are a positive pair. */
  readonly group: string;
  /** @default the first of `run_batch`, `session`, `day` that exists */
  readonly run?: string | undefined;
  /** @default `class`, when it exists */
  readonly stratum?: string | undefined;
  /** @default `qc`, when it exists */
  readonly qc?: string | undefined;
}

/** A column in its role: values `[N]`, in the set's order. */
export interface RoleColumn {
  readonly column: string;
  readonly values: readonly string[];
}

/** The roles of a set's columns, over all `N` spectra. */
export interface Roles {
  readonly group: RoleColumn;
  /** Measuring runs; `''` is an unknown run. */
  readonly run?: RoleColumn;
  /**
   * Strata for hard negatives; `''` is unknown. `numeric` when every value is a number and more than four differ: then
   * near values are alike, while fewer are the codes of classes.
   */
  readonly stratum?: RoleColumn & { readonly numeric: boolean };
  /** The column that marks quality controls. */
  readonly qc?: string;
  /** Indices of the spectra that are not quality controls: those that pairs are made of. */
  readonly included: readonly number[];
}

/**
 * Finds the columns that say what belongs together: by the names given, else by convention.
 *
 * A column that was named for one role is not taken for another by convention.
 *
 * @throws SpectroSimError `usage` when a named column does not exist (the message lists those that do) or has two
 * roles; `input` when a `qc` cell is neither yes nor no, an included spectrum has no group, or none is left.
 * @example
 * ```ts
 * const roles = resolveRoles(set, { group: 'sample' });
 * const pairsFrom = selectRows(set, roles.included);
 * ```
 */
export function resolveRoles(set: SpectrumSet, names: RoleNames): Roles {
  const given = [names.group, names.run, names.stratum, names.qc].filter((name) => name !== undefined);
  const twice = given.find((name, i) => given.indexOf(name) < i);
  if (twice !== undefined) {
    throw new SpectroSimError(
      'usage',
      `The column ${showCell(twice)} was named for two roles. Expected a column each for group, run, stratum and qc.`,
    );
  }
  const find = (role: keyof typeof CONVENTION): RoleColumn | undefined => {
    const named = names[role];
    if (named !== undefined) {
      return columnOf(set, role, named);
    }
    const found = CONVENTION[role].find((name) => set.columns.has(name) && !given.includes(name));
    return found === undefined ? undefined : columnOf(set, role, found);
  };
  const group = columnOf(set, 'group', names.group);
  const run = find('run');
  const stratum = find('stratum');
  const qc = find('qc');
  const included = set.names.flatMap((name, i) => (qc && isTrue(qc, i, name) ? [] : [i]));
  checkGroups(set, group, included);
  return {
    group,
    ...(run && { run }),
    ...(stratum && { stratum: { ...stratum, numeric: isNumeric(stratum.values) } }),
    ...(qc && { qc: qc.column }),
    included,
  };
}

/**
 * A metadata column by name.
 *
 * @param role what it is wanted for, for the message
 * @throws SpectroSimError `usage` when there is none, listing those there are and naming the nearest.
 */
export function columnOf(set: SpectrumSet, role: string, column: string): RoleColumn {
  const values = set.columns.get(column);
  if (values !== undefined) {
    return { column, values };
  }
  const existing = [...set.columns.keys()];
  const near = nearestName(column, existing);
  throw new SpectroSimError(
    'usage',
    `There is no column ${showCell(column)} for the ${role}. ${
      existing.length === 0
        ? 'The spectra have no metadata: give a samples file with a column "name" and this one.'
        : `The columns are ${showSome(existing, 20)}.${near === undefined ? '' : ` Did you mean ${showCell(near)}?`}`
    }`,
  );
}

function isTrue(qc: RoleColumn, index: number, name: string): boolean {
  const cell = qc.values[index] as string;
  const value = cell.toLowerCase();
  if (!['true', '1', 'yes', 'false', '0', 'no', ''].includes(value)) {
    throw new SpectroSimError(
      'input',
      `The column ${showCell(qc.column)} says ${showCell(cell)} of spectrum ${showCell(name)}. Expected true, 1 or yes for a quality control, and false, 0, no or nothing otherwise.`,
    );
  }
  return ['true', '1', 'yes'].includes(value);
}

function checkGroups(set: SpectrumSet, group: RoleColumn, included: readonly number[]): void {
  if (included.length === 0) {
    throw new SpectroSimError(
      'input',
      `All ${count(set.names.length, 'spectrum', 'spectra')} are marked as quality controls. Expected some that are not. Check the qc column.`,
    );
  }
  const without = included.filter((i) => group.values[i] === '').map((i) => set.names[i] as string);
  if (without.length > 0) {
    throw new SpectroSimError(
      'input',
      `The group column ${showCell(group.column)} is empty for ${count(without.length, 'spectrum', 'spectra')}: ${showSome(without)}. Expected a value for each. Fill it in, or remove these spectra.`,
    );
  }
}

function isNumeric(values: readonly string[]): boolean {
  const known = values.filter((value) => value !== '');
  return new Set(known).size > 4 && known.every((value) => parseNumber(value) !== undefined);
}
