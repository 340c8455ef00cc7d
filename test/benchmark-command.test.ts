import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchmarkRecord, MeasuredRecord } from '@spectrosim/training';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAUNCHER, workplace } from './command.setup.js';

const { folder, run, runHere, write, list, remove } = workplace();
const RESULTS = join(folder, 'out', 'results.jsonl');

const experiment = {
  title: 'Two systems',
  seeds: 2,
  keepScores: true,
  data: [{ name: 'fish', simulate: { axis: { bins: 130 }, design: { batches: 8 } } }],
  training: { steps: 2, batch: 8 },
  rows: [
    { name: 'floor', kind: 'floor' },
    {
      name: 'correction',
      kind: 'contrastive',
      encoder: { name: 'residual', config: { hidden: 8 } },
      published: '70.8 ± 9.6',
    },
  ],
};

const records = () =>
  readFileSync(RESULTS, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as BenchmarkRecord);
const byKey = (of: readonly BenchmarkRecord[]) =>
  new Map(of.map((record) => [record.key, 'measures' in record ? [record.measures, record.folds] : record]));

beforeAll(() => write('my.json', JSON.stringify(experiment)));
afterAll(remove);

describe('spectrosim benchmark', { timeout: 240_000 }, () => {
  let first: BenchmarkRecord[];

  it('runs every row with every seed in processes of their own, keeps each run, and writes tables', async () => {
    const { status, stdout, stderr } = await run(['benchmark', 'my.json', '--out', 'out']);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toMatch(/fish; one split: a quarter of the groups held out\n {2}system +parameters +ROC AUC/);
    expect(stdout).toMatch(/correction.* 70\.8 ± 9\.6\n/);
    expect(stdout).toMatch(/4 runs done\./);
    first = records();
    expect(first.map(({ row, seed }) => `${row} ${seed}`).sort()).toEqual([
      'correction 1',
      'correction 2',
      'floor 1',
      'floor 2',
    ]);
    const trained = first.find(({ row, seed }) => row === 'correction' && seed === 2) as MeasuredRecord;
    expect(trained).toMatchObject({
      kind: 'contrastive',
      protocol: 'held-out',
      data: { name: 'fish', simulated: true, newEachSeed: true, spectra: 24, groups: 8, bins: 130 },
      settings: { config: { seed: 2, steps: 2, objective: 'nt-xent' } },
      training: { steps: 2, batch: 8, losses: { chance: Math.log(15) } },
      folds: [{ trainSpectra: 18, testSpectra: 6, positivePairs: 6, negativePairs: 9 }],
    });
    // The floor beside a system is that of the floor's own row: the splits are the same.
    const floor = first.find(({ row, seed }) => row === 'floor' && seed === 2) as MeasuredRecord;
    expect(trained.measures.floor).toEqual(floor.measures.model);
    expect(list()).toEqual(
      expect.arrayContaining([
        'out/experiment.json',
        'out/report.html',
        'out/table.csv',
        'out/table.md',
        `out/scores/${trained.key}.json`,
      ]),
    );
    const { keys } = JSON.parse(readFileSync(join(folder, 'out', 'plan.json'), 'utf8'));
    expect([...keys].sort()).toEqual(first.map(({ key }) => key).sort());
    const kept = JSON.parse(readFileSync(join(folder, 'out', 'scores', `${trained.key}.json`), 'utf8'));
    expect(kept.folds[0].model.scores).toHaveLength(15);
  });

  it('overwrites nothing', async () => {
    const { status, stderr } = await runHere(['benchmark', 'my.json', '--out', 'out']);
    expect(stderr).toMatch(/out has results. Add --resume/);
    expect(status).toBe(2);
  });

  it('does what is missing after a torn line, to the same measures', async () => {
    const [kept = '', ...others] = readFileSync(RESULTS, 'utf8').split('\n');
    writeFileSync(RESULTS, `${kept}\n${(others[0] as string).slice(0, 40)}`);
    const { status, stdout } = await run(['benchmark', 'my.json', '--out', 'out', '--resume']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/last line was cut off/);
    expect(stdout).toMatch(/3 runs done, 1 were there\./);
    expect(JSON.stringify([...byKey(records())].sort())).toBe(JSON.stringify([...byKey(first)].sort()));
  });

  it('keeps going when a run fails, says why, and exits 1', async () => {
    const broken = { name: 'broken', kind: 'contrastive', encoder: 'residual', training: { learningRate: 1e30 } };
    write('broken.json', JSON.stringify({ ...experiment, keepScores: false, rows: [...experiment.rows, broken] }));
    const { status, stdout } = await run(['benchmark', 'broken.json', '--out', 'out', '--resume', '--json']);
    expect(status).toBe(1);
    const { done, kept, failed, tables } = JSON.parse(stdout);
    expect([done, kept]).toEqual([2, 4]);
    expect(failed).toMatchObject([
      { row: 'broken', failed: expect.stringMatching(/not finite|NaN/) },
      { row: 'broken' },
    ]);
    expect(tables[0].rows).toHaveLength(2);
    expect(records()).toHaveLength(6);
  });

  it('takes a file of simulated spectra for the one set it is, whose splits overlap', async () => {
    write('small.json', JSON.stringify({ axis: { bins: 130 }, design: { batches: 8 } }));
    expect((await runHere(['simulate', '--out', 'spectra', '--config', 'small.json'])).status).toBe(0);
    const file = { file: 'spectra/spectra.csv', samples: 'spectra/samples.csv', group: 'batch' };
    const rows = [
      { name: 'floor', kind: 'floor' },
      { name: 'LDA', kind: 'baseline', baseline: 'lda' },
    ];
    write('file.json', JSON.stringify({ title: 'A file', seeds: 3, data: [file], rows }));
    const { status, stdout } = await run(['benchmark', 'file.json', '--out', 'of-a-file', '--json']);
    expect(status).toBe(0);
    const [of] = JSON.parse(stdout).tables;
    expect(of).toMatchObject({ simulated: true, newEachSeed: false });
    const { lo, hi, sd } = of.rows[1].againstFloor;
    // By hand: t₀.₉₅ of 2 degrees of freedom is 4.302653, and 6 of 24 spectra are tested: s √(1/3 + 6/18).
    expect((hi - lo) / 2).toBeCloseTo(4.302653 * sd * Math.sqrt(1 / 3 + 6 / 18), 6);
    expect(sd).toBeGreaterThan(0);
    const notes = readFileSync(join(folder, 'of-a-file', 'table.md'), 'utf8');
    expect(notes).toContain('Seeds are splits of one set');
    expect(notes).not.toContain('a simulated set of its own');
  });

  it.skipIf(process.platform === 'win32')(
    'keeps what is done at Ctrl-C and says how to go on (not on Windows: no signals)',
    async () => {
      write('long.json', JSON.stringify({ ...experiment, seeds: 40 }));
      const child = spawn(process.execPath, [LAUNCHER, 'benchmark', 'long.json', '--out', 'long'], { cwd: folder });
      let stderr = '';
      child.stderr.on('data', (part) => {
        stderr += part;
      });
      const results = join(folder, 'long', 'results.jsonl');
      const timer = setInterval(() => {
        // A second one would end it at once.
        if (existsSync(results)) {
          clearInterval(timer);
          child.kill('SIGINT');
        }
      }, 50);
      const status = await new Promise((done) => child.on('close', done));
      clearInterval(timer);
      expect(stderr).toMatch(
        /runs were done and are kept, and are in the tables. To go on: npx spectrosim benchmark long.json --out long --resume\n/,
      );
      expect(status).toBe(130);
      expect(readFileSync(results, 'utf8')).toMatch(/\n$/);
      expect(readFileSync(join(folder, 'long', 'table.md'), 'utf8')).toMatch(/\n\| (floor|correction) .*\|\n/);
    },
  );

  it.each<[string, string[], RegExp]>([
    ['no experiment', [], /Which experiment\? .*classical, .*--list/],
    ['a name that is none', ['clasical'], /Did you mean "classical"/],
    ['roles without data', ['my.json', '--group', 'batch'], /--group say what --data is/],
    ['data without a group', ['my.json', '--data', 'x.csv'], /--data needs --group/],
    ['quick and full', ['my.json', '--quick', '--full'], /cannot be used with option/],
  ])('exits 2 for %s', async (_, more, message) => {
    const { status, stderr } = await runHere(['benchmark', ...more]);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  it('lists what comes with the program, and helps', async () => {
    expect((await runHere(['benchmark', '--list'])).stdout).toMatch(/classical +Classical classifiers/);
    const { status, stdout } = await runHere(['benchmark', '--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Examples:\n {2}spectrosim benchmark --list/);
  });
});
