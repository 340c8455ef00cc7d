import { describe, expect, it } from 'vitest';
import { augmentationPanels } from './augmentation-panels.js';
import { batchSimilarity } from './batch-similarity.js';
import { boxPlots } from './box-plots.js';
import { columnsOf } from './columns.js';
import { meanMaps } from './mean-maps.js';
import { quartiles } from './quartiles.js';
import { roundTicks, scale, tickTexts } from './scale.js';

/** Attributes of all elements of a name and a class. */
function elements(svg: string, name: string, look: string): Record<string, string>[] {
  return [...svg.matchAll(new RegExp(`<${name} ([^>]*)/?>`, 'g'))]
    .map(([, attributes = '']) =>
      Object.fromEntries(
        [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
      ),
    )
    .filter(({ class: own }) => own === look);
}

/** Text that is read, in order. */
const words = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);

it('scale, ticks and quartiles are those by hand', () => {
  expect([0, 5, 10].map(scale(0, 10, 100, 0))).toEqual([100, 50, 0]);
  expect(roundTicks(0.5, 1, 6)).toEqual([0.5, 0.6, 0.7, 0.8, 0.9, 1]);
  expect(roundTicks(77, 999, 10)).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900]);
  expect(tickTexts([-0.25, 0, 0.5])).toEqual(['−0.25', '0.00', '0.50']);
  // numpy.percentile([1, 2, 3, 4, 10], [25, 50, 75]) and of [1, 2].
  expect(quartiles([10, 3, 1, 4, 2])).toEqual({ least: 1, lower: 2, median: 3, upper: 4, most: 10 });
  expect(quartiles([2, 1])).toEqual({ least: 1, lower: 1.25, median: 1.5, upper: 1.75, most: 2 });
});

it('columns keep a peak of one bin, and what is below 0', () => {
  const values = new Float32Array(1000);
  values[777] = 5;
  values[12] = -2;
  const columns = columnsOf(values, 100);
  expect(columns).toHaveLength(100);
  expect(columns[77]).toEqual({ at: 774.5, low: 0, high: 5 });
  expect(columns[1]).toEqual({ at: 14.5, low: -2, high: 0 });
  expect(columnsOf([3], 100)).toEqual([{ at: 0, low: 0, high: 3 }]);
});

describe('boxPlots', () => {
  const panels = [
    {
      title: 'simulated & more',
      floor: [0.7, 0.9],
      rows: [
        { system: 'low', values: [0.6, 0.6, 0.6] },
        { system: 'high', values: [0.9, 0.8, 1.0] },
      ],
    },
    { title: 'real', floor: [0.8], rows: [{ system: 'low', values: [0.7] }] },
  ];
  const svg = boxPlots(panels, 'AUC');

  it('sorts systems by the first panel, says what was not run, draws every seed', () => {
    const read = words(svg);
    expect(read.indexOf('high')).toBeLessThan(read.indexOf('low'));
    expect(read.filter((text) => text === 'not run on this set')).toHaveLength(1);
    expect(read).toContain('simulated &amp; more');
    expect(elements(svg, 'circle', 'fill one half')).toHaveLength(3 + 3 + 1);
  });

  it('puts numbers and the floor where they are on one axis, .5 to 1 over a width of 300', () => {
    // 0.5 … 1 lie on 170 … 470.
    const place = (auc: number) => 170 + 600 * (auc - 0.5);
    const seeds = elements(svg, 'circle', 'fill one half').map(({ cx }) => Number(cx));
    expect(seeds.slice(0, 3)).toEqual([place(0.6), place(0.6), place(0.6)]);
    expect(seeds.slice(3, 6)).toEqual([place(0.9), place(0.8), place(1)].map((x) => Number(x.toFixed(1))));
    const floors = elements(svg, 'path', 'line other dash').map(({ d = '' }) => Number(d.slice(1).split(' ')[0]));
    expect(floors).toContain(place(0.8));
  });
});

describe('batchSimilarity', () => {
  const rows = [
    { batch: 'b1', within: [0.9, 0.8, 0.7], between: [0.1, 0.2] },
    { batch: 'b2', within: [0.6], between: [0.3] },
  ];
  const svg = batchSimilarity([{ title: 'a system', rows, threshold: 0.5 }], 'similarity');

  it('draws every pair, those above the threshold above its line', () => {
    const heights = (look: string) => elements(svg, 'circle', look).map(({ cy }) => Number(cy));
    const rule = elements(svg, 'path', 'line rule dash').map(({ d = '' }) => Number(/ ([\d.]+)/.exec(d)?.[1]));
    const threshold = rule.at(-1) as number;
    // The first of each is the legend's.
    const [, ...within] = heights('fill one');
    const [, ...between] = heights('fill other half');
    expect([within.length, between.length]).toEqual([4, 3]);
    expect(within.every((y) => y < threshold)).toBe(true);
    expect(between.every((y) => y > threshold)).toBe(true);
    expect(words(svg)).toEqual(expect.arrayContaining(['a system', 'b1', 'b2', 'held-out batch']));
  });
});

it('meanMaps marks known peaks at their m/z, and draws the map from 0 to 1', () => {
  const axis = Float64Array.from({ length: 101 }, (_, i) => 100 + i);
  const map = new Float32Array(101);
  map[50] = 1;
  const svg = meanMaps([{ title: 'a map', axis, spectrum: map.map((_, i) => i), map, known: [50] }], 'maps');
  const [, inPanel] = elements(svg, 'path', 'fill other').map(({ d = '' }) => d);
  // 100 … 200 lie on 50 … 890: the middle is at 470, from which a mark starts 4.5 to the left.
  expect(inPanel).toMatch(/^M465.5 /);
  const curve = elements(svg, 'path', 'line one').at(-1)?.d as string;
  const points = curve.slice(1).split('L');
  expect(points).toHaveLength(101);
  const heights = points.map((point) => Number(point.split(' ')[1]));
  expect(Math.min(...heights)).toBe(heights[50]);
});

it('augmentationPanels draw before and after on one scale', () => {
  const before = [0, 4, 0, 2];
  const svg = augmentationPanels(
    [77, 78, 79, 80],
    before,
    [
      { name: 'scale', strength: 'twice', after: [0, 8, 0, 4] },
      { name: 'noise', strength: 'some', after: [-1, 4, 1, 2] },
    ],
    'augmentations',
  );
  const tops = (look: string, panel: number) =>
    [...(elements(svg, 'path', look).map(({ d = '' }) => d)[panel] as string).matchAll(/V([\d.]+)/g)].map(([, y]) =>
      Number(y),
    );
  const [zero, four] = tops('line wide before', 0) as [number, number];
  const [, eight] = tops('line thin one', 0) as [number, number];
  expect(zero - eight).toBeCloseTo(2 * (zero - four), 0);
  expect(tops('line thin one', 1)[1]).toBe(tops('line wide before', 1)[1]);
  expect(words(svg)).toEqual(expect.arrayContaining(['scale', 'twice', '77', '80 m/z']));
});
