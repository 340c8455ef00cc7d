import { html, type Markup } from '../markup.js';

/** A curve over the steps of a training. */
export interface CurveParts {
  readonly title: string;
  /** What it means, in a line. */
  readonly meaning: string;
  readonly values: readonly number[];
  /** The steps of the values. @default one each, from step 1 */
  readonly steps?: readonly number[];
  /** A level to see it beside, with its name. */
  readonly level?: { readonly value: number; readonly name: string };
  /** Number of the colour. */
  readonly colour: number;
}

const WIDTH = 520;
const HEIGHT = 190;
const LEFT = 58;
const RIGHT = 10;
const TOP = 10;
const BOTTOM = 26;

/** Points that a curve is drawn with at most: more than that are not seen apart. */
const MOST_POINTS = 130;

/** A figure of a curve: means of neighbouring steps as a line, their range as a band. */
export function curve({ title, meaning, values, steps, level, colour }: CurveParts): Markup {
  const points = summarised(values);
  const [first, end] = [steps?.[0] ?? 1, steps?.at(-1) ?? values.length];
  const shown = [...points.flatMap(({ low, high }) => [low, high]), ...(level ? [level.value] : [])];
  const ticks = ticksOf(Math.min(...shown), Math.max(...shown));
  const [bottom, top] = [ticks[0] as number, ticks.at(-1) as number];
  const x = (place: number) =>
    round(LEFT + ((stepAt(steps, place) - first) / Math.max(1, end - first)) * (WIDTH - LEFT - RIGHT));
  const y = (value: number) => round(TOP + (1 - (value - bottom) / (top - bottom)) * (HEIGHT - TOP - BOTTOM));
  const path = (pairs: readonly (readonly [number, number])[]) =>
    pairs.map(([step, value], i) => `${i === 0 ? 'M' : 'L'}${x(step)} ${y(value)}`).join('');
  const upper = points.map(({ step, high }) => [step, high] as const);
  const lower = points.map(({ step, low }) => [step, low] as const).reverse();
  const last = values.at(-1) as number;
  return html`<figure class="card" style="--swatch: var(--c${colour})">
<figcaption><h2>${title}</h2><span class="number">${numberText(last)} at last</span><p class="quiet">${meaning}</p></figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title} from step ${first} to ${end}, from ${numberText(values[0] as number)} to ${numberText(last)}">
${ticks.map((tick) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(tick)}" y2="${y(tick)}"/><text x="${LEFT - 7}" y="${y(tick) + 4}" text-anchor="end">${numberText(tick)}</text>`)}
<text x="${LEFT}" y="${HEIGHT - 6}">step ${first}</text><text x="${WIDTH - RIGHT}" y="${HEIGHT - 6}" text-anchor="end">${end}</text>
<path class="band" d="${path([...upper, ...lower])}Z"/>
<path class="line" d="${path(points.map(({ step, mean }) => [step, mean] as const))}"/>
${level === undefined ? html`` : html`<line class="level" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(level.value)}" y2="${y(level.value)}"/><text class="level-name" x="${WIDTH - RIGHT - 2}" y="${y(level.value) < TOP + 16 ? y(level.value) + 14 : y(level.value) - 5}" text-anchor="end">${level.name}</text>`}
</svg>
</figure>`;
}

/** The step at a place among the values, counted from 1; between two, where neighbours were taken together. */
function stepAt(steps: readonly number[] | undefined, place: number): number {
  const [below, above] = [Math.floor(place), Math.ceil(place)].map((at) => steps?.[at - 1] ?? at) as [number, number];
  return below + (place - Math.floor(place)) * (above - below);
}

/** Neighbouring steps taken together. */
interface Point {
  readonly step: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** At most {@link MOST_POINTS} points, each of as many steps; the last may have fewer. */
export function summarised(values: readonly number[], most = MOST_POINTS): Point[] {
  const size = Math.max(1, Math.ceil(values.length / most));
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) => {
    const part = values.slice(i * size, (i + 1) * size);
    return {
      step: i * size + (part.length + 1) / 2,
      mean: part.reduce((sum, value) => sum + value, 0) / part.length,
      low: Math.min(...part),
      high: Math.max(...part),
    };
  });
}

/** Round numbers around a range, three to six of them: multiples of 1, 2 or 5 times a power of ten. */
export function ticksOf(low: number, high: number): number[] {
  const range = high > low ? high - low : Math.abs(high) || 1;
  const power = 10 ** Math.floor(Math.log10(range / 3));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => range / size <= 4) ?? 10 * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** A number in a few characters. */
function numberText(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 0.001 || size >= 1e5)
    ? value.toExponential(1).replace('.0e', 'e').replaceAll('-', '−').replace('e+', 'e')
    : String(Number(value.toPrecision(3))).replace('-', '−');
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
