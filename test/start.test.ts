import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { workplace } from './command.setup.js';
import { TINY_ENCODER } from './tiny-artifact.setup.js';

const { folder, run, write, list, remove } = workplace();
afterAll(remove);
write('tiny.json', JSON.stringify({ encoder: TINY_ENCODER, batch: 4 }));
const TINY = ['--steps', '2', '--threads', '2', '--config', 'tiny.json', '--json'];

const measure = { mean: expect.any(Number), sd: 0, lo: expect.any(Number), hi: expect.any(Number) };
const system = { auc: measure, balancedAccuracy: measure, threshold: expect.any(Number) };

interface Row {
  readonly runtime: string;
  readonly status: string;
  readonly flips?: number;
  readonly reason?: string;
}

async function start(parameters: readonly string[], chromium: boolean) {
  const { status, stdout, stderr } = await run(['start', ...parameters, ...TINY], { chromium });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  const result = JSON.parse(stdout);
  expect(result.metrics).toMatchObject({ model: system, floor: system });
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
  expect(result.verdicts).toHaveLength(4);
  expect(result.verdicts.map(({ truth }: { truth: boolean }) => truth)).toEqual([true, true, false, false]);
  for (const { score, threshold, sameSource } of result.verdicts) {
    expect(sameSource).toBe(score >= threshold);
  }
  return { result, stderr };
}

describe('start', () => {
  it('goes the whole way on simulated spectra, and says so', async () => {
    const { result, stderr } = await start([], true);
    expect(result).toMatchObject({
      out: 'runs/start-1',
      simulated: true,
      metrics: { spectra: 18, groups: 6, positivePairs: 18, negativePairs: 135 },
    });
    expect(stderr).toMatch(/Simulated: these spectra were computed/);
    expect(list().filter((path) => /^runs\/start-1\/\w+\/[\w.]+$/.test(path))).toEqual(
      ['data/samples.csv', 'data/spectra.csv']
        .concat(
          [
            'README.md',
            'manifest.json',
            'metrics.jsonl',
            'onnx',
            'parity.json',
            'reference.safetensors',
            'run.json',
            'training.html',
            'weights.safetensors',
          ].map((name) => `model/${name}`),
        )
        .map((name) => `runs/start-1/${name}`),
    );
    const card = readFileSync(join(folder, 'runs/start-1/model/README.md'), 'utf8');
    expect(card).toMatch(/Trained on simulated spectra/);
  });

  const dims = fileURLToPath(new URL('../../shared/data/dims-mtbls79', import.meta.url));
  const missing = !existsSync(dims);
  it.skipIf(missing)(
    `goes the whole way on real spectra, dims-mtbls79${missing ? ' (skipped: ../shared/data/dims-mtbls79 is not here)' : ''}`,
    async () => {
      const { result } = await start([dims, '--group', 'sample', '--out', 'dims'], false);
      expect(result).toMatchObject({ out: 'dims', simulated: false });
      expect(list()).not.toContain('dims/data');
    },
  );
});
