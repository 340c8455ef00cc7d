import type uPlot from 'uplot';

/** One spectrum, or the mean of a group, to be drawn. */
export interface Curve {
  readonly name: string;
  readonly colour: string;
  readonly values: readonly (number | null)[];
  /** Drawn around the values: one standard deviation. */
  readonly deviation?: readonly (number | null)[];
}

/** A marked stretch of the axis, with a short name above it. */
export interface PanelMark {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly colour: string;
}

/** What a panel draws and whom it tells. */
export interface PanelOptions {
  readonly host: HTMLElement;
  readonly width: number;
  readonly height: number;
  readonly positions: readonly number[];
  readonly curves: readonly Curve[];
  readonly sticks: boolean;
  /** Sticks of all curves stand at their positions, not side by side: no two point the same way. @default false */
  readonly opposed?: boolean;
  /** Stretches of the axis that are marked, behind the curves. */
  readonly marks?: readonly PanelMark[];
  /** The numbers along the vertical axis, other than as they are. */
  readonly yTicks?: (values: readonly number[]) => string[];
  readonly falling: boolean;
  /** The axis' label; an axis without one has no numbers either, since the panel below has them. */
  readonly xLabel: string | undefined;
  readonly yLabel: string;
  readonly tickLabels: (values: readonly number[]) => string[];
  /** The part of the axis that is seen. */
  readonly range: readonly [number, number];
  readonly onRange: (range: [number, number] | undefined) => void;
  /** The curve under the pointer and its bin, or nothing. */
  readonly onPoint: (curve: number | undefined, bin: number | undefined) => void;
}

/** Draws curves over an axis. Runs in a page: its text is sent there. */
export function createPanel(options: PanelOptions): uPlot {
  const { host, positions, curves, sticks, falling, range } = options;
  const Plot = Reflect.get(globalThis, 'uPlot') as typeof uPlot;
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const spread = curves.some(({ deviation }) => deviation !== undefined);
  /** Series of one curve: its upper and lower edge too, where there is a deviation. */
  const stride = spread ? 3 : 1;

  const ticks = (_: uPlot, splits: number[]) => options.tickLabels(splits);
  const yTicks = (_: uPlot, splits: number[]) => (options.yTicks ?? options.tickLabels)(splits);
  /** A mark is seen however narrow it is: never under 3 pixels. */
  const drawMarks = (u: uPlot) => {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.font = `600 ${12 * devicePixelRatio}px ${getComputedStyle(document.body).fontFamily}`;
    ctx.textAlign = 'center';
    const named: number[] = [];
    for (const { from, to, name, colour } of options.marks ?? []) {
      const ends = [u.valToPos(from, 'x', true), u.valToPos(to, 'x', true)];
      const [left, right] = [Math.min(...ends), Math.max(...ends)];
      if (right < bbox.left || left > bbox.left + bbox.width) {
        continue;
      }
      const wider = Math.max(0, 3 * devicePixelRatio - (right - left)) / 2;
      const start = Math.max(bbox.left, left - wider);
      const end = Math.min(bbox.left + bbox.width, right + wider);
      ctx.fillStyle = `${colour}30`;
      ctx.fillRect(start, bbox.top, end - start, bbox.height);
      ctx.fillStyle = colour;
      const middle = (start + end) / 2;
      // Those that come first are the ones to be read; a name upon a name is neither.
      if (named.every((other) => Math.abs(other - middle) > 14 * devicePixelRatio)) {
        ctx.fillText(name, middle, bbox.top + 12 * devicePixelRatio);
        named.push(middle);
      }
    }
    ctx.restore();
  };
  /** Upright bars of each bin, from a number to the series' own; side by side where bins leave room for that. */
  const bars =
    (
      breadth: number,
      from: (bin: number, u: uPlot, series: number) => number | null | undefined,
    ): uPlot.Series.PathBuilder =>
    (u, series, first, last) => {
      const path = new Path2D();
      const room = u.bbox.width / (last - first + 1);
      const apart = options.opposed !== true && room > 1.3 * devicePixelRatio * curves.length;
      const share = options.opposed === true ? 1 : curves.length;
      const wide = apart || options.opposed === true;
      const width = devicePixelRatio * (wide ? Math.max(1, Math.min(2.5, (0.8 * room) / devicePixelRatio / share)) : 1);
      const shift = apart ? (Math.floor((series - 1) / stride) - (curves.length - 1) / 2) * width : 0;
      for (let bin = first; bin <= last; bin++) {
        const [start, end] = [from(bin, u, series), u.data[series]?.[bin]];
        if (start !== null && start !== undefined && end !== null && end !== undefined && start !== end) {
          const x = u.valToPos(u.data[0][bin] as number, 'x', true) + shift;
          const [a, b] = [u.valToPos(start, 'y', true), u.valToPos(end, 'y', true)];
          path.rect(x - (breadth * width) / 2, Math.min(a, b), breadth * width, Math.abs(a - b));
        }
      }
      return { stroke: null, fill: path, clip: null };
    };
  const stick = bars(1, () => 0);
  const whisker = bars(3, (bin, u, series) => u.data[series + 1]?.[bin]);

  const points = { show: false };
  const lineOf = ({ colour, name }: Curve): uPlot.Series =>
    sticks
      ? { label: name, fill: spread ? colour : `${colour}c8`, paths: stick, points, width: 0 }
      : { label: name, stroke: colour, width: spread ? 1.6 : 1.1, points };
  const edgesOf = ({ colour }: Curve): uPlot.Series[] =>
    sticks
      ? [
          { fill: `${colour}58`, paths: whisker, points, width: 0 },
          { paths: () => null, points },
        ]
      : [
          { stroke: colour, points, width: 0 },
          { stroke: colour, points, width: 0 },
        ];
  const edge = (curve: Curve, side: 1 | -1) =>
    curve.values.map((value, bin) => (value === null ? null : value + side * (curve.deviation?.[bin] ?? 0)));

  const axis = { stroke: token('--quiet'), font, labelFont: font, grid: { stroke: token('--grid'), width: 1 } };
  const mark = { stroke: token('--line'), width: 1, size: 5 };
  return new Plot(
    {
      width: options.width,
      height: options.height,
      padding: [10, 22, options.xLabel === undefined ? 6 : 0, 0],
      legend: { show: false },
      // With means, dimming would part a mean from its band.
      focus: { alpha: spread ? 1 : 0.28 },
      cursor: {
        drag: { x: true, y: false },
        focus: {
          prox: 24,
          // The edges of a band are no curves of their own.
          dist: (_, series, __, value, pointer) =>
            spread && series % stride !== 0 ? Number.POSITIVE_INFINITY : value - pointer,
        },
        points: { show: false },
        sync: { key: 'spectra', setSeries: true, scales: ['x', null] },
        bind: {
          dblclick: () => () => {
            options.onRange(undefined);
            return null;
          },
        },
      },
      scales: {
        x: { time: false, dir: falling ? -1 : 1, min: range[0], max: range[1] },
        y: {
          range: (_, low, high) => {
            const [least, most] = [low ?? 0, high ?? 1];
            const [bottom, top] = sticks ? [Math.min(0, least), Math.max(0, most)] : [least, most];
            const margin = 0.06 * (top - bottom || Math.abs(top) || 1);
            return [sticks && bottom === 0 ? 0 : bottom - margin, top + margin];
          },
        },
      },
      axes: [
        {
          ...axis,
          ticks: mark,
          space: 70,
          ...(options.xLabel === undefined
            ? { size: 8, values: (_: uPlot, splits: number[]) => splits.map(() => '') }
            : { label: options.xLabel, labelSize: 24, size: 30, values: ticks }),
        },
        { ...axis, ticks: mark, size: 76, label: options.yLabel, labelSize: 22, values: yTicks },
      ],
      series: [{}, ...curves.flatMap((curve) => (spread ? [...edgesOf(curve), lineOf(curve)] : [lineOf(curve)]))],
      ...(spread &&
        !sticks && {
          bands: curves.map(({ colour }, i) => ({
            series: [1 + stride * i, 2 + stride * i] as [number, number],
            fill: `${colour}38`,
          })),
        }),
      hooks: {
        drawClear: [drawMarks],
        setScale: [
          (plot, key) => {
            const { min, max } = plot.scales.x ?? {};
            if (key === 'x' && min != null && max != null) {
              options.onRange([min, max]);
            }
          },
        ],
        setSeries: [
          (plot, series) => {
            // The other panel follows the pointer too, and has nothing to tell.
            if (plot.over.matches(':hover')) {
              options.onPoint(series ? Math.floor((series - 1) / stride) : undefined, plot.cursor.idx ?? undefined);
            }
          },
        ],
        setCursor: [
          (plot) => {
            if (plot.cursor.idx == null) {
              options.onPoint(undefined, undefined);
            }
          },
        ],
      },
    },
    [
      positions as number[],
      ...curves.flatMap((curve) => (spread ? [edge(curve, 1), edge(curve, -1), curve.values] : [curve.values])),
    ] as uPlot.AlignedData,
    host,
  );
}
