import { box, dot, drawing, legend, path, short, text } from './drawing.js';
import { quartiles } from './quartiles.js';
import { rangeOf, roundTicks, type Scale, scale, tickTexts } from './scale.js';

/** One system on one set: a number for each seed. */
export interface BoxRow {
  readonly system: string;
  readonly values: readonly number[];
}

/** One panel: systems on one set, beside the floor of the same splits. */
export interface BoxPanel {
  readonly title: string;
  readonly rows: readonly BoxRow[];
  /** The floor's number for each seed. */
  readonly floor: readonly number[];
}

const LABELS = 170;
const PANEL = 300;
const GAP = 42;
const LEGEND = 700;
const ROW = 21;
const TOP = 64;
const BOTTOM = 44;

/**
 * Box plots of AUC over seeds: a box from the lower to the upper quartile, its median, whiskers to the extremes, and every seed as a
 * dot. The floor's mean is a line and its range over seeds a band. Systems stand in the order of the first panel's medians.
 */
export function boxPlots(panels: readonly BoxPanel[], label: string): string {
  const systems = orderOf(panels);
  // The legend is wider than one panel.
  const width = Math.max(LEGEND, LABELS + panels.length * (PANEL + GAP));
  const bottom = TOP + systems.length * ROW;
  const everything = panels.flatMap(({ rows, floor }) => [...floor, ...rows.flatMap(({ values }) => values)]);
  const [from, to] = rangeOf([...everything, 0.5], 0.1);
  const names = systems.map((system, i) => text(LABELS - 14, TOP + (i + 0.5) * ROW + 4, system, { anchor: 'end' }));
  const looks = legend(LABELS, 24, [
    {
      mark: (x, y) =>
        box('fill one pale', [x, y - 5], [x + 20, y + 5]) + path('line one', `M${x + 10} ${y - 5}V${y + 5}`),
      name: 'quartiles and median',
    },
    { mark: (x, y) => dot('fill one', x + 10, y), name: 'one seed' },
    {
      mark: (x, y) =>
        box('fill other pale', [x, y - 5], [x + 20, y + 5]) + path('line other dash', `M${x + 10} ${y - 6}V${y + 6}`),
      name: 'floor, no training: mean and range',
    },
  ]);
  const drawn = panels.map((panel, p) => {
    const left = LABELS + p * (PANEL + GAP);
    return panelOf(panel, systems, scale(from, to, left, left + PANEL), bottom);
  });
  return drawing(width, bottom + BOTTOM, label, [looks, ...names, ...drawn]);
}

function panelOf({ title, rows, floor }: BoxPanel, systems: readonly string[], x: Scale, bottom: number): string {
  const ticks = roundTicks(x.from, x.to);
  const [left, right] = [x(x.from), x(x.to)];
  const mean = floor.reduce((sum, value) => sum + value, 0) / floor.length;
  const boxes = rows.map(({ system, values }) => boxOf(values, x, TOP + (systems.indexOf(system) + 0.5) * ROW));
  const absent = systems.flatMap((system, i) =>
    rows.some((row) => row.system === system)
      ? []
      : [text(left + 8, TOP + (i + 0.5) * ROW + 4, 'not run on this set', { look: 'quiet' })],
  );
  return [
    text((left + right) / 2, TOP - 12, title, { anchor: 'middle', look: 'title' }),
    path('grid', ticks.map((tick) => `M${short(x(tick))} ${TOP}V${bottom}`).join('')),
    ...(floor.length === 0
      ? []
      : [
          box('fill other pale', [x(Math.min(...floor)), TOP], [x(Math.max(...floor)), bottom]),
          path('line other dash', `M${short(x(mean))} ${TOP}V${bottom}`),
        ]),
    ...boxes,
    ...absent,
    path('frame', `M${left} ${TOP}V${bottom}H${right}`),
    ...tickTexts(ticks).map((words, i) =>
      text(x(ticks[i] as number), bottom + 16, words, { anchor: 'middle', look: 'quiet' }),
    ),
    text((left + right) / 2, bottom + 34, 'ROC AUC of held-out pairs', { anchor: 'middle', look: 'quiet' }),
  ].join('');
}

function boxOf(values: readonly number[], x: Scale, y: number): string {
  const { least, lower, median, upper, most } = quartiles(values);
  const half = ROW * 0.31;
  return [
    path('line one thin', `M${short(x(least))} ${y}H${short(x(lower))}M${short(x(upper))} ${y}H${short(x(most))}`),
    box('fill one pale', [x(lower), y - half], [x(upper), y + half]),
    path('line one', `M${short(x(median))} ${short(y - half)}V${short(y + half)}`),
    ...values.map((value) => dot('fill one half', x(value), y, 2.2)),
  ].join('');
}

/** Systems by falling median of the first panel, then those that are in later ones alone. */
function orderOf(panels: readonly BoxPanel[]): string[] {
  const sorted = panels.flatMap(({ rows }) =>
    rows.map(({ system, values }) => [system, quartiles(values).median] as const).sort((a, b) => b[1] - a[1]),
  );
  return [...new Set(sorted.map(([system]) => system))];
}
