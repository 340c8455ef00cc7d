import { createHash } from 'node:crypto';
import { createRandom } from '@spectrosim/models';
import type { HostWeights } from '@spectrosim/models/graph';
import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  createProtocol,
  type Dataset,
  encoderFitter,
  evaluateVerifier,
  graphEngine,
  REPLICATE_ENCODER,
  runExperiment,
  runOnRows,
  trainingConfigSchema,
} from '@spectrosim/training';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ONE_THREAD, TINY_ENCODER, tinyDataset } from './tiny-artifact.setup.js';

/** Every verifier that was fitted, in order. */
const fitted = vi.hoisted((): unknown[] => []);

// Nothing is replaced: what is fitted is written down on its way.
vi.mock('../training/verifier/fit-verifier.js', async (original) => {
  const actual = await original<typeof import('../training/verifier/fit-verifier.js')>();
  const fitVerifier: typeof actual.fitVerifier = async (...given) => {
    const verifier = await actual.fitVerifier(...given);
    fitted.push(verifier);
    return verifier;
  };
  return { ...actual, fitVerifier };
});

/** A hash of all bytes of what was fitted or chosen: numbers, names and every weight. */
function bytesOf(value: unknown): string {
  const text = JSON.stringify(value, (_, part) =>
    ArrayBuffer.isView(part) ? Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('base64') : part,
  );
  return createHash('sha256').update(text).digest('hex');
}

const runtime = nodeRuntime();

/** What one may do to held-out spectra and labels. */
const CHANGES = {
  'other spectra': (value: number, random: () => number) => value * Math.exp(2 * random()),
  noise: (_: number, random: () => number) => 1e5 * Math.abs(random()),
  'spectra a millionth as strong': (value: number) => value / 1e6,
  'one spectrum and no other': () => 1,
} as const;

function changed(dataset: Dataset, held: readonly number[], change: keyof typeof CHANGES, seed: number): Dataset {
  const random = createRandom(seed, 'leak');
  const [{ bins }, data] = [dataset.rows, dataset.rows.data.slice()];
  for (const row of held) {
    for (let bin = 0; bin < bins; bin++) {
      const at = row * bins + bin;
      data[at] = CHANGES[change](data[at] as number, () => random.normal());
    }
    // Told apart, so that they are not refused for being one spectrum twice.
    data[row * bins] = row + 1;
  }
  return { ...dataset, rows: { ...dataset.rows, data }, rowHashes: dataset.rowHashes.map((hash, i) => `${hash}${i}`) };
}

/** The held-out labels dealt anew among the held-out spectra. */
function relabelled(dataset: Dataset, held: readonly number[], seed: number): Dataset {
  const dealt = createRandom(seed, 'labels').permutation(held.length);
  const groups = [...dataset.groups];
  held.forEach((row, i) => {
    groups[row] = dataset.groups[held[dealt[i] as number] as number] as string;
  });
  return { ...dataset, groups };
}

/** Every bin brought to mean 0 and deviation 1 over ALL spectra: the leak that is planted. */
function scaledByAll(dataset: Dataset): Dataset {
  const { count, bins, data } = dataset.rows;
  const scaled = new Float32Array(data.length);
  for (let bin = 0; bin < bins; bin++) {
    const column = Array.from({ length: count }, (_, i) => data[i * bins + bin] as number);
    const mean = column.reduce((sum, value) => sum + value, 0) / count;
    const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count) || 1;
    column.forEach((value, i) => {
      scaled[i * bins + bin] = 100 + (value - mean) / deviation;
    });
  }
  return { ...dataset, rows: { ...dataset.rows, data: scaled } };
}

/** What the property is checked with: held-out spectra, held-out labels, or both. */
const alterations = fc.record({
  change: fc.constantFrom(...(Object.keys(CHANGES) as (keyof typeof CHANGES)[])),
  labels: fc.boolean(),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

describe('the ladder', async () => {
  const dataset = await tinyDataset();
  const protocol = createProtocol('groups', dataset, { folds: 3 });
  const folds = protocol.partition(1);
  const held = folds[0]?.test as number[];

  /** Hashes of what was chosen, fitted and calibrated, by fold: the model, the floor and total whitening. */
  async function fittedIn(data: Dataset): Promise<string[]> {
    const byFold: string[] = [];
    fitted.length = 0;
    // The folds of the untouched set, whatever the labels are now.
    const { chosen } = await evaluateVerifier(
      data,
      { ...protocol, partition: () => folds },
      {
        seed: 1,
        partitions: 1,
        run: (fn, rows, weights) => runOnRows(runtime, ONE_THREAD, fn, rows, weights),
        onFold: (done) => {
          if (done > 0) {
            byFold.push(bytesOf(fitted.splice(0)));
          }
        },
      },
    );
    return byFold.map((hash, i) => bytesOf([hash, chosen[i]]));
  }

  it('fits the same bytes whatever is held out, spectra and labels, and others where that is trained on', async () => {
    const before = await fittedIn(dataset);
    expect(new Set(before).size).toBe(folds.length);
    await fc.assert(
      fc.asyncProperty(alterations, async ({ change, labels, seed }) => {
        const spoilt = changed(dataset, held, change, seed);
        const after = await fittedIn(labels ? relabelled(spoilt, held, seed) : spoilt);
        expect(after[0]).toBe(before[0]);
        // In the other folds these spectra are among those that are learned from.
        expect(after[1]).not.toBe(before[1]);
        expect(after[2]).not.toBe(before[2]);
      }),
      { numRuns: 6, seed: 1 },
    );
    const after = await fittedIn(relabelled(dataset, held, 2));
    expect([after[0] === before[0], after[1] === before[1]]).toEqual([true, false]);
  }, 240_000);

  it('is caught with a planted leak: bins scaled by all spectra before the folds are cut', async () => {
    const before = await fittedIn(scaledByAll(dataset));
    const after = await fittedIn(scaledByAll(changed(dataset, held, 'other spectra', 1)));
    expect(after[0]).not.toBe(before[0]);
  }, 120_000);
});

describe('the encoder of the ladder', async () => {
  const dataset = await tinyDataset();
  const protocol = createProtocol('groups', dataset, { folds: 3 });
  const [fold] = protocol.partition(1);
  const { train, test: held } = fold as { train: number[]; test: number[] };
  const engine = graphEngine(runtime, ONE_THREAD);
  const train5 = encoderFitter(engine, { ...REPLICATE_ENCODER, steps: 5 });

  /** A hash of every encoder that was trained in the fold, inner ones and that of the whole training side, in order. */
  async function trainedIn(data: Dataset): Promise<{ readonly count: number; readonly bytes: string }> {
    const encoders: unknown[] = [];
    const fitEncoder: typeof train5 = async (...given) => {
      const encoder = await train5(...given);
      encoders.push(encoder);
      return encoder;
    };
    const ladder = { ...protocol, partition: () => [fold as NonNullable<typeof fold>] };
    await evaluateVerifier(data, ladder, {
      seed: 1,
      partitions: 1,
      fitEncoder,
      run: (fn, rows, weights) => runOnRows(runtime, ONE_THREAD, fn, rows, weights),
    });
    return { count: encoders.length, bytes: bytesOf(encoders) };
  }

  it('is trained to the same bytes whatever is held out, spectra and labels, and others where that is trained on', async () => {
    const before = await trainedIn(dataset);
    expect(before.count).toBeGreaterThan(1);
    for (const change of ['other spectra', 'noise'] as const) {
      expect(await trainedIn(relabelled(changed(dataset, held, change, 1), held, 1))).toEqual(before);
    }
    expect((await trainedIn(changed(dataset, train.slice(0, 1), 'other spectra', 1))).bytes).not.toBe(before.bytes);
    expect((await trainedIn(relabelled(dataset, train, 1))).bytes).not.toBe(before.bytes);
  }, 240_000);
});

describe('the contrastive encoder', async () => {
  const dataset = await tinyDataset();
  const [split] = createProtocol('groups', dataset, { folds: 3 }).partition(1);
  const { train, test: held } = split as { train: number[]; test: number[] };
  const config = trainingConfigSchema.parse({ encoder: TINY_ENCODER, steps: 3, preprocessing: 'floor' });

  /** A hash of weights before and after training, of both thresholds and of the floor. */
  async function fittedOn(data: Dataset): Promise<string> {
    const engine = graphEngine(runtime, ONE_THREAD);
    const ports = { engine, runtime, options: ONE_THREAD };
    const { trained, threshold, floor } = await runExperiment(data, { train, test: held }, 'leak', config, ports);
    const weights: readonly HostWeights[] = [trained.weights, trained.untrained(), floor.statistics];
    return bytesOf([weights, trained.losses, trained.definition, threshold, floor.recipe, floor.threshold]);
  }

  it('is the same bytes whatever is held out, spectra and labels, and others where that is trained on', async () => {
    const before = await fittedOn(dataset);
    await fc.assert(
      fc.asyncProperty(alterations, async ({ change, labels, seed }) => {
        const spoilt = changed(dataset, held, change, seed);
        expect(await fittedOn(labels ? relabelled(spoilt, held, seed) : spoilt)).toBe(before);
      }),
      { numRuns: 6, seed: 1 },
    );
    expect(await fittedOn(changed(dataset, train.slice(0, 1), 'other spectra', 1))).not.toBe(before);
    expect(await fittedOn(relabelled(dataset, train, 1))).not.toBe(before);
  }, 120_000);

  it('is caught with a planted leak: bins scaled by all spectra before the split', async () => {
    const before = await fittedOn(scaledByAll(dataset));
    const after = await fittedOn(scaledByAll(changed(dataset, held, 'other spectra', 1)));
    expect(after).not.toBe(before);
  }, 120_000);
});
