import { type GroupSimilarity, groupSimilarity, type ScoreKind, similarityOrder } from '@spectrosim/training';
import { encodeFloats } from '../../encode-floats.js';
import { html, type Markup } from '../../markup.js';
import type { DrawnPairs, DrawnSystem } from '../drawn-pairs.js';
import { numbers, READING } from '../plot/figure.js';
import { counted, decimal } from '../words.js';

/** Groups that a matrix can show so that a cell is still seen. */
const MOST_GROUPS = 120;

/** Colours to either side of the threshold. */
export const SHADES = 6;

/** Rows of the tables of what is most mistaken. */
const LISTED = 10;

const SIZE = 560;

/** What the page's script tells of the cell under the pointer. */
export interface MatrixData {
  readonly names: readonly string[];
  /** Base64 of float32 `[G, G]`; `NaN` where nothing was scored. */
  readonly values: string;
  readonly counts: string;
  /** By name and by similarity: the group at each place. */
  readonly orders: Readonly<Record<'name' | 'similarity', readonly number[]>>;
  /** Where the first cell begins and how large cells are, in the drawing's units. */
  readonly margin: number;
  readonly cell: number;
  /** What a value is, and how many decimals say it. */
  readonly quantity: string;
  readonly digits: number;
}

/** The matrix of groups, and what its script needs. */
export interface GroupMatrix {
  readonly markup: Markup;
  readonly data: MatrixData;
}

/** How alike groups are, as the model sees them: the mean score of held-out pairs. */
export function groupMatrix(
  { pairs, systems: [model] }: DrawnPairs,
  groups: readonly string[],
  score: ScoreKind,
  column: string,
): GroupMatrix {
  const { reported, threshold } = model as DrawnSystem;
  const all = groupSimilarity(reported, pairs, groups);
  const shown = hardest(all, threshold);
  const size = shown.names.length;
  const orders = { name: shown.names.map((_, i) => i), similarity: similarityOrder(shown.values, size) };
  const margin =
    14 +
    6.6 *
      Math.min(
        14,
        shown.names.reduce((most, name) => Math.max(most, name.length), 3),
      );
  const cell = Math.min(38, (SIZE - margin) / size);
  const reach = shown.values.reduce((most, value) => Math.max(most, Math.abs(value - threshold) || 0), 1e-9);
  const quantity = score === 'llr' ? 'mean log-likelihood ratio' : 'mean cosine';
  const digits = score === 'llr' ? 2 : 4;
  const drawing = (name: 'similarity' | 'name') =>
    html`<g data-order="${name}"${name === 'name' ? html` hidden` : html``}>${cells(shown, orders[name], { margin, cell, reach, threshold })}${names(shown.names, orders[name], margin, cell)}</g>`;
  const side = margin + size * cell + 2;
  return {
    data: {
      names: shown.names,
      values: encodeFloats(Float32Array.from(shown.values)),
      counts: encodeFloats(Float32Array.from(shown.counts)),
      orders,
      margin,
      cell,
      quantity,
      digits,
    },
    markup: html`<figure class="card" id="matrix" aria-labelledby="matrix-title">
<h3 id="matrix-title">How alike groups are</h3>
<div class="toolbar screen-only"><div class="joined" role="group" aria-label="Order of groups"><button type="button" data-sort="similarity" aria-pressed="true">By similarity</button><button type="button" data-sort="name" aria-pressed="false">By name</button></div></div>
<div class="plots"><div class="plot" tabindex="0" role="img" aria-label="Matrix of groups. What is most mistaken is in the tables below."><svg id="matrix-drawing" viewBox="0 0 ${side.toFixed(0)} ${side.toFixed(0)}" style="max-width:${(1.15 * side).toFixed(0)}px" aria-hidden="true">${drawing('similarity')}${drawing('name')}</svg></div></div>
${scale(reach, threshold, quantity, digits)}
${READING}
<figcaption><p>The ${quantity} between groups, over all held-out pairs of their spectra; on the diagonal, within a group. Blue: taken for one ${column}; orange: for different ones. A cross marks a mean on the wrong side. Blank: never held out together.${
      size < all.names.length ? ` Shown are the ${size} of ${all.names.length} groups that are mistaken most.` : ''
    }</p></figcaption>
${mistaken(all, threshold, digits)}
</figure>`,
  };
}

/** The groups with the cells that are furthest on the wrong side of the threshold, or nearest to it. */
function hardest(all: GroupSimilarity, threshold: number): GroupSimilarity {
  const size = all.names.length;
  if (size <= MOST_GROUPS) {
    return all;
  }
  const margin = (i: number) => {
    const row = all.values.subarray(i * size, (i + 1) * size);
    return row.reduce((least, value, j) => {
      const right = (i === j ? 1 : -1) * (value - threshold);
      return Number.isNaN(right) ? least : Math.min(least, right);
    }, Number.POSITIVE_INFINITY);
  };
  const kept = all.names
    .map((_, i) => i)
    .sort((a, b) => margin(a) - margin(b) || a - b)
    .slice(0, MOST_GROUPS)
    .sort((a, b) => a - b);
  const part = (of: Float64Array) =>
    Float64Array.from(kept.flatMap((i) => kept.map((j) => of[i * size + j] as number)));
  return { names: kept.map((i) => all.names[i] as string), values: part(all.values), counts: part(all.counts) };
}

interface CellLook {
  readonly margin: number;
  readonly cell: number;
  readonly reach: number;
  readonly threshold: number;
}

/** One path a shade, and one for the crosses. */
function cells({ names, values }: GroupSimilarity, order: readonly number[], look: CellLook): Markup {
  const size = names.length;
  const { margin, cell, reach, threshold } = look;
  const paths = new Map<number, string[]>();
  const crosses: string[] = [];
  const at = (place: number) => Number((margin + place * cell).toFixed(2));
  const inner = Number((cell - (cell > 7 ? 1 : 0)).toFixed(2));
  order.forEach((i, row) => {
    order.forEach((j, columnPlace) => {
      const value = (values[i * size + j] as number) - threshold;
      if (Number.isNaN(value)) {
        return;
      }
      const shade = Math.round((value / reach) * SHADES);
      const path = paths.get(shade) ?? [];
      path.push(`M${at(columnPlace)} ${at(row)}h${inner}v${inner}h${-inner}z`);
      paths.set(shade, path);
      if (i === j ? value < 0 : value >= 0) {
        const [x, y, arm] = [at(columnPlace) + inner / 2, at(row) + inner / 2, Math.max(1, inner / 5)];
        crosses.push(
          `M${(x - arm).toFixed(1)} ${(y - arm).toFixed(1)}l${(2 * arm).toFixed(1)} ${(2 * arm).toFixed(1)}m0 ${(-2 * arm).toFixed(1)}l${(-2 * arm).toFixed(1)} ${(2 * arm).toFixed(1)}`,
        );
      }
    });
  });
  return html`${[...paths]
    .sort(([a], [b]) => a - b)
    .map(([shade, path]) => html`<path class="shade-${shade}" d="${path.join('')}"/>`)}${
    crosses.length === 0 ? html`` : html`<path class="cross" d="${crosses.join('')}"/>`
  }`;
}

/** Names along both sides, as many as there is room for. */
function names(all: readonly string[], order: readonly number[], margin: number, cell: number): Markup {
  const every = Math.ceil(10.5 / cell);
  const short = (name: string) => (name.length > 14 ? `${name.slice(0, 13)}…` : name);
  return html`<g class="ticks">${order.map((group, place) => {
    const middle = (margin + (place + 0.5) * cell).toFixed(1);
    const name = short(all[group] as string);
    return place % every === 0
      ? html`<text x="${(margin - 5).toFixed(1)}" y="${middle}" dy="3.6" text-anchor="end">${name}</text><text transform="translate(${middle} ${(margin - 5).toFixed(1)}) rotate(-90)" dy="3.6">${name}</text>`
      : html``;
  })}</g>`;
}

function scale(reach: number, threshold: number, quantity: string, digits: number): Markup {
  const shades = Array.from({ length: 2 * SHADES + 1 }, (_, i) => i - SHADES);
  const text = (shade: number) => decimal(threshold + (shade / SHADES) * reach, digits);
  return html`<p class="scale"><span>${text(-SHADES)}</span><svg viewBox="0 0 ${shades.length * 14} 10" width="${shades.length * 14}" height="10" aria-hidden="true">${shades.map(
    (shade, i) => html`<path class="shade-${shade}" d="M${i * 14} 0h14v10h-14z"/>`,
  )}</svg><span>${text(SHADES)}</span><span class="quiet">${quantity}, ${decimal(threshold, threshold === 0 ? 0 : digits)} in the middle</span></p>`;
}

/** Groups that are taken for one another most, and those whose own spectra are least alike. */
function mistaken({ names: all, values, counts }: GroupSimilarity, threshold: number, digits: number): Markup {
  const size = all.length;
  const known = Array.from({ length: size * size }, (_, c) => c).filter((c) => !Number.isNaN(values[c]));
  const place = (c: number): [number, number] => [Math.floor(c / size), c % size];
  const by = (sign: number) => (a: number, b: number) =>
    sign * ((values[a] as number) - (values[b] as number)) || a - b;
  const between = known
    .filter((c) => place(c)[0] < place(c)[1])
    .sort(by(-1))
    .slice(0, LISTED);
  const within = known
    .filter((c) => place(c)[0] === place(c)[1])
    .sort(by(1))
    .slice(0, LISTED);
  const row = (c: number, wrong: boolean) => {
    const [i, j] = place(c);
    const named = i === j ? (all[i] as string) : `${all[i]} and ${all[j]}`;
    return [named, `${decimal(values[c] as number, digits)}${wrong ? ' ✗' : ''}`, counted(counts[c] as number, 'pair')];
  };
  return html`${numbers(
    { head: ['Groups', 'Mean', 'Of'], rows: between.map((c) => row(c, (values[c] as number) >= threshold)) },
    'Most alike, though different',
  )}${numbers(
    { head: ['Group', 'Mean', 'Of'], rows: within.map((c) => row(c, (values[c] as number) < threshold)) },
    'Least alike within',
  )}`;
}
