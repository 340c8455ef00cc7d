import { encodeModel, traceDynamic } from '@spectrosim/export';
import { createRandom, type LoadOptions, type TensorValue } from '@spectrosim/models';
import type { BackEndDefinition, ScoreNormalisation } from '@spectrosim/models/graph';
import { nodeRuntime } from '@spectrosim/runtime-node';
import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { score } from '../models/graph/back-ends/score.js';
import { normaliseScores } from '../models/graph/back-ends/score-normalisation.js';
import type { Scoring } from '../training/back-ends/back-end.js';
import { cohortRows, scoreNormalisation, scoreNormaliser } from '../training/back-ends/score-normaliser.js';
import { interpret } from './interpreter/interpret.js';
import { floats, sumGraph } from './port-graphs.js';
import { ONE_THREAD } from './tiny-artifact.setup.js';

const WIDTH = 12;
const COHORT = 60;
const PAIRS = 15;

/** Embeddings that have most in common, as spectra do: their cosines are near 1. */
function embeddings(count: number, purpose: string): number[][] {
  const random = createRandom(1, purpose);
  return Array.from({ length: count }, () => Array.from({ length: WIDTH }, (_, i) => 3 + i + 0.2 * random.normal()));
}

const [cohort, a, b] = [embeddings(COHORT, 'cohort'), embeddings(PAIRS, 'a'), embeddings(PAIRS, 'b')];
const plda = { difference: a[0]?.map((x) => -x / 40) ?? [], product: b[0]?.map((x) => x / 300) ?? [], constant: 0.7 };

/** A raw score by its definition. */
function rawScore(kind: Scoring['kind'], x: readonly number[], y: readonly number[]): number {
  const sum = (of: (i: number) => number) => x.reduce((total, _, i) => total + of(i), 0);
  const at = (row: readonly number[], i: number) => row[i] as number;
  return kind === 'cosine'
    ? sum((i) => at(x, i) * at(y, i)) / Math.sqrt(sum((i) => at(x, i) ** 2) * sum((i) => at(y, i) ** 2)) - 1
    : sum((i) => at(plda.difference, i) * (at(x, i) - at(y, i)) ** 2 + at(plda.product, i) * at(x, i) * at(y, i)) +
        plda.constant;
}

/** A normalised score by the formula, member by member. */
function byHand(kind: Scoring['kind'], top: number, x: readonly number[], y: readonly number[]): number {
  const standing = (of: readonly number[]) => {
    const scores: number[] = [];
    for (const member of cohort) {
      scores.push(rawScore(kind, of, member));
    }
    scores.sort((one, other) => other - one);
    let [sum, squares] = [0, 0];
    for (let i = 0; i < top; i++) {
      sum += scores[i] as number;
    }
    for (let i = 0; i < top; i++) {
      squares += ((scores[i] as number) - sum / top) ** 2;
    }
    return (rawScore(kind, x, y) - sum / top) / Math.sqrt(squares / top);
  };
  return 0.5 * (standing(x) + standing(y));
}

const CASES = (['cosine', 'plda'] as const).flatMap((kind) =>
  (['s-norm', 'as-norm'] as const).map((method) => [kind, method] as const),
);

describe.each(CASES)('%s scores by %s', (kind, method) => {
  const normalisation: ScoreNormalisation = scoreNormalisation(method, COHORT);
  const expected = a.map((row, p) => byHand(kind, method === 's-norm' ? COHORT : 12, row, b[p] as number[]));
  const scoring: Scoring =
    kind === 'cosine'
      ? { kind }
      : { kind, ...plda, difference: Float64Array.from(plda.difference), product: Float64Array.from(plda.product) };
  const definition: BackEndDefinition = { centre: false, project: false, lengthNormalise: false, scoring: kind };
  const graph = traceDynamic(
    'normalised',
    ({ a, b, ...weights }) => {
      const own = Object.fromEntries(Object.entries(weights).map(([name, value]) => [name.slice(8), value]));
      const raw = score(definition, own, a as Tensor, b as Tensor);
      return { score: normaliseScores(normalisation, definition, weights, a as Tensor, b as Tensor, raw) };
    },
    {
      'backEnd.difference': floats([WIDTH], plda.difference),
      'backEnd.product': floats([WIDTH], plda.product),
      'backEnd.constant': floats([], [plda.constant]),
      'cohort.embeddings': floats([COHORT, WIDTH], cohort.flat()),
      a: { type: 'float32', dims: ['P', WIDTH] },
      b: { type: 'float32', dims: ['P', WIDTH] },
    },
    'P',
  );
  const feeds = { a: floats([PAIRS, WIDTH], a.flat()), b: floats([PAIRS, WIDTH], b.flat()) };

  async function expectGraph(options: LoadOptions, gate: number) {
    const session = await nodeRuntime().load(encodeModel(graph), options);
    const { score: got } = await session.run(feeds);
    const { score: turned } = await session.run({ a: feeds.b, b: feeds.a });
    await session.dispose();
    expected.forEach((value, p) => {
      expect(Math.abs(((got as TensorValue).data[p] as number) - value)).toBeLessThan(gate);
    });
    expect(turned).toEqual(got);
  }

  it('on the host, are those of a loop by hand', () => {
    const normalise = scoreNormaliser(normalisation, scoring, cohort);
    a.forEach((row, p) => {
      const other = b[p] as number[];
      expect(normalise(rawScore(kind, row, other), row, other)).toBeCloseTo(expected[p] as number, 9);
    });
  });

  it('in a graph, evaluated in doubles, are those of a loop by hand', () => {
    const exact = interpret(graph, feeds).score?.data as Float64Array;
    // Weights and inputs are single precision.
    exact.forEach((value, p) => {
      expect(Math.abs(value - (expected[p] as number))).toBeLessThan(2e-5);
    });
  });

  // contracts.md: 1e-3 of a calibrated ratio, which is of the size of a normalised score.
  it('in a graph on node cpu, are those of a loop by hand, whichever spectrum comes first', async () => {
    await expectGraph(ONE_THREAD, 2e-4);
  });

  const onWebgpu = { provider: 'webgpu', threads: 1, strict: true } as const;
  it('in a graph run whole on WebGPU', async (context) => {
    const why = await nodeRuntime()
      .load(sumGraph(), onWebgpu)
      .then(
        (session) => session.dispose().then(() => undefined),
        (error: Error) => error.message,
      );
    context.skip(why !== undefined, `no WebGPU here: ${why}`);
    await expectGraph(onWebgpu, 1e-3);
  });
});

describe('a cohort', () => {
  it('takes one row of each group in turn, up to 200', () => {
    expect(cohortRows([0, 0, 0, 1, 2, 2])).toEqual([0, 3, 4, 1, 5, 2]);
    const many = cohortRows(Array.from({ length: 1000 }, (_, i) => Math.floor(i / 10)));
    expect(many).toHaveLength(200);
    expect(new Set(many.map((row) => Math.floor(row / 10))).size).toBe(100);
  });

  it('counts a fifth in as-norm, ten at least, and all in s-norm', () => {
    expect(scoreNormalisation('as-norm', 200)).toEqual({ method: 'as-norm', cohort: 200, top: 40 });
    expect(scoreNormalisation('as-norm', 24)).toEqual({ method: 'as-norm', cohort: 24, top: 10 });
    expect(scoreNormalisation('as-norm', 6)).toEqual({ method: 'as-norm', cohort: 6, top: 6 });
    expect(scoreNormalisation('s-norm', 24)).toEqual({ method: 's-norm', cohort: 24, top: 24 });
  });
});
