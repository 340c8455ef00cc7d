import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { encodeModel, type Graph } from '@spectrosim/export';
import { createRandom, type LoadOptions, type NamedTensors, parseRecipe, type TensorValue } from '@spectrosim/models';
import {
  branchSlices,
  type EnsembleDefinition,
  fitRecipe,
  type HostWeights,
  prefixed,
  preprocess,
  type Rows,
  scoreMapWeights,
} from '@spectrosim/models/graph';
import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  allPairs,
  type ChoiceOptions,
  type ChosenVerifier,
  chooseVerifier,
  encoderFitter,
  graphEngine,
  rowsAt,
  runOnRows,
  type scorePairs,
  type TriedVerifier,
  tracedEnsemble,
} from '@spectrosim/training';
import * as tf from '@tensorflow/tfjs-core';
import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { readDataset } from '../cli/input-files.js';
import { applyScoreMap } from '../models/graph/back-ends/score-map.js';
import { embedCoordinates, type FitBackEnd, scoreEmbeddings } from '../training/back-ends/back-end.js';
import { fullBasis } from '../training/back-ends/basis.js';
import { fitLda } from '../training/back-ends/lda.js';
import { fitLengthNormalisedPlda } from '../training/back-ends/length-normalised-plda.js';
import { centredRows, cosineBackEnd, liftBackEnd, meanRow } from '../training/back-ends/lift.js';
import { fitPlda } from '../training/back-ends/plda.js';
import { productTransposed } from '../training/back-ends/products.js';
import { trainingRows } from '../training/back-ends/training-rows.js';
import { fitTotalWhitening, fitWithinWhitening } from '../training/back-ends/whitening.js';
import { expectNear } from './eager.setup.js';
import { interpret } from './interpreter/interpret.js';
import { floats, sumGraph } from './port-graphs.js';
import { ONE_THREAD } from './tiny-artifact.setup.js';

const BINS = 80;
const GROUPS = 9;
const SIZE = 3;
const groups = Array.from({ length: GROUPS * SIZE }, (_, i) => Math.floor(i / SIZE));

/** Replicates of spectra with peaks, which differ from source to source more than within one. */
const raw: Rows = (() => {
  const random = createRandom(1, 'spectra');
  const sources = Array.from({ length: GROUPS }, () =>
    Array.from({ length: BINS }, () => 100 * Math.exp(random.normal())),
  );
  const data = groups.flatMap((group) => {
    const scale = Math.exp(0.3 * random.normal());
    return (sources[group] as number[]).map((value) => scale * value * Math.exp(0.2 * random.normal()));
  });
  return { count: groups.length, bins: BINS, data: Float32Array.from(data) };
})();

const pairs = groups.flatMap((_, i) => groups.slice(i + 1).map((__, j) => [i, i + 1 + j] as const));
const bound = 3.2;
const calibration = { knots: [-1.5, -0.2, 0.1, 2], values: [-6, -1, 1.5, 5] };

/** A branch with its weights, its embeddings in doubles and its raw scores in doubles. */
async function branch(text: string, learn: FitBackEnd | 'cosine' | 'centred cosine') {
  const preprocessing = parseRecipe(text);
  const run = (...[fn, rows, weights]: Parameters<Parameters<typeof fitRecipe>[2]>) =>
    runOnRows(nodeRuntime(), ONE_THREAD, fn, rows, weights);
  const statistics = await fitRecipe(preprocessing, raw, run);
  const data = await run((x, weights) => preprocess(preprocessing, weights, x), raw, statistics);
  const rows = { ...raw, data };
  const mean = meanRow(rows);
  const centred = centredRows(rows, mean);
  if (typeof learn === 'string') {
    const exact =
      learn === 'cosine'
        ? centredRows(
            rows,
            mean.map(() => 0),
          )
        : centred;
    const embedding = Matrix.from1DArray(rows.count, BINS, exact.data);
    return {
      preprocessing,
      statistics,
      lifted: cosineBackEnd(rows, learn !== 'cosine'),
      embedding,
      scoring: { kind: 'cosine' } as const,
    };
  }
  const basis = fullBasis(productTransposed(centred, centred));
  const fitted = learn(trainingRows(basis.coordinates, groups));
  const embedding = embedCoordinates(fitted, basis.coordinates);
  return { preprocessing, statistics, lifted: liftBackEnd(fitted, basis, rows), embedding, scoring: fitted.scoring };
}

type FittedBranch = Awaited<ReturnType<typeof branch>>;

function rawScores({ embedding, scoring }: FittedBranch): number[] {
  return pairs.map(([i, j]) => scoreEmbeddings(scoring, embedding.getRow(i), embedding.getRow(j)));
}

/** A normal score, roughly: what the map is does not matter here. */
function normalMap(one: FittedBranch) {
  const sorted = rawScores(one).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] as number;
  return { knots: [0.02, 0.3, 0.7, 0.9, 0.98].map(at), values: [-2, -0.5, 0.5, 1.3, 2] };
}

/** A piecewise-linear map with linear tails, in doubles, by its definition. */
function mapped({ knots, values }: { knots: number[]; values: number[] }, x: number): number {
  const i = Math.min(
    knots.length - 2,
    Math.max(
      0,
      knots.findLastIndex((knot) => knot <= x),
    ),
  );
  const [x0, x1] = [knots[i] as number, knots[i + 1] as number];
  const [y0, y1] = [values[i] as number, values[i + 1] as number];
  return y0 + ((x - x0) * (y1 - y0)) / (x1 - x0);
}

function ensembleOf(branches: readonly FittedBranch[]) {
  const definition: EnsembleDefinition = {
    branches: branches.map(({ preprocessing, lifted }) => ({
      preprocessing,
      backEnd: lifted.definition,
      embedding: lifted.embedding,
    })),
  };
  const weights: HostWeights = Object.assign(
    { bound: floats([], [bound]) },
    prefixed(scoreMapWeights(calibration), 'calibration'),
    ...branches.map((one, i) => ({
      ...prefixed(one.statistics, `branches.${i}.preprocessing`),
      ...prefixed(one.lifted.weights, `branches.${i}.backEnd`),
      ...prefixed(scoreMapWeights(normalMap(one)), `branches.${i}.normal`),
    })),
  );
  return { definition, ...tracedEnsemble(definition, weights, BINS) };
}

/** Expects graphs to compute what the host does in doubles. */
async function expectHost(branches: readonly FittedBranch[], options: LoadOptions) {
  const { definition, model, score } = ensembleOf(branches);
  const [embedder, scorer] = [
    await nodeRuntime().load(encodeModel(model), options),
    await nodeRuntime().load(encodeModel(score), options),
  ];
  const { embedding } = await embedder.run({ spectra: floats([raw.count, BINS], raw.data) });
  const { data, dims } = embedding as TensorValue & { data: Float32Array };
  const width = dims[1] as number;
  const rowOf = (i: number) => data.subarray(i * width, (i + 1) * width);
  branchSlices(definition).forEach(({ start, end }, k) => {
    const expected = (branches[k] as FittedBranch).embedding;
    const scale = expected.clone().abs().max();
    for (let i = 0; i < raw.count; i++) {
      rowOf(i)
        .subarray(start, end)
        .forEach((value, c) => {
          // contracts.md: 2e-5 of the largest, on a GPU 1e-3.
          expect(Math.abs(value - expected.get(i, c))).toBeLessThan((options.provider === 'cpu' ? 2e-5 : 1e-3) * scale);
        });
    }
  });
  const side = (k: 0 | 1) =>
    floats(
      [pairs.length, width],
      pairs.flatMap((pair) => [...rowOf(pair[k])]),
    );
  const { score: llr, similarity } = await scorer.run({ a: side(0), b: side(1) });
  const normals = branches.map((one) => rawScores(one).map((value) => mapped(normalMap(one), value)));
  pairs.forEach(([i, j], p) => {
    const mean = normals.reduce((sum, of) => sum + (of[p] as number), 0) / branches.length;
    const expected = Math.min(bound, Math.max(-bound, mapped(calibration, mean)));
    expect(Math.abs(((llr as TensorValue).data[p] as number) - expected)).toBeLessThan(1e-3);
    const cosines = branches.map(
      (one) => scoreEmbeddings({ kind: 'cosine' }, one.embedding.getRow(i), one.embedding.getRow(j)) + 1,
    );
    const cosine = cosines.reduce((sum, value) => sum + value, 0) / branches.length;
    expect(Math.abs(((similarity as TensorValue).data[p] as number) - cosine)).toBeLessThan(5e-6);
  });
  await embedder.dispose();
  await scorer.dispose();
}

const BACK_ENDS: readonly (readonly [string, FitBackEnd | 'cosine' | 'centred cosine'])[] = [
  ['cosine', 'cosine'],
  ['centred cosine', 'centred cosine'],
  ['total whitening', (rows) => fitTotalWhitening(rows, 'ledoit-wolf')],
  ['within-class whitening', (rows) => fitWithinWhitening(rows, 'ledoit-wolf')],
  ['LDA', (rows) => fitLda(rows, 10, 'ledoit-wolf')],
  ['PLDA', (rows) => fitPlda(rows, 0.1)],
  ['length-normalised PLDA', (rows) => fitLengthNormalisedPlda(rows, 'ledoit-wolf')],
];

describe.each(BACK_ENDS)('%s in a graph', (_, fit) => {
  it('embeds and scores as the host does in doubles', async () => {
    await expectHost([await branch('snv', fit)], ONE_THREAD);
  });
});

const ensemble = () =>
  Promise.all([
    branch('sqrt, snv', (rows) => fitPlda(rows, 'ledoit-wolf')),
    branch('tic, pqn, log1p, autoscale', (rows) => fitLda(rows, 10, 'ledoit-wolf')),
    branch('savitzkyGolay(11, 2, 1), snv', (rows) => fitLengthNormalisedPlda(rows, 0.1)),
    branch('fill, detrend(3), snv', 'cosine'),
  ]);

describe('an ensemble in a graph', () => {
  it('averages normal scores and calibrates as the host does in doubles', async () => {
    await expectHost(await ensemble(), ONE_THREAD);
  });

  it('scores a pair alike whichever spectrum comes first', async () => {
    const { score } = ensembleOf(await ensemble());
    const session = await nodeRuntime().load(encodeModel(score), ONE_THREAD);
    const width = score.inputs[0]?.dims[1] as number;
    const random = createRandom(2, 'embeddings');
    const [a, b] = [0, 1].map(() =>
      floats(
        [5, width],
        Array.from({ length: 5 * width }, () => random.normal()),
      ),
    );
    const one = await session.run({ a: a as TensorValue, b: b as TensorValue });
    expect(await session.run({ a: b as TensorValue, b: a as TensorValue })).toEqual(one);
    await session.dispose();
  });

  const onWebgpu = { provider: 'webgpu', threads: 1, strict: true } as const;
  it('runs whole on WebGPU: no node falls back to the CPU', async (context) => {
    const why = await nodeRuntime()
      .load(sumGraph(), onWebgpu)
      .then(
        (session) => session.dispose().then(() => undefined),
        (error: Error) => error.message,
      );
    context.skip(why !== undefined, `no WebGPU here: ${why}`);
    await expectHost(await ensemble(), onWebgpu);
  });
});

describe('a score map in a graph', () => {
  it.each([
    ['of 33 knots', Array.from({ length: 33 }, (_, i) => -3 + i * 0.2 + (i % 3) * 0.01)],
    ['of knots far from 0', [1000, 1000.5, 1003]],
    ['of one knot', [0.5]],
  ])('%s gives each knot its value, and straight lines between and beyond', async (_, knots) => {
    const values = knots.map((__, i) => -2 + 0.1 * i + 0.003 * i * i);
    const xs = [(knots[0] as number) - 2, ...knots, ...knots.map((knot) => knot + 0.07), (knots.at(-1) as number) + 4];
    const got = await runOnRows(
      nodeRuntime(),
      ONE_THREAD,
      (x, weights) => tf.reshape(applyScoreMap(weights, tf.reshape(x, [-1])), [-1, 1]),
      { count: xs.length, bins: 1, data: Float32Array.from(xs) },
      scoreMapWeights({ knots, values }),
    );
    const single = knots.map(Math.fround);
    xs.forEach((x, i) => {
      const expected = knots.length === 1 ? (values[0] as number) : mapped({ knots: single, values }, Math.fround(x));
      expect(got[i]).toBeCloseTo(expected, 5);
    });
  });
});

async function runOnce(graph: Graph, feeds: NamedTensors): Promise<NamedTensors> {
  const session = await nodeRuntime().load(encodeModel(graph), ONE_THREAD);
  const outputs = await session.run(feeds);
  await session.dispose();
  return outputs;
}

const run: Parameters<typeof scorePairs>[3] = (fn, rows, weights) =>
  runOnRows(nodeRuntime(), ONE_THREAD, fn, rows, weights);

/** What ships, and what ships seldom: an ensemble with an encoder in it, and scores normalised by the nearest of a cohort. */
const VARIANTS: readonly (readonly [string, Partial<ChoiceOptions>, (ladder: ChosenVerifier) => TriedVerifier])[] = [
  ['what ships', {}, ({ chosen }) => chosen],
  [
    'an encoder and normalised scores',
    { fitEncoder: encoderFitter(graphEngine(nodeRuntime(), ONE_THREAD)), scoreNormalisation: 'as-norm' },
    ({ tried }) => tried.findLast(({ rung }) => rung === 'encoder') as TriedVerifier,
  ],
];
const REAL = ['dims-mtbls79', 'oliveoil-ftir', 'fishoil-raman'].flatMap((name) =>
  // One set is enough for the seldom: its encoders take the shortest.
  VARIANTS.filter((_, i) => i === 0 || name === 'oliveoil-ftir').map((variant) => [name, ...variant] as const),
);

describe.each(REAL)('for real spectra, %s, %s', (name, _, options, pick) => {
  const folder = fileURLToPath(new URL(`../../shared/data/${name}`, import.meta.url));
  const absent = !existsSync(folder);
  const why = absent ? ` (skipped: ../shared/data/${name} is not here)` : '';

  it.skipIf(absent)(`is within the gates of parity, from raw intensities to the ratio${why}`, async () => {
    const { dataset } = await readDataset(folder, { group: 'sample' }, () => undefined);
    const ladder = await chooseVerifier(dataset.rows, dataset.groups, dataset.axis, { seed: 1, run, ...options });
    const verifier = await ladder.fit(pick(ladder));
    const { model, score } = tracedEnsemble(verifier.definition, verifier.weights, dataset.rows.bins);
    const few = rowsAt(dataset.rows, [0, 1, 2, 50, 51, 100]);
    const spectra = floats([few.count, few.bins], few.data);
    const { embedding } = await runOnce(model, { spectra });
    const got = embedding as TensorValue & { data: Float32Array };
    const exact = interpret(model, { spectra }).embedding?.data as Float64Array;
    const width = verifier.embedding;
    for (const { start, end } of branchSlices(verifier.definition)) {
      const part = (rows: ArrayLike<number>) =>
        Array.from(rows).filter((_, i) => i % width >= start && i % width < end);
      expectNear(part(got.data), part(exact), 2e-5);
    }
    const some = allPairs(new Array<string>(few.count).fill(''));
    const side = (of: Int32Array, rows: ArrayLike<number>) =>
      Array.from(of).flatMap((i) => Array.from(rows).slice(i * width, (i + 1) * width));
    const { score: llr } = await runOnce(score, {
      a: floats([some.a.length, width], side(some.a, got.data)),
      b: floats([some.a.length, width], side(some.b, got.data)),
    });
    const expected = interpret(score, {
      a: { type: 'float32', dims: [some.a.length, width], data: Float64Array.from(side(some.a, exact)) },
      b: { type: 'float32', dims: [some.a.length, width], data: Float64Array.from(side(some.b, exact)) },
    }).score?.data as Float64Array;
    expected.forEach((value, p) => {
      expect(Math.abs(((llr as TensorValue).data[p] as number) - value)).toBeLessThan(1e-3);
    });
  });
});
