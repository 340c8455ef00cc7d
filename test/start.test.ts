import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { workplace } from './command.setup.js';
import { ON_WINDOWS, serve } from './serve.setup.js';

const { folder, run, list, remove } = workplace();
afterAll(remove);

/** The whole way on two cores that others use too. */
const TIMEOUT_MS = 240_000;

const measure = { mean: expect.any(Number), sd: 0, lo: expect.any(Number), hi: expect.any(Number) };
const system = { auc: measure, balancedAccuracy: measure, cllr: measure, minCllr: measure, eer: measure };

interface Row {
  readonly runtime: string;
  readonly status: string;
  readonly flips?: number;
  readonly reason?: string;
}

interface Shown {
  readonly a: string;
  readonly b: string;
  readonly truth: boolean;
  readonly score: number;
  readonly threshold: number;
  readonly sameSource: boolean;
  readonly undecided: boolean;
}

/** Runs `start`, which must go well, and checks what holds of any data. */
async function start(parameters: readonly string[], chromium: boolean) {
  const { status, stdout, stderr } = await run(['start', ...parameters, '--threads', '2', '--json'], { chromium });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({
    decision: { score: 'llr', threshold: 0, bound: expect.any(Number) },
    metrics: { measured: 'recipe', protocol: '5-fold by group', partitions: 1, model: system, floor: system },
  });
  expect(result.parity.map(({ runtime }: Row) => runtime)).toEqual([
    'node cpu, 1 thread',
    'node cpu, 2 threads',
    'node webgpu',
    'node cuda',
    'Chromium wasm, 1 thread',
    'Chromium wasm, 2 threads',
    'Chromium webgpu',
  ]);
  for (const row of result.parity as Row[]) {
    if (!row.runtime.startsWith('node cpu') && row.status === 'unavailable') {
      expect(row.reason).toMatch(/\w/);
    } else {
      expect(row).toMatchObject({ status: 'pass', flips: 0 });
    }
  }
  const verdicts = result.verdicts as Shown[];
  expect(verdicts.map(({ truth }) => truth)).toEqual([true, true, false, false]);
  const { band } = result.decision;
  for (const { score, threshold, sameSource, undecided } of verdicts) {
    expect(sameSource).toBe(score >= threshold);
    expect(undecided).toBe(band !== undefined && score >= band.lo && score < band.hi);
    expect(Math.abs(score)).toBeLessThanOrEqual(result.decision.bound);
  }
  return { result, stderr };
}

/** A command of those that `start` ends with, run as it stands but for `npx`. */
const pasted = (command: string) => {
  expect(command).toMatch(/^npx spectrosim \w/);
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? (bare as string)).slice(2);
};

describe('start', () => {
  it(
    'goes the whole way on simulated spectra, and ends with commands that run',
    async () => {
      const { result, stderr } = await start([], true);
      expect(result).toMatchObject({
        out: 'runs/start-1',
        simulated: true,
        metrics: { spectra: 72, groups: 24, positivePairs: 72, negativePairs: 414 },
        verdictsBy: 'the model, on groups kept aside',
      });
      expect(stderr).toMatch(/Simulated: these spectra were computed/);
      expect(stderr).toMatch(/6 more groups \(18 spectra\) are kept aside/);
      expect(stderr).toMatch(/6\. Verdicts of the model on the groups kept aside\n {3}(right|wrong|–)/);
      expect(stderr).toMatch(/times more likely if of/);
      const { same, different } = result.tally;
      expect(same.right + same.wrong + same.none).toBe(18);
      expect(different.right + different.wrong + different.none).toBe((18 * 15) / 2);
      // Far better than by chance, or nothing was learned.
      expect(same.right + different.right).toBeGreaterThan(0.75 * 153);
      const artifact = ['README.md', 'manifest.json', 'onnx', 'parity.json', 'reference.safetensors', 'run.json'];
      expect(list().filter((path) => /^runs\/start-1\/\w+\/[\w.]+$/.test(path))).toEqual(
        [
          'data/samples.csv',
          'data/spectra.csv',
          ...[...artifact, 'weights.safetensors'].map((name) => `model/${name}`),
          'new/samples.csv',
          'new/spectra.csv',
        ].map((name) => `runs/start-1/${name}`),
      );
      expect(readFileSync(join(folder, 'runs/start-1/model/README.md'), 'utf8')).toMatch(
        /Trained on simulated spectra/,
      );

      const [compare, serves, evaluate] = result.next.map(({ command }: { command: string }) => command);
      const ran = await run([...pasted(compare), '--json']);
      // The batch that `start` embeds and the one spectrum that `compare` does are summed in other orders.
      const { score, a, b } = JSON.parse(ran.stdout) as Shown;
      const [first] = result.verdicts as [Shown];
      expect([a, b]).toEqual([first.a, first.b]);
      expect(score).toBeCloseTo(first.score, 3);
      // The groups kept aside are none that the model was fitted on, or this would be refused.
      const measured = JSON.parse((await run([...pasted(evaluate), '--json'])).stdout);
      expect(measured.metrics).toMatchObject({ measured: 'model', spectra: 18, groups: 6, positivePairs: 18 });
      if (ON_WINDOWS === '') {
        const server = await serve(folder, ...pasted(serves).slice(1));
        const { models } = await (await fetch(`${server.url}/v1/models`)).json();
        expect(models).toMatchObject([{ id: 'model', decision: { score: 'llr' } }]);
        expect(await (await fetch(server.url)).text()).toMatch(/<title>/);
        await server.stop();
      }
    },
    TIMEOUT_MS,
  );

  const dims = fileURLToPath(new URL('../../shared/data/dims-mtbls79', import.meta.url));
  const missing = !existsSync(dims);
  it.skipIf(missing)(
    `goes the whole way on real spectra, dims-mtbls79, with verdicts out of fold${missing ? ' (skipped: ../shared/data/dims-mtbls79 is not here)' : ''}`,
    async () => {
      const { result, stderr } = await start([dims, '--group', 'sample', '--out', 'dims'], false);
      expect(result).toMatchObject({ out: 'dims', simulated: false, verdictsBy: 'verifiers of the cross-validation' });
      expect(stderr).toMatch(/6\. Verdicts out of fold/);
      expect(list().filter((path) => /^dims\/\w+$/.test(path))).toEqual(['dims/model']);
      const { same, different } = result.tally;
      expect(same.right + same.wrong + same.none).toBe(result.metrics.positivePairs);
      expect(different.right + different.wrong + different.none).toBe(result.metrics.negativePairs);
      const ran = await run([...pasted(result.next[0].command), '--json']);
      expect(JSON.parse(ran.stdout)).toMatchObject({ decision: 'llr', a: result.verdicts[0].a });
    },
    TIMEOUT_MS,
  );
});
