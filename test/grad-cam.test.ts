import { createAxis, SpectroSimError } from '@spectrosim/models';
import { encoderNames, encoderOf, type ModelDefinition } from '@spectrosim/models/graph';
import { describe, expect, it } from 'vitest';
import { explanationGraph } from '../training/export-explanation.js';
import { normals } from './eager.setup.js';
import { drawnEncoder, slopesOf, tokensOf } from './grad-cam.setup.js';
import { interpret } from './interpreter/interpret.js';
import { OWN_ENCODERS } from './own-encoders.setup.js';
import { PAPER_CASES } from './paper-encoders.setup.js';

const BINS = 32;
/** With gaps, so that an index is no position. */
const values = Float64Array.from({ length: BINS }, (_, i) => 50 + i + 10 * (i >> 3));
const axis = createAxis('m/z', values);

const START = { mean: new Float32Array(BINS), vanishes: false };

const ENCODERS: readonly ModelDefinition['encoder'][] = [
  {
    name: 'transformer',
    config: { patch: 4, width: 6, layers: 1, heads: 2, feedForward: 5, embedding: 4 },
  },
  { name: 'residual', config: { hidden: 5 } },
  ...OWN_ENCODERS,
  ...PAPER_CASES.map(({ name, config }) => ({ name, config })),
];

/** The bins at which places lie, by hand; between two where it ends in a half. */
const everyFourth = (from: number) => Array.from({ length: BINS / 4 }, (_, i) => 4 * i + from);
const EVERY_BIN = Array.from({ length: BINS }, (_, i) => i);
const PLACES: Readonly<Record<string, readonly number[]>> = {
  // Patches of four bins.
  transformer: everyFourth(1.5),
  moe: everyFourth(1.5),
  kan: everyFourth(1.5),
  mamba: everyFourth(1.5),
  // Two windows of four, each by two: 2i − 1 … 2i + 2, and so again.
  'cnn-transformer': everyFourth(1.5),
  // Five by two, which see 2i − 1 … 2i + 3, then three by two, which see 2i … 2i + 2 of these.
  cnn: everyFourth(3),
  // Maxima over two, twice.
  'paper/cnn': everyFourth(1.5),
  'paper/resnet': everyFourth(1.5),
  'paper/rcnn': everyFourth(1.5),
  residual: EVERY_BIN,
  'paper/transformer': EVERY_BIN,
  'paper/moe': EVERY_BIN,
  'paper/ensemble': EVERY_BIN,
};
/** Those whose tokens lie nowhere: one token that is no spectrum any more, or the same a hundred times. */
const PLACELESS = ['paper/kan', 'paper/lstm', 'paper/vae', 'paper/mamba'];

const positionAt = (bin: number) => ((values[Math.floor(bin)] as number) + (values[Math.ceil(bin)] as number)) / 2;

it('names a feature map for every encoder whose tokens lie somewhere', () => {
  expect(ENCODERS.map(({ name }) => name).toSorted()).toEqual(encoderNames().toSorted());
  const placeless = encoderNames().filter((name) => encoderOf(name).featureMap === undefined);
  expect(placeless.toSorted()).toEqual(PLACELESS.toSorted());
  expect(encoderNames().toSorted()).toEqual([...Object.keys(PLACES), 'peak-graph', ...PLACELESS].toSorted());
});

/** Linearly between places, level beyond them: interpolation, written another way than in the graph. */
function drawn(at: readonly number[], heights: readonly number[], position: number): number {
  const above = at.findIndex((place) => place >= position);
  if (above <= 0) {
    return (above === 0 ? heights[0] : heights.at(-1)) as number;
  }
  const [x0, x1] = [at[above - 1] as number, at[above] as number];
  const [y0, y1] = [heights[above - 1] as number, heights[above] as number];
  return y0 + ((y1 - y0) * (position - x0)) / (x1 - x0);
}

const sum = (of: readonly number[]) => of.reduce((total, value) => total + value, 0);
const indices = (count: number) => Array.from({ length: count }, (_, i) => i);

/** One number a place from slopes and activations, below 0 left out: Selvaraju et al. 2017, equations 1 and 2, in loops. */
function placesOf(name: string, { count, width, tokens, slopes }: ReturnType<typeof slopesOf>): number[] {
  const at = (of: Float64Array, t: number, d: number) => of[t * width + d] as number;
  if (encoderOf(name).featureMap?.along === 'features') {
    return indices(width).map((d) => Math.max(0, sum(indices(count).map((t) => at(tokens, t, d) * at(slopes, t, d)))));
  }
  const mean = indices(width).map((d) => sum(indices(count).map((t) => at(slopes, t, d))) / count);
  return indices(count).map((t) => Math.max(0, sum(indices(width).map((d) => (mean[d] as number) * at(tokens, t, d)))));
}

/** The bins that rise most above both their neighbours, in the order of the axis. */
function peaksOf(x: ArrayLike<number>, count: number): number[] {
  const rise = (i: number) => (x[i] as number) - Math.max(x[i - 1] as number, x[i + 1] as number);
  return indices(BINS - 2)
    .map((i) => i + 1)
    .toSorted((i, j) => rise(j) - rise(i))
    .slice(0, count)
    .toSorted((i, j) => i - j);
}

function mapOf(name: string, places: readonly number[], x: ArrayLike<number>): number[] {
  if (name === 'peak-graph') {
    const peaks = peaksOf(x, places.length);
    return indices(BINS).map((bin) => places[peaks.indexOf(bin)] ?? 0);
  }
  const positions = (PLACES[name] as readonly number[]).map(positionAt);
  expect(positions).toHaveLength(places.length);
  return Array.from(values, (position) => drawn(positions, places, position));
}

/** A map may be 0 throughout, which would prove nothing: another pair is taken then. */
const PAIRS = indices(8).map((i) => ({
  a: normals(`grad-cam a${i}`, 1, BINS),
  b: normals(`grad-cam b${i}`, 1, BINS),
}));

const withPlaces = ENCODERS.filter(({ name }) => !PLACELESS.includes(name));
it.each(withPlaces.map((encoder) => [encoder.name, encoder] as const))(
  'Grad-CAM of %s is what central differences of the cosine by the tokens give, at true positions',
  (name, encoder) => {
    const encoded = drawnEncoder(encoder, axis);
    const { definition: model, weights } = encoded;
    const graph = explanationGraph({ model, weights, start: START }, axis);
    const wantedOf = ({ a, b }: (typeof PAIRS)[number]) => mapOf(name, placesOf(name, slopesOf(encoded, a, b)), a.data);
    const pair = PAIRS.find((tried) => Math.max(...wantedOf(tried)) > 0) as (typeof PAIRS)[number];
    const wanted = wantedOf(pair);
    const map = interpret(graph, pair, ['gradCamA']).gradCamA?.data as Float64Array;
    const most = Math.max(...wanted);
    wanted.forEach((value, bin) => {
      expect(Math.abs((map[bin] as number) - value / most)).toBeLessThan(1e-5);
    });
    expect(Math.max(...map)).toBeCloseTo(1, 12);
  },
);

// Those with a map were traced above; with a residual path there are operators more.
const traced = [
  ...ENCODERS.filter(({ name }) => PLACELESS.includes(name)),
  ...OWN_ENCODERS.map(({ name, config }) => ({ name, config: { ...(config as object), residual: true } })),
];
it.each(traced.map((encoder) => [encoder.name, encoder] as const))(
  'an explanation of %s can be exported, of any number of pairs, with a map where its tokens lie somewhere',
  (name, encoder) => {
    const { definition: model, weights } = drawnEncoder(encoder, axis);
    const { outputs } = explanationGraph({ model, weights, start: START }, axis);
    const maps = PLACELESS.includes(name) ? [] : ['gradCamA', 'gradCamB'];
    expect(outputs.map((output) => output.name)).toEqual([
      'partsA',
      'partsB',
      'score',
      'baselineA',
      'baselineB',
      ...maps,
    ]);
    expect(outputs[0]?.dims).toEqual(['P', BINS]);
  },
);

describe('a place of a convolutional encoder', () => {
  it.each(['cnn', 'paper/cnn', 'paper/rcnn'])('lies in the middle of the bins that move its token: %s', (name) => {
    const encoded = drawnEncoder(ENCODERS.find((encoder) => encoder.name === name) as ModelDefinition['encoder'], axis);
    const x = Float64Array.from(normals('places', 1, BINS).data);
    const tokensAt = (data: Float64Array) => tokensOf(encoded, { type: 'float32', dims: [1, BINS], data });
    const { dims, data: before } = tokensAt(x);
    const width = dims[2] as number;
    // Far from either end.
    const token = 4;
    const moving = indices(BINS).filter((bin) =>
      [-5, 5].some((by) => {
        const { data } = tokensAt(x.map((value, i) => (i === bin ? value + by : value)));
        return indices(width).some(
          (d) => Math.abs(Number(data[token * width + d]) - Number(before[token * width + d])) > 1e-9,
        );
      }),
    );
    expect(((moving[0] as number) + (moving.at(-1) as number)) / 2).toBe((PLACES[name] as readonly number[])[token]);
  });
});

describe('an axis that is too short for halving it twice', () => {
  it.each([
    ['paper/cnn', {}, 3, 4],
    ['paper/resnet', {}, 2, 4],
    ['paper/rcnn', {}, 15, 16],
    ['paper/rcnn', { stretches: 2 }, 7, 8],
  ] as const)('is refused by %s %j, and how many bins it takes is said', (name, settings, bins, fewest) => {
    const short = (count: number) => () =>
      drawnEncoder(
        { name, config: { filters: [4, 4, 4, 4], hidden: 4, embedding: 4, ...settings } },
        createAxis('m/z', values.slice(0, count)),
      );
    expect(short(bins)).toThrow(SpectroSimError);
    expect(short(bins)).toThrow(new RegExp(`of ${bins} bins .* Expected at least ${fewest} bins`));
    expect(short(fewest)).not.toThrow();
  });
});
