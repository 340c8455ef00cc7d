import { type Explanation, isPeakTable, type Region } from '@spectrosim/models';
import uPlot from 'uplot';
import { byId } from './dom.js';
import { plotAxis } from './plot-axis.js';

/** The part of an axis that is seen. */
export interface SeenRange {
  readonly min: number;
  readonly max: number;
}

/** Each bin's part in the score, below the spectra and over the same stretch of the axis. */
export interface WhyPlot {
  /**
   * Draws nothing where the parts do not add up: they are no reasons.
   *
   * @param marked regions, by number
   */
  show(explanation: Explanation, marked: readonly Region[], range: SeenRange | undefined): void;
  see(range: SeenRange): void;
  clear(): void;
}

const HEIGHT = 190;

/** Makes the plot inside `#why-canvas`. `seen` is told when the user zooms in here. */
export function createWhyPlot(seen: (range: SeenRange) => void): WhyPlot {
  const place = byId('why-canvas', HTMLElement);
  let plot: uPlot | undefined;
  let shown: readonly [Explanation, readonly Region[]] | undefined;
  const size = () => ({ width: Math.max(240, place.clientWidth), height: HEIGHT });
  const see = (range: SeenRange) => {
    const x = plot?.scales.x;
    if (x?.min !== range.min || x.max !== range.max) {
      plot?.setScale('x', range);
    }
  };
  const redraw = (range: SeenRange | undefined) => {
    plot?.destroy();
    plot = shown && draw(place, ...shown, size(), seen);
    if (range !== undefined) {
      see(range);
    }
  };
  new ResizeObserver(() => plot?.setSize(size())).observe(place);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    const { min, max } = plot?.scales.x ?? {};
    redraw(min == null || max == null ? undefined : { min, max });
  });
  return {
    show(explanation, marked, range) {
      shown = explanation.addsUp ? [explanation, marked] : undefined;
      redraw(range);
    },
    see,
    clear() {
      shown = undefined;
      redraw(undefined);
    },
  };
}

function draw(
  place: HTMLElement,
  { axis, attribution }: Explanation,
  marked: readonly Region[],
  size: { width: number; height: number },
  seen: (range: SeenRange) => void,
): uPlot {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const total = attribution.reduce((sum, value) => sum + Math.abs(value), 0) || 1;
  const side = (sign: 1 | -1) => Array.from(attribution, (value) => (sign * value > 0 ? (100 * value) / total : null));
  const bars = uPlot.paths.bars?.({ size: isPeakTable(axis) ? [0.6, 3, 1] : [1, 8, 1] });
  const series = (label: string, fill: string): uPlot.Series => ({
    label,
    fill,
    stroke: fill,
    width: 0,
    points: { show: false },
    value: (_, value) =>
      value == null ? '' : `${Math.abs(value).toLocaleString('en-GB', { maximumSignificantDigits: 2 })} %`,
    ...(bars && { paths: bars }),
  });
  const [alike, apart] = [colour('--alike'), colour('--apart')];
  return new uPlot(
    {
      ...size,
      padding: [8, 8, 0, 0],
      scales: {
        x: { time: false },
        y: {
          range: (_, low, high) => {
            const most = Math.max(Math.abs(low ?? 0), Math.abs(high ?? 0)) * 1.15 || 1;
            return [-most, most];
          },
        },
      },
      axes: [
        { ...plotAxis(style), label: axis.quantity, labelSize: 22, size: 34 },
        {
          ...plotAxis(style),
          label: '% of all parts',
          labelSize: 20,
          size: 44,
          values: (_, splits) => splits.map((value) => Math.abs(value).toLocaleString('en-GB')),
        },
      ],
      series: [
        {
          label: axis.quantity,
          value: (_, value) => (value == null ? '' : value.toLocaleString('en-GB', { maximumFractionDigits: 2 })),
        },
        series('makes them alike', alike),
        series('sets them apart', apart),
      ],
      cursor: { points: { show: false }, y: false },
      legend: { markers: { width: 0, fill: (_, i) => (i === 1 ? alike : apart) } },
      hooks: {
        drawClear: [(u) => drawMarks(u, marked, { alike, apart }, style)],
        setScale: [
          (u, key) => {
            const { min, max } = u.scales.x ?? {};
            if (key === 'x' && min != null && max != null) {
              seen({ min, max });
            }
          },
        ],
      },
    },
    [axis.values, side(1), side(-1)],
    place,
  );
}

/** Shades regions behind the bars, and numbers them. One is seen however narrow it is. */
function drawMarks(
  { ctx, bbox, valToPos }: uPlot,
  marked: readonly Region[],
  colours: Readonly<Record<Region['direction'], string>>,
  style: CSSStyleDeclaration,
): void {
  const scale = devicePixelRatio;
  const named: number[] = [];
  ctx.save();
  ctx.font = `600 ${12 * scale}px ${style.getPropertyValue('--font').trim()}`;
  ctx.textAlign = 'center';
  for (const [i, { from, to, direction }] of marked.entries()) {
    const [left, right] = [valToPos(from, 'x', true), valToPos(to, 'x', true)];
    const wider = Math.max(0, 3 * scale - (right - left)) / 2;
    const [start, end] = [Math.max(bbox.left, left - wider), Math.min(bbox.left + bbox.width, right + wider)];
    if (start >= end) {
      continue;
    }
    ctx.globalAlpha = 0.16;
    ctx.fillStyle = colours[direction];
    ctx.fillRect(start, bbox.top, end - start, bbox.height);
    ctx.globalAlpha = 1;
    const middle = (start + end) / 2;
    // The strongest come first: a number upon a number is neither.
    if (named.every((other) => Math.abs(other - middle) > 12 * scale)) {
      ctx.fillText(`${i + 1}`, middle, bbox.top + 12 * scale);
      named.push(middle);
    }
  }
  ctx.restore();
}
