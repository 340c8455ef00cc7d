import { createAxis, createRandom } from '@spectrosim/models';
import { encodePreprocessed, prefixed, type Rows } from '@spectrosim/models/graph';
import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  allPairs,
  areaUnderRoc,
  encoderFitter,
  type FittedEncoder,
  graphEngine,
  LABEL_FREE_ENCODER,
  REPLICATE_ENCODER,
  rowsAt,
  runOnRows,
} from '@spectrosim/training';
import { describe, expect, it } from 'vitest';
import { cosineSimilarity } from '../training/similarity/cosine.js';

const OPTIONS = { provider: 'cpu', threads: 1 } as const;
const runtime = nodeRuntime();
const engine = graphEngine(runtime, OPTIONS);
const BINS = 40;
const axis = createAxis(
  'm/z',
  Array.from({ length: BINS }, (_, i) => 100 + i),
);

/** Rows of which replicates vary along three directions, the same for all sources, by as much as sources do altogether. */
function spectra(sources: number, replicates: number): { rows: Rows; groups: number[] } {
  const random = createRandom(7, 'sources');
  const normals = () => Array.from({ length: BINS }, () => random.normal());
  const nuisances = Array.from({ length: 3 }, normals);
  const groups: number[] = [];
  const data = Array.from({ length: sources }, (_, group) => {
    const source = normals();
    return Array.from({ length: replicates }, () => {
      groups.push(group);
      const shares = nuisances.map(() => 1.5 * random.normal());
      return source.map(
        (value, bin) =>
          value + nuisances.reduce((sum, nuisance, i) => sum + (shares[i] as number) * (nuisance[bin] as number), 0),
      );
    });
  });
  return { rows: { count: groups.length, bins: BINS, data: Float32Array.from(data.flat(2)) }, groups };
}

const { rows, groups } = spectra(40, 3);
const train = {
  rows: rowsAt(
    rows,
    Array.from({ length: 75 }, (_, i) => i),
  ),
  groups: groups.slice(0, 75),
};
const test = {
  rows: rowsAt(
    rows,
    Array.from({ length: 45 }, (_, i) => i + 75),
  ),
  groups: groups.slice(75),
};

/** Area under the ROC curve of cosines of rows of unseen sources. */
function aucOf(embedded: Float32Array, width: number): number {
  const pairs = allPairs(test.groups.map(String));
  const row = (i: number) => embedded.subarray(i * width, (i + 1) * width);
  const scores = Array.from(pairs.a, (a, p) => cosineSimilarity(row(a), row(pairs.b[p] as number)));
  return areaUnderRoc({ scores, same: pairs.same });
}

const embed = ({ encoder, weights }: FittedEncoder) =>
  runOnRows(
    runtime,
    OPTIONS,
    (x, named) => encodePreprocessed({ encoder }, named, x).embedding,
    test.rows,
    prefixed(weights, 'encoder'),
  );

describe('encoderFitter', () => {
  it('gives the same bytes from the same seed, and others from another', async () => {
    const fitter = encoderFitter(engine, { ...REPLICATE_ENCODER, steps: 5 });
    const first = await fitter(train.rows, train.groups, axis, 1);
    expect(await fitter(train.rows, train.groups, axis, 1)).toEqual(first);
    expect((await fitter(train.rows, train.groups, axis, 2)).weights).not.toEqual(first.weights);
  });

  it('gives an encoder as graphs hold it, as wide as the spectra', async () => {
    const fitter = encoderFitter(engine, { ...REPLICATE_ENCODER, steps: 1 });
    const { encoder, weights, embedding, parameters } = await fitter(train.rows, train.groups, axis, 1);
    expect(encoder.name).toBe('residual');
    expect(embedding).toBe(BINS);
    expect(Object.keys(weights)).toContain('contract.weight');
    expect(parameters).toBe(Object.values(weights).reduce((sum, { data }) => sum + data.length, 0));
  });

  it('hardly moves at a hardly visible learning rate: it starts at the rows themselves', async () => {
    const fitter = encoderFitter(engine, { ...REPLICATE_ENCODER, steps: 2, learningRate: 1e-12 });
    const embedded = await embed(await fitter(train.rows, train.groups, axis, 1));
    expect(Math.max(...embedded.map((value, i) => Math.abs(value - (test.rows.data[i] as number))))).toBeLessThan(1e-6);
  });

  it('learns from replicates what does not tell sources apart, for sources never seen', async () => {
    const before = aucOf(test.rows.data, BINS);
    const fitted = await encoderFitter(engine)(train.rows, train.groups, axis, 1);
    const after = aucOf(await embed(fitted), BINS);
    expect(before).toBeLessThan(0.9);
    expect(after).toBeGreaterThan(before + 0.005);
  });

  it('with shuffled groups, learns nothing of sources: no gain beyond that of the true ones', async () => {
    const order = createRandom(1, 'shuffle').permutation(train.groups.length);
    const shuffled = order.map((i) => train.groups[i] as number);
    const auc = async (labels: readonly number[]) =>
      aucOf(await embed(await encoderFitter(engine)(train.rows, labels, axis, 1)), BINS);
    expect(await auc(shuffled)).toBeLessThan(await auc(train.groups));
  });

  it('label-free, does not look at groups', async () => {
    const fitter = encoderFitter(engine, { ...LABEL_FREE_ENCODER, steps: 5 });
    const first = await fitter(train.rows, train.groups, axis, 1);
    const alone = train.groups.map((_, i) => i);
    expect(await fitter(train.rows, alone, axis, 1)).toEqual(first);
  });

  it('takes fewer spectra than a batch', async () => {
    const few = rowsAt(train.rows, [0, 1, 2, 3, 4]);
    const { embedding } = await encoderFitter(engine, { ...REPLICATE_ENCODER, steps: 2 })(
      few,
      [0, 0, 0, 1, 1],
      axis,
      1,
    );
    expect(embedding).toBe(BINS);
  });

  it.each([
    ['sup-con', { objective: 'sup-con', noise: 'none' }, /"sup-con" needs training groups of two spectra and more/],
    ['noise from replicates', { objective: 'nt-xent' }, /Noise from replicates needs training groups of two/],
  ] as const)('refuses groups of one spectrum each for %s', async (_, settings, message) => {
    const fitter = encoderFitter(engine, { ...REPLICATE_ENCODER, ...settings });
    const alone = train.groups.map((_, i) => i);
    await expect(fitter(train.rows, alone, axis, 1)).rejects.toMatchObject({
      code: 'input',
      message: expect.stringMatching(message),
    });
  });

  it('refuses unknown settings', () => {
    expect(() => encoderFitter(engine, { stpes: 3 } as object)).toThrow(/stpes/);
  });
});
