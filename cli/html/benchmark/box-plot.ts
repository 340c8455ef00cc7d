import type { BenchmarkTable } from '@spectrosim/training';
import { html, type Markup } from '../markup.js';
import { ticksOf } from '../training/curve.js';

const WIDTH = 760;
const LABEL = 250;
const RIGHT = 16;
const ROW = 24;
const TOP = 8;
const BOTTOM = 40;
/** Half the height of a box, and the radius of a point. */
const HALF = 7;
const POINT = 3;
/** Letters of a name that there is room for. */
const LETTERS = 36;

/** The quartiles and the ends of values: those half-way between two are their mean (R's type 7). */
export function fiveNumbers(values: readonly number[]): readonly [number, number, number, number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const [below, above] = [Math.floor(place), Math.ceil(place)].map((i) => sorted[i] as number) as [number, number];
    return below + (place - Math.floor(place)) * (above - below);
  };
  return [at(0), at(0.25), at(0.5), at(0.75), at(1)];
}

/** Box plots of ROC AUC over seeds, a row a system, with every seed as a point, the floor and chance as lines. */
export function boxPlots({ rows, best }: Pick<BenchmarkTable, 'rows' | 'best'>): Markup {
  const floors = rows.map(({ floor }) => floor.mean);
  const floor = floors[0] ?? 0.5;
  const values = [...rows.flatMap(({ aucs }) => aucs), ...floors, 0.5];
  const ticks = ticksOf(Math.min(...values), Math.max(...values));
  const [low, high] = [ticks[0] as number, ticks.at(-1) as number];
  const x = (value: number) => round(LABEL + ((value - low) / (high - low)) * (WIDTH - LABEL - RIGHT));
  const bottom = TOP + ROW * rows.length;
  const level = (value: number, name: string, kind: string) =>
    html`<line class="${kind}" x1="${x(value)}" x2="${x(value)}" y1="${TOP}" y2="${bottom + 4}"><title>${name} ${value.toFixed(3)}</title></line>`;
  return html`<svg class="boxes" viewBox="0 0 ${WIDTH} ${bottom + BOTTOM}" role="img" aria-label="ROC AUC over seeds of ${rows.length} systems, between ${low} and ${high}">
${ticks.map((tick) => html`<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="${TOP}" y2="${bottom}"/><text x="${x(tick)}" y="${bottom + 16}" text-anchor="middle">${String(Number(tick.toFixed(3)))}</text>`)}
${level(0.5, 'chance', 'chance')}${level(floor, 'floor', 'floor')}
${rows.map(({ name, aucs }, i) => {
  const y = TOP + ROW * (i + 0.5);
  const [least, lower, middle, upper, most] = fiveNumbers(aucs).map(x) as [number, number, number, number, number];
  const box =
    aucs.length < 2
      ? html``
      : html`<line class="whisker" x1="${least}" x2="${most}" y1="${y}" y2="${y}"/><rect class="box" x="${lower}" width="${Math.max(1, round(upper - lower))}" y="${y - HALF}" height="${2 * HALF}" rx="2"/><line class="median" x1="${middle}" x2="${middle}" y1="${y - HALF}" y2="${y + HALF}"/>`;
  const title = name.length > LETTERS ? `${name.slice(0, LETTERS - 1)}…` : name;
  return html`<g${name === best ? html` class="best"` : html``}><title>${name}: ${aucs.map((auc) => auc.toFixed(3)).join(', ')}</title><text class="name" x="${LABEL - 12}" y="${y + 4}" text-anchor="end">${title}</text>${box}${aucs.map((auc) => html`<circle cx="${x(auc)}" cy="${y}" r="${POINT}"/>`)}</g>`;
})}
<text x="${(LABEL + WIDTH - RIGHT) / 2}" y="${bottom + 34}" text-anchor="middle">ROC AUC</text>
</svg>`;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
