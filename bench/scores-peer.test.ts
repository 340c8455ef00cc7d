import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { decodeReference, type LoadOptions, loadModel, PARITY_GATES } from '@spectrosim/models';
import { nodeRuntime, readArtifact, writeFolder } from '@spectrosim/runtime-node';
import {
  buildVerifierArtifact,
  createDataset,
  createProtocol,
  gatherRows,
  runOnRows,
  simulate,
  simulatorParameters,
  trainVerifier,
} from '@spectrosim/training';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const python = env.SPECTROSIM_PYTHON ?? 'python3';

/** Why an engine cannot be asked, for the title of its test; `''` where it can. */
const without = (module: string) =>
  spawnSync(python, ['-c', `import numpy, ${module}`]).status === 0
    ? ''
    : ` (skipped: ${python} cannot import numpy and ${module}; name one that can in SPECTROSIM_PYTHON)`;

const ENGINES = [
  ['onnxruntime', without('onnxruntime')],
  ['onnx', without('onnx.reference')],
] as const;
const none = ENGINES.every(([, why]) => why !== '');

interface Scores {
  readonly embedding: ArrayLike<number>;
  readonly similarity: ArrayLike<number>;
  readonly score: ArrayLike<number>;
}

const ONE_THREAD: LoadOptions = { provider: 'cpu', threads: 1 };
const SETTINGS = { seed: 1, partitions: 1, candidates: ['floor', 'linear', 'ensemble'] } as const;

/** An ensemble trained on simulated spectra, written to a folder. */
async function writeEnsemble(folder: string): Promise<void> {
  const design = { batches: 16, fishPerBatch: 3, qcInterval: 0 };
  const set = simulate(simulatorParameters('default', { axis: { bins: 300 }, design }), 1);
  const dataset = await createDataset(set, { column: 'batch', values: set.columns.get('batch') as readonly string[] });
  const runtime = nodeRuntime();
  const trained = await trainVerifier(dataset, createProtocol('groups', dataset, { folds: 2 }), {
    ...SETTINGS,
    run: (fn, rows, weights) => runOnRows(runtime, ONE_THREAD, fn, rows, weights),
  });
  await writeFolder(folder, await buildVerifierArtifact(dataset, trained, SETTINGS, ONE_THREAD, runtime, ONE_THREAD));
}

/** What node's CPU makes of the reference inputs and pairs. */
async function ourScores(folder: string): Promise<Scores & { readonly branches: number }> {
  const model = await loadModel(readArtifact(folder), nodeRuntime(), ONE_THREAD);
  const { input, pairs } = decodeReference(await model.artifact.file('reference.safetensors'));
  const embedding = await model.embed(input);
  const side = (of: 0 | 1) =>
    gatherRows(
      embedding,
      model.manifest.embedding,
      pairs.filter((_, i) => i % 2 === of),
    );
  const scored = await model.score(side(0), side(1));
  await model.dispose();
  return { embedding, ...scored, branches: model.manifest.branches.length };
}

const furthest = (theirs: ArrayLike<number>, ours: ArrayLike<number>) => {
  expect(theirs.length).toBe(ours.length);
  return Array.from(ours).reduce((most, value, i) => Math.max(most, Math.abs(value - (theirs[i] as number))), 0);
};

describe.skipIf(none)(
  `an ensemble with likelihood ratios in runtimes that are not ours${none ? ENGINES[0][1] : ''}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'spectrosim-peer-'));
    let ours: Awaited<ReturnType<typeof ourScores>>;
    let theirs: readonly (Scores & { readonly name: string; readonly version: string })[];
    beforeAll(async () => {
      await writeEnsemble(join(folder, 'model'));
      ours = await ourScores(join(folder, 'model'));
      const script = fileURLToPath(new URL('./peers/scores.py', import.meta.url));
      const { stdout, stderr, status } = spawnSync(python, [script, join(folder, 'model')], { encoding: 'utf8' });
      expect(status, stderr).toBe(0);
      theirs = JSON.parse(stdout).engines;
    }, 120_000);
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('is one of several branches, whose ratios lie on both sides of 0 and between the bounds', () => {
      expect(ours.branches).toBeGreaterThanOrEqual(3);
      const scores = Array.from(ours.score);
      expect(Math.min(...scores)).toBeLessThan(0);
      expect(Math.max(...scores)).toBeGreaterThan(0);
      expect(new Set(scores).size).toBeGreaterThan(5);
    });

    for (const [name, why] of ENGINES) {
      it.skipIf(why !== '')(`gives ${name} what it gives node's CPU, within the gates of parity${why}`, () => {
        const engine = theirs.find((one) => one.name === name) as Scores;
        const scale = Array.from(ours.embedding).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        expect(furthest(engine.embedding, ours.embedding) / scale).toBeLessThanOrEqual(PARITY_GATES.embedding);
        expect(furthest(engine.similarity, ours.similarity)).toBeLessThanOrEqual(PARITY_GATES.cosine);
        expect(furthest(engine.score, ours.score)).toBeLessThanOrEqual(PARITY_GATES.llr);
      });
    }
  },
);
