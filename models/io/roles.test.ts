import { describe, expect, it } from 'vitest';
import { createAxis } from '../axis.js';
import type { SpectrumSet } from '../spectrum-set.js';
import { resolveRoles } from './roles.js';

function setWith(columns: Record<string, string[]>): SpectrumSet {
  const size = Object.values(columns)[0]?.length ?? 3;
  return {
    axis: createAxis('m/z', [1]),
    names: Array.from({ length: size }, (_, i) => `s${i}`),
    intensities: new Float32Array(size).fill(1),
    columns: new Map(Object.entries(columns)),
    notes: [],
  };
}

describe('resolveRoles', () => {
  const set = setWith({
    sample: ['x', 'x', 'y', ''],
    class: ['cow', 'cow', 'sheep', 'qc'],
    session: ['1', '2', '1', '1'],
    run_batch: ['1', '1', '2', '2'],
    qc: ['', 'no', 'FALSE', 'True'],
  });

  it('finds the roles by convention', () => {
    expect(resolveRoles(set, { group: 'sample' })).toEqual({
      group: { column: 'sample', values: ['x', 'x', 'y', ''] },
      run: { column: 'run_batch', values: ['1', '1', '2', '2'] },
      stratum: { column: 'class', values: ['cow', 'cow', 'sheep', 'qc'], numeric: false },
      qc: 'qc',
      included: [0, 1, 2],
    });
  });

  it('prefers named columns, and never gives one column two roles', () => {
    expect(resolveRoles(set, { group: 'class', run: 'session' })).toMatchObject({ run: { column: 'session' } });
    expect(resolveRoles(set, { group: 'class' }).stratum).toBeUndefined();
    expect(resolveRoles(set, { group: 'run_batch' }).run).toMatchObject({ column: 'session' });
    expect(() => resolveRoles(set, { group: 'class', stratum: 'class' })).toThrow(/"class" was named for two roles/);
  });

  it('needs only a group', () => {
    const roles = resolveRoles(setWith({ sample: ['x', 'x', 'y'] }), { group: 'sample' });
    expect(roles).toEqual({ group: { column: 'sample', values: ['x', 'x', 'y'] }, included: [0, 1, 2] });
  });

  it('calls a stratum numeric when it holds more than four numbers', () => {
    const numeric = (values: string[]) =>
      resolveRoles(setWith({ g: values.map(() => 'x'), v: values }), { group: 'g', stratum: 'v' }).stratum?.numeric;
    expect(numeric(['153.8', '1', '2', '', '4', '5e1'])).toBe(true);
    expect(numeric(['1', '2', '3', '4', '4'])).toBe(false);
    expect(numeric(['1', '2', '3', '4', 'x'])).toBe(false);
  });

  it('names the columns there are, and the nearest', () => {
    expect(() => resolveRoles(set, { group: 'Sampel' })).toThrow(
      'There is no column "Sampel" for the group. The columns are "sample", "class", "session", "run_batch", "qc". Did you mean "sample"?',
    );
    expect(() => resolveRoles(set, { group: 'sample', run: 'zzzzzz' })).toThrow(/for the run\. [^?]*$/);
    expect(() => resolveRoles(setWith({}), { group: 'sample' })).toThrow(/give a samples file/);
  });

  it('refuses a qc cell that is neither yes nor no, a spectrum without group, and a set of controls only', () => {
    const roles = (columns: Record<string, string[]>) => () => resolveRoles(setWith(columns), { group: 'g' });
    expect(roles({ g: ['x', 'y'], qc: ['maybe', ''] })).toThrow(/"qc" says "maybe" of spectrum "s0"/);
    expect(roles({ g: ['x', ''], qc: ['', ''] })).toThrow(/"g" is empty for 1 spectrum: "s1"/);
    expect(roles({ g: ['x', 'y'], qc: ['1', 'yes'] })).toThrow(/All 2 spectra are marked as quality controls/);
  });
});
