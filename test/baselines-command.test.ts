import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workplace } from './command.setup.js';

const { runHere, write, remove } = workplace();
const BASELINES = ['baselines', 'fish', '--group', 'batch', '--folds', '2', '--partitions', '1', '--threads', '1'];

beforeAll(async () => {
  write('simulation.json', '{"axis":{"bins":260},"design":{"batches":12,"fishPerBatch":3,"qcInterval":9}}');
  expect(await runHere(['simulate', '--out', 'fish', '--config', 'simulation.json'])).toMatchObject({ status: 0 });
});
afterAll(remove);

describe('spectrosim baselines', () => {
  it('prints the floor, the baselines below it, and how each stands to it', async () => {
    const { status, stdout } = await runHere([...BASELINES, '--names', 'lda,svm']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/2-fold by group: 36 spectra in 12 groups by "batch"/);
    const rows = stdout.split('\n').filter((line) => /^ {2}(floor, no training|LDA|SVM \(rbf\)) /.test(line));
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatch(/^ {2}floor/);
    expect(rows.slice(1).every((row) => /(beats it|tie|loses)$/.test(row))).toBe(true);
    expect(stdout).toMatch(/Simulated spectra/);
  });

  it('prints one JSON object, and a protocol that leaks never without the honest one', async () => {
    const { status, stdout } = await runHere(
      [...BASELINES, '--names', 'lda', '--protocol', 'paper', '--json'].filter(notFolds),
    );
    expect(status).toBe(0);
    const { baselines, honest, configuration } = JSON.parse(stdout);
    expect(configuration).toMatchObject({ command: 'baselines', names: ['lda'], protocol: 'paper', seed: 1 });
    expect(baselines).toMatchObject([{ baseline: 'lda', leak: expect.any(String), positivePairs: 13 }]);
    expect(honest).toMatchObject([{ baseline: 'lda', protocol: '5-fold by group' }]);
    expect(honest[0].leak).toBeUndefined();
    expect(honest[0].model.cllr).toMatchObject({ mean: expect.any(Number), lo: expect.any(Number) });
  });

  it('says in the table of a protocol that leaks by how much it inflates', async () => {
    const { stdout } = await runHere([...BASELINES, '--names', 'knn', '--protocol', 'pairs']);
    expect(stdout).toMatch(/The same baselines under a protocol that leaks: 2-fold by pair/);
    expect(stdout).toMatch(/inflated by +[+−]0\.\d{3}/);
  });

  it.each<[string, string[], RegExp]>([
    ['a name that is none', ['--names', 'lda,smv'], /no baseline "smv". Did you mean "svm"\? Expected all, or/],
    ['a step that is none', ['--preprocessing', 'sqroot'], /sqroot/],
    ['an option of another protocol', ['--leave-out', '2'], /"groups" has no leaveOut/],
  ])('exits 2 for %s', async (_, more, message) => {
    const { status, stderr } = await runHere([...BASELINES, ...more]);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  it('--help exits 0 with an example', async () => {
    const { status, stdout } = await runHere(['baselines', '--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Examples:\n {2}spectrosim baselines/);
  });
});

function notFolds(word: string, i: number, all: readonly string[]): boolean {
  return word !== '--folds' && all[i - 1] !== '--folds';
}
