import { describe, expect, it } from 'vitest';
import { overridden, parseExperiment } from './experiment.js';
import { planRuns } from './plan-runs.js';
import { readExperiment, readyNames } from './ready-files.js';

const circumstances = { threads: 1, cores: 4, versions: { spectrosim: '1' }, note: () => undefined };
const plan = (value: object, more: object = {}) =>
  planRuns(parseExperiment('x', { title: 'X', ...value }), { ...circumstances, ...more });

const residual = { name: 'residual', kind: 'contrastive', encoder: 'residual' };
const small = { simulate: { axis: { bins: 260 } } };

describe('planRuns', () => {
  it('takes seeds in the outer loop, and gives each run a key of its own', async () => {
    const { runs } = await plan({
      rows: [{ name: 'floor', kind: 'floor' }, residual],
      seeds: 2,
      protocols: ['held-out', 'pairs'],
      data: [small],
    });
    expect(runs.map(({ row, seed, protocol }) => `${row} ${seed} ${protocol}`)).toEqual([
      'floor 1 held-out',
      'floor 1 pairs',
      'residual 1 held-out',
      'residual 1 pairs',
      'floor 2 held-out',
      'floor 2 pairs',
      'residual 2 held-out',
      'residual 2 pairs',
    ]);
    expect(new Set(runs.map(({ key }) => key)).size).toBe(8);
    expect(runs[2]).toMatchObject({ threads: 1, alone: false, work: { config: { seed: 1, objective: 'nt-xent' } } });
  });

  it('makes the key of all that decides the result, and of nothing else', async () => {
    const keyOf = async (row: object, more: object = {}, training: object = {}) =>
      (await plan({ rows: [{ ...residual, ...row }], seeds: 1, data: [small], training }, more)).runs[0]?.key;
    const key = await keyOf({});
    expect(await keyOf({ name: 'another name', published: '50', note: 'a note' })).toBe(key);
    expect(await keyOf({ temperature: 0.1 })).toBe(key);
    for (const other of [
      keyOf({ temperature: 0.2 }),
      keyOf({}, { threads: 2 }),
      keyOf({}, { versions: { spectrosim: '2' } }),
      keyOf({}, {}, { steps: 3 }),
      keyOf({}, {}, { epochs: 3 }),
    ]) {
      expect(await other).not.toBe(key);
    }
  });

  it('has large models last, alone, with all cores and fewer seeds; on real data not at all', async () => {
    const rows = [{ ...residual, name: 'large', encoder: 'paper/cnn' }, residual];
    const { runs, large } = await plan({ rows, seeds: 3 });
    expect(runs.map(({ row, seed, alone, threads }) => [row, seed, alone, threads])).toEqual([
      ['residual', 1, false, 1],
      ['residual', 2, false, 1],
      ['residual', 3, false, 1],
      ['large', 1, true, 4],
      ['large', 2, true, 4],
    ]);
    expect(runs[3]?.parameters).toBe(34_275_328);
    expect(large).toEqual(['large']);
    const without = await plan({ rows, seeds: 3, large: { leaveOut: true } });
    expect(without.leftOut).toEqual([
      'large, of 34,275,328 parameters, for time: more than 20,000,000 are left out here.',
    ]);
  });

  it.each<[string, object, RegExp]>([
    [
      'settings of training that are none',
      { training: { stpes: 3 } },
      /row "residual" is wrong:\n.*Did you mean "steps"/,
    ],
    ['a seed among them', { training: { seed: 3 } }, /unknown key "seed"/],
    ['an encoder that is none', { rows: [{ ...residual, encoder: 'transfromer' }] }, /transfromer/],
    ['an objective of another kind', { rows: [{ ...residual, objective: 'classification' }] }, /reads pairs/],
    [
      'rows that are alike',
      { rows: [residual, { ...residual, name: 'b' }] },
      /"residual" and "b" have the same settings/,
    ],
    ['data of one name', { data: [small, small] }, /Two data sets are called "simulated, default"/],
    ['a simulator that is none', { data: [{ simulate: { axes: {} } }] }, /simulator is wrong/],
  ])('refuses %s', async (_, value, message) => {
    await expect(plan({ rows: [residual], seeds: 1, ...value })).rejects.toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringMatching(message) }),
    );
  });
});

describe('experiments that come with the program', () => {
  it('are the papers’ tables, both ablations, costs and leaks', () => {
    expect(readyNames()).toEqual([
      'augmentations',
      'batch-size',
      'classical',
      'classification',
      'contrastive',
      'cost',
      'leaks',
      'methods',
      'temperature',
    ]);
  });

  it.each(readyNames())('%s can be planned as it is, quick and full', async (name) => {
    const { experiment } = readExperiment(name);
    for (const changes of [{}, experiment.quick, experiment.full]) {
      const { runs, rows } = await planRuns(overridden(experiment, changes), circumstances);
      expect(runs.length).toBeGreaterThanOrEqual(rows.length / 2);
    }
    // An accuracy stands beside the floor and the default verifier.
    if (name !== 'cost') {
      expect(experiment.rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['floor', 'verifier']));
    }
  });

  it('are known by their names', () => {
    expect(() => readExperiment('contrastiv')).toThrow(/no experiment "contrastiv". Did you mean "contrastive"\?/);
  });
});
