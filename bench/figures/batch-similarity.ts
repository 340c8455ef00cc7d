import { box, dot, drawing, legend, path, short, text } from './drawing.js';
import { quartiles } from './quartiles.js';
import { roundTicks, scale, tickTexts } from './scale.js';

/** Similarities of a held-out batch. */
export interface BatchRow {
  readonly batch: string;
  /** Of pairs within the batch. */
  readonly within: readonly number[];
  /** Of pairs of one of its spectra and one of another batch. */
  readonly between: readonly number[];
}

/** One panel: a system on held-out batches. */
export interface SimilarityPanel {
  readonly title: string;
  readonly rows: readonly BatchRow[];
  /** Frozen on training pairs. */
  readonly threshold: number;
}

const WIDTH = 760;
const LEFT = 62;
const PLOT = 210;
const HEAD = 40;
const FOOT = 46;

/** Within-batch and between-batch similarity of every held-out batch, with the threshold: what is above it is called one batch. */
export function batchSimilarity(panels: readonly SimilarityPanel[], label: string): string {
  const looks = legend(LEFT, 22, [
    { mark: (x, y) => dot('fill one', x + 10, y, 3.2), name: 'pair within the batch' },
    { mark: (x, y) => dot('fill other half', x + 10, y, 2), name: 'pair with a spectrum of another batch' },
    { mark: (x, y) => path('line rule dash', `M${x} ${y}h20`), name: 'threshold, from training pairs' },
  ]);
  const height = PLOT + HEAD + FOOT;
  const drawn = panels.map((panel, p) => panelOf(panel, 30 + p * height));
  return drawing(WIDTH, 34 + panels.length * height, label, [looks, ...drawn]);
}

function panelOf({ title, rows, threshold }: SimilarityPanel, offset: number): string {
  const [top, bottom, right] = [offset + HEAD, offset + HEAD + PLOT, WIDTH - 16];
  const values = [threshold, ...rows.flatMap(({ within, between }) => [...within, ...between])];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const margin = 0.06 * (most - least || 1);
  const y = scale(least - margin, most + margin, bottom, top);
  const ticks = roundTicks(y.from, y.to, 5);
  const slot = (right - LEFT) / rows.length;
  const strips = rows.map(({ batch, within, between }, i) => {
    const middle = LEFT + (i + 0.5) * slot;
    const { lower, median, upper } = quartiles(between);
    const [a, b] = [middle - slot * 0.17, middle + slot * 0.17];
    const half = Math.min(slot * 0.13, 22);
    return [
      ...between.map((value, k) => dot('fill other half', b + spread(k, half), y(value), 1.9)),
      box('fill other pale', [b - half - 3, y(lower)], [b + half + 3, y(upper)]),
      path('line other', `M${short(b - half - 3)} ${short(y(median))}h${short(2 * half + 6)}`),
      ...within.map((value, k) => dot('fill one', a + spread(k, half), y(value), 3.2)),
      text(middle, bottom + 16, batch, { anchor: 'middle', look: 'quiet' }),
    ].join('');
  });
  return [
    text(LEFT, offset + 26, title, { look: 'title' }),
    path('grid', ticks.map((tick) => `M${LEFT} ${short(y(tick))}H${right}`).join('')),
    ...tickTexts(ticks).map((words, i) =>
      text(LEFT - 7, y(ticks[i] as number) + 4, words, { anchor: 'end', look: 'quiet' }),
    ),
    ...strips,
    path('line rule dash', `M${LEFT} ${short(y(threshold))}H${right}`),
    path('frame', `M${LEFT} ${top}V${bottom}H${right}`),
    text(16, (top + bottom) / 2, 'similarity', { anchor: 'middle', look: 'quiet', upwards: true }),
    text((LEFT + right) / 2, bottom + 34, 'held-out batch', { anchor: 'middle', look: 'quiet' }),
  ].join('');
}

/** Points beside each other and not upon each other: multiples of the golden ratio, which fill a stretch evenly. */
function spread(k: number, half: number): number {
  return half * (2 * ((k * 0.618034) % 1) - 1);
}
