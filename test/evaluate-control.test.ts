import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workplace } from './command.setup.js';

const { runHere, write, remove } = workplace();
const EVALUATE = ['evaluate', 'fish', '--group', 'batch', '--threads', '1'];
const control = (name: string, ...more: string[]) => [...EVALUATE, '--folds', '2', '--control', name, ...more];

beforeAll(async () => {
  write('few.json', JSON.stringify({ axis: { bins: 200 }, design: { batches: 10, fishPerBatch: 3, qcInterval: 0 } }));
  expect((await runHere(['simulate', '--out', 'fish', '--config', 'few.json'])).status).toBe(0);
});

afterAll(remove);

describe('evaluate --control', () => {
  it('shuffles all labels and finds nothing', async () => {
    const { status, stdout } = await runHere(control('shuffled-labels', '--shuffles', '10', '--json'));
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({
      control: 'shuffled-labels',
      protocol: '2-fold by group',
      shuffles: 10,
      passed: true,
      simulated: true,
      data: { group: 'batch', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      configuration: { candidates: ['floor', 'linear'], seed: 1, folds: 2 },
    });
    for (const { mean, lo, hi } of [result.shipped, result.learned]) {
      expect(lo).toBeLessThanOrEqual(0.5);
      expect(hi).toBeGreaterThanOrEqual(0.5);
      expect(mean).toBeCloseTo((lo + hi) / 2, 10);
    }
    expect(status).toBe(0);
  });

  it('shuffles the labels of training, and says in words what came of it', async () => {
    const { status, stdout } = await runHere(control('shuffled-training', '--shuffles', '10'));
    expect(stdout).toMatch(/2-fold by group, 10 shuffles: 30 spectra in 10 groups/);
    expect(stdout).toMatch(/total whitening, same preprocessing +0\.\d{3} ± /);
    expect(stdout).toMatch(/Passed: what learned from labels that say nothing is not above/);
    expect(stdout).toMatch(/10 shuffles are few/);
    expect(status).toBe(0);
  });

  it.each([
    ['partitions', control('shuffled-labels', '--partitions', '2'), /--partitions are not for --control/],
    [
      'a report',
      control('shuffled-labels', '--report', 'control.html', '--force'),
      /--report, --force are not for --control/,
    ],
    ['an unknown control', control('shuffled'), /shuffled-labels, shuffled-training/],
    ['shuffles without a control', [...EVALUATE, '--shuffles', '20'], /--shuffles is for --control/],
    ['a model', [...EVALUATE, '--control', 'shuffled-labels', '--model', 'model'], /--control say how to train/],
  ])('refuses %s', async (_, parameters, message) => {
    const { status, stderr } = await runHere(parameters);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });
});
