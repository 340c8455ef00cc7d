import {
  type Curve,
  curveOf,
  histogramEdges,
  type ReliabilityBin,
  reliability,
  type ScoreHistogram,
  type ScoreKind,
  scoreHistogram,
  tippettCurves,
} from '@spectrosim/training';
import { html, type Markup } from '../../markup.js';
import type { DrawnPairs, DrawnSystem } from '../drawn-pairs.js';
import { numberAxis, shareAxis } from '../plot/axis.js';
import { figure, legend } from '../plot/figure.js';
import { type Place, plot } from '../plot/plot.js';
import type { ReportedBand } from '../report-subject.js';
import { decimal, percent } from '../words.js';

const KINDS = [
  ['same', 'same-source pairs'],
  ['different', 'different-source pairs'],
] as const;

const AXIS: Readonly<Record<ScoreKind, string>> = {
  llr: 'Log-likelihood ratio',
  cosine: 'Cosine',
};

/** Where the scores of either kind of pair lie, the model's and the floor's. */
export function histograms({ pairs, systems }: DrawnPairs, score: ScoreKind, band: ReportedBand | undefined): Markup {
  const shown = systems.filter(({ key }) => key !== 'labelFree');
  const made = shown.map((system) => {
    const histogram = scoreHistogram(system.scores, pairs.same, histogramEdges(system.scores));
    return { system, histogram, most: Math.max(...histogram.same, ...histogram.different) };
  });
  const heeded = band !== undefined && 'lo' in band && band.lo < band.hi ? band : undefined;
  return figure({
    id: 'histogram',
    title: 'Scores',
    wide: true,
    legend: legend([
      ['area same', 'same source'],
      ['area different', 'different sources'],
      ['threshold', 'threshold'],
      ...(heeded === undefined ? [] : [['area band', 'no verdict'] as const]),
    ]),
    plots: made.map(({ system, histogram, most }) =>
      plot({
        id: `histogram-${system.key}`,
        label: `Histogram of ${system.name}. The numbers are in the table below.`,
        x: numberAxis(
          `${AXIS[score]} · ${system.name}`,
          histogram.edges[0] as number,
          histogram.edges.at(-1) as number,
        ),
        y: shareAxis('Share of pairs of its kind', 1.06 * most),
        size: { width: 520, height: 290 },
        series: KINDS.map(([kind, name]) => ({ name, look: `outline ${kind}`, curve: outline(histogram, kind) })),
        under: (place) =>
          html`${
            heeded === undefined || system.key !== 'model' ? html`` : bandArea(heeded, place)
          }${KINDS.map(([kind]) => html`<path class="area ${kind}" d="${filled(histogram, kind, place)}"/>`)}`,
        over: (place) => thresholdLine(system.threshold, place),
      }),
    ),
    caption: html`<p>${
      score === 'llr'
        ? 'Right of the threshold a pair is called the same, left of it different. The further apart the two colours, the better; where they overlap, verdicts are wrong. Each plot has its own axes. Ratios are drawn without their bound; what lies beyond an axis is in its outermost bars.'
        : 'Right of the threshold a pair is called the same, left of it different. Cosines of different embeddings are not on one scale: compare the overlap, not the place.'
    }</p>`,
    table: {
      head: ['System', 'From', 'to', ...KINDS.map(([, name]) => name)],
      rows: made.flatMap(({ system, histogram: { edges, ...shares } }) =>
        edges
          .slice(0, -1)
          .map((edge, bin) => [
            system.name,
            decimal(edge, 2),
            decimal(edges[bin + 1] as number, 2),
            ...KINDS.map(([kind]) => percent(shares[kind][bin] ?? 0)),
          ]),
      ),
    },
  });
}

/** The Tippett plot of the reported ratios. */
export function tippett({ pairs, systems }: DrawnPairs): Markup {
  const shown = systems.filter(({ key }) => key !== 'labelFree');
  const all = shown.flatMap(({ reported }) => Array.from(reported));
  const reach = 1.04 * all.reduce((most, llr) => Math.max(most, Math.abs(llr)), 1);
  const x = numberAxis('Log-likelihood ratio, as reported', -reach, reach);
  const curves = shown.map((system) => ({ system, curves: tippettCurves(system.reported, pairs.same) }));
  const whole = (curve: Curve) =>
    curveOf([
      [x.from, 1],
      ...Array.from(curve.x, (value, k): [number, number] => [value, curve.y[k] as number]),
      [x.to, 0],
    ]);
  const misleading = ({ reported }: DrawnSystem, kind: number) => {
    const of = Array.from(reported).filter((_, p) => pairs.same[p] === kind);
    return of.filter((llr) => (kind === 1 ? llr < 0 : llr > 0)).length / of.length;
  };
  const model = systems[0] as DrawnSystem;
  const at = (curve: Curve, value: number) => {
    const k = curve.x.findIndex((one) => one >= value);
    return k < 0 ? 0 : (curve.y[k] as number);
  };
  return figure({
    id: 'tippett',
    title: 'Tippett',
    legend: legend([
      ['same', 'same source, model'],
      ['different', 'different sources, model'],
      ['same floor', 'same source, floor'],
      ['different floor', 'different sources, floor'],
    ]),
    plots: [
      plot({
        id: 'tippett',
        label: 'Tippett plot. The numbers are in the table below.',
        x,
        y: shareAxis('Pairs with at least this ratio'),
        series: curves.flatMap(({ system, curves: { same, different } }) => [
          { name: `same source, ${system.key}`, look: `same ${system.key}`, curve: whole(same) },
          { name: `different sources, ${system.key}`, look: `different ${system.key}`, curve: whole(different) },
        ]),
        over: (place) => thresholdLine(0, place),
      }),
    ],
    caption: html`<p>The share of pairs whose ratio is at least that large. Evidence misleads where the blue curve has fallen before 0 (${percent(misleading(model, 1))} of same-source pairs) and where the orange one has not at 0 (${percent(misleading(model, 0))} of the others). A ratio of 3 says “20 times more likely if of one source” (e³), one of −3 the contrary.</p>`,
    table: {
      head: ['Ratio at least', ...curves.flatMap(({ system }) => KINDS.map(([, name]) => `${system.name}: ${name}`))],
      rows: x.ticks.map(({ at: value, text }) => [
        text,
        ...curves.flatMap(({ curves: of }) => KINDS.map(([kind]) => percent(at(of[kind], value)))),
      ]),
    },
  });
}

/** Whether stated probabilities come true. */
export function reliabilityFigure({ pairs, systems }: DrawnPairs, groups: readonly string[], seed: number): Markup {
  const shown = systems
    .filter(({ key }) => key !== 'labelFree')
    .map((system) => ({ system, bins: reliability(system.reported, pairs, groups, seed) }));
  const line = (bins: readonly ReliabilityBin[]) =>
    curveOf(bins.map(({ stated, observed }): [number, number] => [stated, observed]));
  const [model] = shown;
  return figure({
    id: 'reliability',
    title: 'Reliability',
    legend: legend([
      ['model', 'Model'],
      ['area interval', 'its 95% interval'],
      ['floor', 'Floor, no training'],
    ]),
    plots: [
      plot({
        id: 'reliability',
        label: 'Reliability diagram. The numbers are in the table below.',
        x: shareAxis('Stated: probability of one source, at even odds'),
        y: shareAxis('Came true: share of same-source pairs'),
        series: shown.map(({ system, bins }) => ({ name: system.name, look: system.key, curve: line(bins) })),
        under: (place) =>
          html`<path class="guide" d="M${place.x(0)} ${place.y(0)}L${place.x(1)} ${place.y(1)}"/>${intervalArea(model?.bins ?? [], place)}`,
        over: (place) => html`${[...shown].reverse().map(({ system, bins }) => marks(bins, system.key, place))}`,
      }),
    ],
    caption: html`<p>Of pairs that are said to be of one source with that probability, the share that are: on the diagonal, ratios can be taken at their word. Bins are a tenth wide, or more where there would be next to no pairs; both kinds of pair weigh alike, whatever their number; the interval is of resampled groups.</p>`,
    table: {
      head: ['System', 'Stated', 'Came true', '95% interval', 'Same-source pairs', 'Different-source pairs'],
      rows: shown.flatMap(({ system, bins }) =>
        bins.map(({ stated, observed, lo, hi, same, different }) => [
          system.name,
          percent(stated),
          percent(observed),
          `${percent(lo)} to ${percent(hi)}`,
          `${same}`,
          `${different}`,
        ]),
      ),
    },
  });
}

function outline({ edges, ...shares }: ScoreHistogram, kind: 'same' | 'different'): Curve {
  const points: [number, number][] = [[edges[0] as number, 0]];
  shares[kind].forEach((share, bin) => {
    points.push([edges[bin] as number, share], [edges[bin + 1] as number, share]);
  });
  return curveOf([...points, [edges.at(-1) as number, 0]]);
}

function filled(histogram: ScoreHistogram, kind: 'same' | 'different', place: Place): string {
  const { x, y } = outline(histogram, kind);
  return `${Array.from(x, (value, k) => `${k === 0 ? 'M' : 'L'}${place.x(value).toFixed(1)} ${place.y(y[k] as number).toFixed(1)}`).join('')}Z`;
}

function bandArea({ lo, hi }: { lo: number; hi: number }, { x, top, bottom, left, right }: Place): Markup {
  const [from, to] = [Math.max(left, x(lo)), Math.min(right, x(hi))];
  return html`<rect class="area band" x="${from.toFixed(1)}" y="${top}" width="${Math.max(0, to - from).toFixed(1)}" height="${bottom - top}"/>`;
}

function thresholdLine(at: number, { x, top, bottom }: Place): Markup {
  return html`<path class="threshold" d="M${x(at).toFixed(1)} ${top}V${bottom}"/>`;
}

function intervalArea(bins: readonly ReliabilityBin[], { x, y }: Place): Markup {
  const side = (of: 'lo' | 'hi') => bins.map((bin) => `${x(bin.stated).toFixed(1)} ${y(bin[of]).toFixed(1)}`);
  return bins.length < 2
    ? html``
    : html`<path class="area interval" d="M${[...side('hi'), ...side('lo').reverse()].join('L')}Z"/>`;
}

function marks(bins: readonly ReliabilityBin[], look: string, { x, y }: Place): Markup {
  return html`${bins.map(
    ({ stated, observed }) =>
      html`<circle class="mark ${look}" cx="${x(stated).toFixed(1)}" cy="${y(observed).toFixed(1)}" r="3.6"/>`,
  )}`;
}
