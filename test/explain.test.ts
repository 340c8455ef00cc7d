import { decodeModel, encodeModel, type Graph } from '@spectrosim/export';
import { createAxis, explanationOf, type TensorValue } from '@spectrosim/models';
import type { Rows } from '@spectrosim/models/graph';
import { simulate, simulatorParameters } from '@spectrosim/training';
import { beforeAll, describe, expect, it } from 'vitest';
import { attribute } from '../models/explain/attributions.js';
import { explanationGraph } from '../training/export-explanation.js';
import { bentEncoder } from '../training/verifier/bent-encoder.setup.js';
import { normals } from './eager.setup.js';
import { type ExplainedVerifier, explainedVerifier, load } from './explained-verifier.setup.js';
import { drawnEncoder, embeddingOf } from './grad-cam.setup.js';
import { type Feed, interpret } from './interpreter/interpret.js';
import { TOLERANCES } from './tolerances.js';

const design = { batches: 9, fishPerBatch: 3, qcInterval: 0 };
const set = simulate(simulatorParameters('default', { axis: { bins: 120 }, design }), 1);
const bins = set.axis.values.length;
const rows: Rows = { count: set.names.length, bins, data: set.intensities };
const groups = set.columns.get('batch') as readonly string[];
/** Pairs within a batch and of two. */
const PAIRS = [
  [0, 1],
  [0, 4],
  [5, 20],
] as const;

const floats = (data: Float32Array, width: number): TensorValue => ({
  type: 'float32',
  dims: [data.length / width, width],
  data,
});
const rowOf = (i: number) => rows.data.slice(i * bins, (i + 1) * bins);
const pick = (side: 0 | 1) => floats(Float32Array.from(PAIRS.flatMap((pair) => [...rowOf(pair[side])])), bins);
const sumOf = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);

async function outputsOf(graph: Graph, feeds: Record<string, TensorValue>): Promise<Record<string, Float32Array>> {
  const session = await load(graph);
  const outputs = await session.run(feeds);
  await session.dispose();
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, value.data as Float32Array]));
}

/** The parts of every pair add up to what the score is above its baseline. */
function expectComplete(got: Record<string, Float32Array>, tolerance: number = TOLERANCES.completeness): void {
  for (const side of ['A', 'B']) {
    PAIRS.forEach((_, p) => {
      const sum = sumOf(got[`parts${side}`]?.subarray(p * bins, (p + 1) * bins) ?? []);
      const gained = (got.score?.[p] as number) - (got[`baseline${side}`]?.[p] as number);
      expect(Math.abs(sum - gained)).toBeLessThan(tolerance * Math.max(1, Math.abs(gained)));
      expect(Math.abs(gained)).toBeGreaterThan(0.01);
    });
  }
}

const DERIVED = 'savitzkyGolay(11, 2, 1), snv';

/** Verifiers without an encoder: what becomes of the mean is known without the graph that explains. */
const VERIFIERS = [
  [
    'PLDA on two preprocessings',
    [
      { recipe: 'snv', backEnd: 'PLDA (PCA-10)' },
      { recipe: DERIVED, backEnd: 'PLDA (0.1)' },
    ],
  ],
  ['the floor', [{ recipe: DERIVED, backEnd: 'cosine' }]],
  [
    'directions from the mean',
    [
      { recipe: 'sqrt', backEnd: 'LDA-10 cosine' },
      { recipe: 'log1p, snv', backEnd: 'centred cosine' },
      { recipe: 'snv', backEnd: 'length-normalised PLDA' },
    ],
  ],
] as const;

describe.each(VERIFIERS)('an explanation of %s', (_, choices) => {
  let made: ExplainedVerifier;
  let explained: Record<string, Float32Array>;
  beforeAll(async () => {
    made = await explainedVerifier(rows, groups, set.axis, choices);
    explained = await outputsOf(made.graphs.explain, { a: pick(0), b: pick(1) });
  });

  it('goes between the scores that the graphs of model and score give, and adds up', async () => {
    const { graphs, verifier, starts } = made;
    const width = verifier.embedding;
    const [a, b] = await Promise.all(
      ([0, 1] as const).map(async (side) => (await outputsOf(graphs.model, { spectra: pick(side) })).embedding),
    );
    const scoreOf = async (x: Float32Array, y: Float32Array) =>
      (await outputsOf(graphs.score, { a: floats(x, width), b: floats(y, width) })).score as Float32Array;
    // A back-end that takes the mean off makes 0 of it; one that takes nothing off leaves it as it is.
    const ofMean = verifier.definition.branches.flatMap(({ backEnd, embedding }, i) =>
      backEnd.centre ? Array.from({ length: embedding }, () => 0) : [...(starts[i]?.mean ?? [])],
    );
    const mean = Float32Array.from(PAIRS.flatMap(() => ofMean));
    const expected = {
      score: await scoreOf(a as Float32Array, b as Float32Array),
      baselineA: await scoreOf(mean, b as Float32Array),
      baselineB: await scoreOf(a as Float32Array, mean),
    };
    for (const [name, values] of Object.entries(expected)) {
      values.forEach((value, p) => {
        expect(Math.abs((explained[name]?.[p] as number) - value), name).toBeLessThan(
          1e-3 * Math.max(1, Math.abs(value)),
        );
      });
    }
    expectComplete(explained);
  });

  it('is the same for a pair alone, and mirrored with the spectra the other way round', async () => {
    const alone = await outputsOf(made.graphs.explain, { a: floats(rowOf(0), bins), b: floats(rowOf(4), bins) });
    const turned = await outputsOf(made.graphs.explain, { a: floats(rowOf(4), bins), b: floats(rowOf(0), bins) });
    for (const [name, other] of [
      ['partsA', 'partsB'],
      ['partsB', 'partsA'],
    ] as const) {
      const together = explained[name]?.subarray(bins, 2 * bins) as Float32Array;
      const scale = together.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      together.forEach((value, i) => {
        expect(Math.abs(value - (alone[name]?.[i] as number))).toBeLessThanOrEqual(1e-3 * scale);
        expect(Math.abs(value - (turned[other]?.[i] as number))).toBeLessThanOrEqual(1e-3 * scale);
      });
    }
  });
});

describe('an explanation in double precision', () => {
  it('is the central difference of model and score, summed along the way', async () => {
    // On raw spectra every point of the way is a spectrum too: the graphs of model and score alone are the oracle.
    const few = 24;
    const axis = createAxis(
      'm/z',
      Float64Array.from({ length: few }, (_, i) => 100 + i),
    );
    const data = Float32Array.from(
      rows.data.filter((_, i) => i % bins < few),
      (value) => value / 1e4,
    );
    const { graphs, starts } = await explainedVerifier({ count: rows.count, bins: few, data }, groups, axis, [
      { recipe: 'raw', backEnd: 'PLDA (PCA-10)' },
    ]);
    const [model, score, explain] = [graphs.model, graphs.score, graphs.explain].map((graph) =>
      decodeModel(encodeModel(graph)),
    ) as [Graph, Graph, Graph];
    const spectrum = (i: number) => Float64Array.from(data.subarray(i * few, (i + 1) * few));
    const [a, b] = [spectrum(0), spectrum(7)];
    const mean = starts[0]?.mean as Float32Array;
    const feed = (values: Float64Array): Feed => ({ type: 'float32', dims: [values.length / few, few], data: values });
    const got = interpret(explain, { a: feed(a), b: feed(b) });
    const points = 400;
    const embedded = (spectra: Float64Array) =>
      interpret(model, { spectra: feed(spectra) }, ['embedding']).embedding as Feed;
    const standing = embedded(Float64Array.from({ length: points * few }, (_, at) => b[at % few] as number));
    const scores = (spectra: Float64Array) =>
      interpret(score, { a: embedded(spectra), b: standing }, ['score']).score?.data as Float64Array;
    const way = (moved: number, by: number) =>
      Float64Array.from({ length: points * few }, (_, at) => {
        const [share, bin] = [(Math.floor(at / few) + 0.5) / points, at % few];
        const from = mean[bin] as number;
        return from + share * ((a[bin] as number) - from) + (bin === moved ? by : 0);
      });
    const step = 1e-4;
    const told = [2, 9, 17];
    const expected = told.map((bin) => {
      const [up, down] = [scores(way(bin, step)), scores(way(bin, -step))];
      const slope = up.reduce((sum, value, k) => sum + (value - (down[k] as number)) / (2 * step), 0) / points;
      return slope * ((a[bin] as number) - (mean[bin] as number));
    });
    const scale = Math.max(...Array.from(got.partsA?.data ?? [], Math.abs));
    told.forEach((bin, i) => {
      // 32 steps against 400, which find each kink of the maps half a step off.
      expect(Math.abs((got.partsA?.data[bin] as number) - (expected[i] as number))).toBeLessThan(5e-3 * scale);
    });
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.02 * scale);
  });
});

/** Encoders that start at the spectrum, their weights at random: 0 becomes 0. */
const FROM_THE_SPECTRUM = [
  ['residual', { hidden: 5 }],
  ['transformer', { patch: 4, width: 6, layers: 1, heads: 2, feedForward: 5, embedding: 4, residual: true }],
] as const;

describe('an explanation of a cosine where the mean is 0, as autoscaling makes it', () => {
  const few = 32;
  const axis = createAxis(
    'm/z',
    Float64Array.from({ length: few }, (_, i) => 100 + i),
  );
  const [a, b] = ['a', 'b'].map((name) => normals(name, 1, few)) as [TensorValue, TensorValue];
  const explained = async (name: string, config: object, vanishes: boolean) => {
    const { definition: model, weights } = drawnEncoder({ name, config }, axis);
    const start = { mean: new Float32Array(few), vanishes };
    const session = await load(explanationGraph({ model, weights, start }, axis));
    const attributions = await attribute(session, few, a.data as Float32Array, b.data as Float32Array);
    await session.dispose();
    const verdict = { sameSource: true, undecided: false, threshold: 0, score: 0, similarity: 0 };
    const intensities = { a: a.data as Float32Array, b: b.data as Float32Array };
    return { start: { model, weights }, ...explanationOf(verdict, axis, intensities, attributions) };
  };

  it.each(FROM_THE_SPECTRUM)('adds up from a cosine of 0: %s', async (name, config) => {
    const { score, baseline, completenessError, addsUp, regions, start } = await explained(name, config, true);
    const [left, right] = [a, b].map((x) => embeddingOf(start, x)) as [Float64Array, Float64Array];
    const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
    expect(score).toBeCloseTo(dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right)), 5);
    expect(baseline).toBe(0);
    expect(completenessError).toBeLessThan(0.02 * Math.abs(score));
    expect(addsUp).toBe(true);
    expect(regions.length).toBeGreaterThan(0);
  });

  it.each(FROM_THE_SPECTRUM)('names no region where the length were not held: %s', async (name, config) => {
    const { completenessError, score, addsUp, regions } = await explained(name, config, false);
    expect(completenessError).toBeGreaterThan(0.5 * Math.abs(score));
    expect({ addsUp, regions }).toEqual({ addsUp: false, regions: [] });
  });
});

describe('an explanation of a verifier with an encoder', () => {
  it.each([
    ['', undefined, TOLERANCES.completeness],
    // By whom a score is normalised changes on the way, and with it the score at once: 32 steps see that coarsely.
    [', its scores normalised, more coarsely', 'as-norm', 0.05],
  ] as const)('adds up%s', async (_, normalisation, tolerance) => {
    const made = await explainedVerifier(
      rows,
      groups,
      set.axis,
      [
        { recipe: 'snv', backEnd: 'length-normalised PLDA' },
        { recipe: 'log1p, snv', backEnd: 'PLDA (PCA-10)', encoded: true },
        { recipe: 'sqrt', backEnd: 'within-class whitening' },
      ],
      { fitEncoder: bentEncoder, ...(normalisation && { normalisation }) },
    );
    const got = await outputsOf(made.graphs.explain, { a: pick(0), b: pick(1) });
    expectComplete(got, tolerance);
    for (const map of ['gradCamA', 'gradCamB']) {
      expect(got[map]?.every((value) => value >= 0 && value <= 1)).toBe(true);
      expect(got[map]?.some((value) => value === 1)).toBe(true);
    }
  });

  it('has no NaN for empty spectra, equal ones, or two of which one is empty', async () => {
    const made = await explainedVerifier(
      rows,
      groups,
      set.axis,
      [
        { recipe: 'snv', backEnd: 'length-normalised PLDA' },
        // Autoscaled, the mean is a row of equal numbers: the deviation there, by which the encoder scales, has no slope.
        { recipe: 'sqrt, autoscale', backEnd: 'PLDA (PCA-10)', encoded: true },
        { recipe: 'snv', backEnd: 'cosine' },
      ],
      { fitEncoder: bentEncoder },
    );
    const empty = new Float32Array(bins);
    for (const [a, b] of [
      [empty, empty],
      [empty, rowOf(0)],
      [rowOf(0), rowOf(0)],
    ] as const) {
      const got = await outputsOf(made.graphs.explain, { a: floats(a, bins), b: floats(b, bins) });
      for (const [name, values] of Object.entries(got)) {
        expect(values.every(Number.isFinite), name).toBe(true);
      }
    }
  });
});
