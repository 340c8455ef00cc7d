import { SpectroSimError } from '@spectrosim/models';
import type { Experiment, ExperimentRow, Grid } from './experiment.js';

/**
 * The rows of an experiment: those that are listed, then those of the grid, every combination of its values, the last one changing
 * fastest.
 *
 * @throws SpectroSimError `usage` when two have one name
 */
export function expandRows({ rows, grid }: Pick<Experiment, 'rows' | 'grid'>): ExperimentRow[] {
  const all = [...rows, ...(grid === undefined ? [] : gridRows(grid))];
  const names = all.map(({ name }) => name);
  const twice = [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
  if (twice.length > 0) {
    throw new SpectroSimError(
      'usage',
      `Two rows are called ${twice.map((name) => `"${name}"`).join(', ')}. Expected each row to have a name of its own: tables tell them apart by it.`,
    );
  }
  return all;
}

const AXES = ['encoder', 'objective', 'temperature', 'batch', 'augmentations'] as const;

function gridRows({ kind, ...values }: Grid): ExperimentRow[] {
  const axes = AXES.flatMap((axis) => {
    const of = values[axis];
    return of === undefined ? [] : [[axis, of as readonly unknown[]] as const];
  });
  // What all rows share tells none apart.
  const varying = axes.filter(([, of]) => of.length > 1);
  const named = varying.length > 0 ? varying : axes;
  const combinations = axes.reduce<Readonly<Record<string, unknown>>[]>(
    (rows, [axis, of]) => rows.flatMap((row) => of.map((value) => ({ ...row, [axis]: value }))),
    [{}],
  );
  return combinations.map((row) => {
    const name = named.map(([axis]) => valueName(axis, row[axis])).join(', ');
    return { name: name === '' ? kind : name, kind, ...row };
  });
}

function valueName(axis: (typeof AXES)[number], value: unknown): string {
  if (axis === 'augmentations') {
    return (value as readonly unknown[]).map(called).join(' + ') || 'no augmentation';
  }
  return axis === 'temperature' || axis === 'batch' ? `${axis} ${value}` : called(value);
}

/** `moco`, or `moco (queue 128)` where it has settings. */
function called(value: unknown): string {
  if (typeof value !== 'object' || value === null) {
    return String(value);
  }
  const { name, config, ...rest } = value as Record<string, unknown>;
  const inner = Object.entries({ ...(config as object | undefined), ...rest })
    .map(([key, of]) => `${key} ${typeof of === 'object' ? JSON.stringify(of) : of}`)
    .join(', ');
  return inner === '' ? String(name) : `${name} (${inner})`;
}
