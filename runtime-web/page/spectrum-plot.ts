import type { Axis, SpectrumSet } from '@spectrosim/models';
import uPlot from 'uplot';
import { byId } from './dom.js';
import { plotAxis } from './plot-axis.js';
import { type Curve, differenceCurve, isPeakList, onOneAxis, type PlotMode, relativeCurve } from './plot-data.js';
import { SIDES, type Side } from './slots.js';
import type { SeenRange } from './why-plot.js';

/** What is drawn: one spectrum or both, each a set of one. */
export interface Plotted {
  readonly spectra: Readonly<Partial<Record<Side, SpectrumSet>>>;
  readonly mode: PlotMode;
  /** The axis on which a difference is taken. */
  readonly modelAxis: Axis | undefined;
}

/** The plot; its zoom survives whatever else changes, as long as the axis is the same. */
export interface SpectrumPlot {
  show(plotted: Plotted): void;
  /** @param factor below 1 shows less */
  zoom(factor: number): void;
  /** @param shares of the visible range, to the right */
  move(shares: number): void;
  showAll(): void;
  /** The part of the axis that is seen, where anything is. */
  range(): SeenRange | undefined;
  see(range: SeenRange): void;
  /** Draws on paper: in the light colours and as wide as a page, until it ends. */
  onPaper(paper: boolean): void;
}

const PAPER = { width: 670, height: 210 };

/** Makes the plot inside `#canvas`. `seen` is told when another part of the axis is seen. */
export function createSpectrumPlot(seen: (range: SeenRange) => void): SpectrumPlot {
  const place = byId('canvas', HTMLElement);
  let plotted: Plotted = { spectra: {}, mode: 'mirrored', modelAxis: undefined };
  let plot: uPlot | undefined;
  let paper = false;
  let axisShown = '';

  const size = () =>
    paper ? PAPER : { width: Math.max(240, place.clientWidth), height: place.clientWidth < 560 ? 260 : 340 };
  const range = (): SeenRange | undefined => {
    const { min, max } = plot?.scales.x ?? {};
    return min == null || max == null ? undefined : { min, max };
  };
  const redraw = (keepZoom: boolean) => {
    const before = keepZoom ? range() : undefined;
    plot?.destroy();
    const curves = curvesOf(plotted);
    plot = curves.length === 0 ? undefined : draw(place, curves, plotted, size(), seen);
    if (before !== undefined) {
      plot?.setScale('x', before);
    }
  };
  const scale = (change: (min: number, max: number) => [number, number]) => {
    const x = plot?.scales.x;
    const positions = plot?.data[0];
    if (plot === undefined || positions === undefined || x?.min == null || x.max == null) {
      return;
    }
    const [first, last] = [positions[0] as number, positions[positions.length - 1] as number];
    const [min, max] = change(x.min, x.max);
    plot.setScale('x', { min: Math.max(first, min), max: Math.min(last, max) });
  };
  new ResizeObserver(() => plot?.setSize(size())).observe(place);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => redraw(true));

  return {
    show(next) {
      plotted = next;
      const shown = SIDES.map((side) => next.spectra[side]?.axis)
        .map((axis) => axis && `${axis.quantity} ${axis.values[0]} ${axis.values.at(-1)}`)
        .join();
      redraw(shown === axisShown);
      axisShown = shown;
    },
    zoom: (factor) =>
      scale((min, max) => {
        const [middle, half] = [(min + max) / 2, ((max - min) / 2) * factor];
        return [middle - half, middle + half];
      }),
    move: (shares) => scale((min, max) => [min + shares * (max - min), max + shares * (max - min)]),
    range,
    see(next) {
      const { min, max } = range() ?? {};
      if (plot !== undefined && (next.min !== min || next.max !== max)) {
        plot.setScale('x', next);
      }
    },
    showAll: () => scale(() => [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]),
    onPaper(next) {
      paper = next;
      document.documentElement.toggleAttribute('data-paper', next);
      redraw(true);
    },
  };
}

interface Drawn extends Curve {
  readonly label: string;
  readonly colour: string;
  readonly peaks: boolean;
}

function curvesOf({ spectra, mode, modelAxis }: Plotted): Drawn[] {
  const { a, b } = spectra;
  if (mode === 'difference' && a !== undefined && b !== undefined && modelAxis !== undefined) {
    return [{ ...differenceCurve(a, b, modelAxis), label: 'A − B', colour: '--ink', peaks: isPeakList(modelAxis) }];
  }
  return SIDES.flatMap((side) => {
    const spectrum = spectra[side];
    if (spectrum === undefined) {
      return [];
    }
    const curve = relativeCurve(spectrum, mode === 'mirrored' && side === 'b' ? -1 : 1);
    // Files round positions differently; on one axis, both have the same.
    const positions = side === 'b' && a !== undefined && onOneAxis(a, spectrum) ? a.axis.values : curve.positions;
    const label = `${side.toUpperCase()}  ${spectrum.names[0]}`;
    return [{ ...curve, positions, label, colour: `--${side}`, peaks: isPeakList(spectrum.axis) }];
  });
}

function draw(
  place: HTMLElement,
  curves: readonly Drawn[],
  { spectra, mode }: Plotted,
  size: { width: number; height: number },
  seen: (range: SeenRange) => void,
): uPlot {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const quantity = (spectra.a ?? spectra.b)?.axis.quantity ?? '';
  const data = joined(curves);
  const axis = plotAxis(style);
  const signed =
    mode === 'difference' || curves.some(({ values }) => values.some((value) => value !== null && value < 0));
  const percent = (value: number) => (mode === 'mirrored' ? Math.abs(value) : value).toLocaleString('en-GB');
  return new uPlot(
    {
      ...size,
      padding: [8, 8, 0, 0],
      scales: {
        x: { time: false },
        y: {
          range: (_, low, high) => {
            const most = Math.max(Math.abs(low), Math.abs(high)) * 1.05 || 1;
            return mode === 'overlaid'
              ? [signed ? Math.min(0, low * 1.05) : 0, Math.max(0, high * 1.05) || 1]
              : [-most, most];
          },
        },
      },
      axes: [
        { ...axis, label: quantity, labelSize: 22, size: 34 },
        {
          ...axis,
          label: mode === 'difference' ? 'A − B, percentage points' : '% of highest intensity',
          labelSize: 20,
          size: 44,
          values: (_, splits) => splits.map(percent),
        },
      ],
      series: [
        {
          label: quantity,
          value: (_, value) => (value == null ? '' : value.toLocaleString('en-GB', { maximumFractionDigits: 2 })),
        },
        ...curves.map(({ label, colour: name, peaks }) => series(label, colour(name), peaks, mode)),
      ],
      cursor: { points: { size: 7 }, y: false },
      legend: { markers: { width: 0, fill: (_, i) => colour(curves[i - 1]?.colour ?? '--ink') } },
      hooks: {
        setScale: [
          (plot, key) => {
            const { min, max } = plot.scales.x ?? {};
            if (key === 'x' && min != null && max != null) {
              seen({ min, max });
            }
          },
        ],
      },
    },
    data,
    place,
  );
}

function series(label: string, stroke: string, peaks: boolean, mode: PlotMode): uPlot.Series {
  return {
    label,
    stroke,
    width: 1.25,
    points: { show: false },
    value: (_, value) => (value == null ? '' : `${(mode === 'mirrored' ? Math.abs(value) : value).toFixed(1)} %`),
    ...(peaks && uPlot.paths.bars !== undefined
      ? { fill: stroke, width: 0, paths: uPlot.paths.bars({ size: [0.6, 2, 1] }) }
      : {}),
  };
}

/** One list of positions for all curves; where a curve has none, the others' go on. */
function joined(curves: readonly Drawn[]): uPlot.AlignedData {
  const [first, ...more] = curves;
  if (first !== undefined && more.every(({ positions }) => positions === first.positions)) {
    return [first.positions, ...curves.map(({ values }) => [...values])];
  }
  return uPlot.join(curves.map(({ positions, values }) => [positions, [...values]]));
}
