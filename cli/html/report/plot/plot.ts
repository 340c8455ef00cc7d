import { type Curve, thinCurve } from '@spectrosim/training';
import { html, type Markup } from '../../markup.js';
import type { PlotAxis } from './axis.js';

/** A curve with its name and look, a class of the style sheet. */
export interface PlotSeries {
  readonly name: string;
  readonly look: string;
  readonly curve: Curve;
}

/** What a plot shows. */
export interface PlotContent {
  /** Unique in the page. */
  readonly id: string;
  /** What is seen, for who does not see it. */
  readonly label: string;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  /** The first is drawn on top, and read off first. */
  readonly series: readonly PlotSeries[];
  /** Drawn below and above the curves, in the plot's own units. */
  readonly under?: (place: Place) => Markup;
  readonly over?: (place: Place) => Markup;
  /** @default 520 × 340 */
  readonly size?: { readonly width: number; readonly height: number };
}

/** Where numbers lie in a drawing. */
export interface Place {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const MARGIN = { left: 58, right: 22, top: 12, bottom: 44 };

/** Units of a drawing that are not seen: a third of a pixel where it is drawn at its size. */
const UNSEEN = 0.35;

/**
 * A plot as SVG: it needs no script to be seen, follows the page's colours, and prints sharp. Curves are thinned to what is seen.
 */
export function plot({ id, label, x, y, series, under, over, size }: PlotContent): Markup {
  const { width, height } = size ?? { width: 520, height: 340 };
  const place = placing(x, y, width, height);
  const { left, right, top, bottom } = place;
  const number = (value: number) => Number(value.toFixed(1));
  return html`<div class="plot" tabindex="0" role="img" aria-label="${label}" data-plot data-x="${axisData(x)}" data-y="${axisData(y)}" data-box="${[left, right, top, bottom].join(' ')}">
<svg viewBox="0 0 ${width} ${height}" aria-hidden="true">
<clipPath id="clip-${id}"><rect x="${left - 2}" y="${top - 2}" width="${right - left + 4}" height="${bottom - top + 4}"/></clipPath>
<g class="grid">${x.ticks.map(({ at }) => html`<path d="M${number(place.x(at))} ${top}V${bottom}"/>`)}${y.ticks.map(({ at }) => html`<path d="M${left} ${number(place.y(at))}H${right}"/>`)}</g>
<g clip-path="url(#clip-${id})">${under === undefined ? html`` : under(place)}${[...series]
    .reverse()
    .map(
      (one) =>
        html`<path class="curve ${one.look}" data-name="${one.name}" d="${curvePath(one.curve, place, x, y)}"/>\n`,
    )}${over === undefined ? html`` : over(place)}</g>
<path class="frame" d="M${left} ${top}V${bottom}H${right}"/>
<g class="ticks">${x.ticks.map(({ at, text }) => html`<text x="${number(place.x(at))}" y="${bottom + 17}" text-anchor="middle">${text}</text>`)}${y.ticks.map(
    ({ at, text }) => html`<text x="${left - 7}" y="${number(place.y(at) + 4)}" text-anchor="end">${text}</text>`,
  )}</g>
<text class="axis" x="${(left + right) / 2}" y="${bottom + 37}" text-anchor="middle">${x.label}</text>
<text class="axis" transform="translate(13 ${(top + bottom) / 2}) rotate(-90)" text-anchor="middle">${y.label}</text>
<path class="pointer" d="M0 ${top}V${bottom}" visibility="hidden"/>
</svg></div>`;
}

function placing(x: PlotAxis, y: PlotAxis, width: number, height: number): Place {
  const [left, right, top, bottom] = [MARGIN.left, width - MARGIN.right, MARGIN.top, height - MARGIN.bottom];
  return {
    x: (value) => left + ((value - x.from) / (x.to - x.from)) * (right - left),
    y: (value) => bottom - ((value - y.from) / (y.to - y.from)) * (bottom - top),
    left,
    right,
    top,
    bottom,
  };
}

/** A curve as the `d` of a path, in the drawing's units. */
export function curvePath(curve: Curve, place: Place, x: PlotAxis, y: PlotAxis): string {
  const unit = (axis: PlotAxis, length: number) => (UNSEEN * (axis.to - axis.from)) / length;
  const thin = thinCurve(curve, {
    x: unit(x, place.right - place.left),
    y: unit(y, place.bottom - place.top),
  });
  return Array.from(
    thin.x,
    (value, k) => `${k === 0 ? 'M' : 'L'}${place.x(value).toFixed(1)} ${place.y(thin.y[k] as number).toFixed(1)}`,
  ).join('');
}

function axisData({ label, from, to, unit }: PlotAxis): string {
  return JSON.stringify({ label, from, to, unit });
}
