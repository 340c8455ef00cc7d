import { columnsOf } from './columns.js';
import { drawing, legend, path, short, text } from './drawing.js';
import { scale } from './scale.js';

/** One augmentation of a spectrum. */
export interface AugmentationPanel {
  readonly name: string;
  /** Its strength in words. */
  readonly strength: string;
  /** `[L]`, like the spectrum before. */
  readonly after: ArrayLike<number>;
}

const COLUMNS = 4;
const PANEL = { width: 226, height: 186, left: 12, right: 10, top: 46, bottom: 22 };
const HEAD = 36;

/**
 * One spectrum before (grey) and after (blue) each augmentation, in panels of one scale.
 *
 * @param axis m/z of each bin `[L]`
 * @param before raw intensities `[L]`
 */
export function augmentationPanels(
  axis: ArrayLike<number>,
  before: ArrayLike<number>,
  panels: readonly AugmentationPanel[],
  label: string,
): string {
  const rows = Math.ceil(panels.length / COLUMNS);
  const highest = Math.max(...panels.flatMap(({ after }) => extremesOf(after)), ...extremesOf(before));
  const lowest = Math.min(0, ...panels.flatMap(({ after }) => extremesOf(after)));
  const looks = legend(PANEL.left, 22, [
    { mark: (x, y) => path('line before', `M${x} ${y}h20`), name: 'before' },
    { mark: (x, y) => path('line one', `M${x} ${y}h20`), name: 'after' },
  ]);
  const drawn = panels.map(({ name, strength, after }, i) => {
    const [left, top] = [(i % COLUMNS) * PANEL.width, HEAD + Math.floor(i / COLUMNS) * PANEL.height];
    const foot = top + PANEL.height - PANEL.bottom;
    const [start, end] = [left + PANEL.left, left + PANEL.width - PANEL.right];
    const y = scale(lowest, highest, foot, top + PANEL.top);
    const under = y(Math.min(0, extremesOf(after)[0])) + 14;
    const x = scale(0, axis.length - 1, start, end);
    const stems = (look: string, values: ArrayLike<number>) =>
      path(
        look,
        columnsOf(values, Math.round(end - start))
          .map(({ at, low, high }) => `M${short(x(at))} ${short(y(low))}V${short(y(high))}`)
          .join(''),
      );
    return [
      text(start, top + 18, name, { look: 'title' }),
      text(start, top + 33, strength, { look: 'quiet' }),
      stems('line wide before', before),
      stems('line thin one', after),
      path('frame', `M${start} ${short(y(0))}H${end}`),
      text(start, under, mz(axis[0]), { look: 'quiet' }),
      text(end, under, `${mz(axis[axis.length - 1])} m/z`, { anchor: 'end', look: 'quiet' }),
    ].join('');
  });
  return drawing(COLUMNS * PANEL.width, HEAD + rows * PANEL.height, label, [looks, ...drawn]);
}

function extremesOf(values: ArrayLike<number>): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i] as number);
    high = Math.max(high, values[i] as number);
  }
  return [low, high];
}

function mz(value: number | undefined): string {
  return value === undefined ? '' : value.toFixed(0);
}
