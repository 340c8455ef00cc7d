import { columnsOf } from './columns.js';
import { box, drawing, legend, path, short, text } from './drawing.js';
import { roundTicks, scale, tickTexts } from './scale.js';

/** Where on the axis a system looks. */
export interface MapPanel {
  readonly title: string;
  /** m/z of each bin, rising `[L]`. */
  readonly axis: ArrayLike<number>;
  /** The mean spectrum `[L]`, on any scale. */
  readonly spectrum: ArrayLike<number>;
  /** 0 … 1 `[L]`. */
  readonly map: ArrayLike<number>;
  /** Bins of peaks that are known to matter. */
  readonly known: readonly number[];
}

const WIDTH = 904;
const LEFT = 50;
const RIGHT = 14;
const PANEL = 218;
const HEAD = 48;
const FOOT = 44;

/** Average maps (blue) over true m/z, the mean spectrum in grey behind; known peaks are marked above. */
export function meanMaps(panels: readonly MapPanel[], label: string): string {
  const looks = legend(LEFT, 22, [
    {
      mark: (x, y) => box('fill one pale', [x, y - 4], [x + 20, y + 5]) + path('line one', `M${x} ${y - 4}h20`),
      name: 'average Grad-CAM',
    },
    {
      mark: (x, y) => path('line wide before', `M${x + 6} ${y + 5}v-9M${x + 11} ${y + 5}v-6M${x + 16} ${y + 5}v-8`),
      name: 'mean spectrum, square root',
    },
    { mark: (x, y) => mark(x + 10, y - 4), name: 'a peak that is known to matter' },
  ]);
  return drawing(WIDTH, 34 + panels.length * PANEL, label, [
    looks,
    ...panels.map((panel, p) => panelOf(panel, 34 + p * PANEL)),
  ]);
}

function panelOf({ title, axis, spectrum, map, known }: MapPanel, offset: number): string {
  const [top, bottom, right] = [offset + HEAD, offset + PANEL - FOOT, WIDTH - RIGHT];
  const at = (bin: number) => axis[Math.round(bin)] as number;
  const x = scale(at(0), at(axis.length - 1), LEFT, right);
  const y = scale(0, 1, bottom, top);
  const roots = Array.from(spectrum, (value) => Math.sqrt(Math.max(0, value)));
  const highest = Math.max(...roots) || 1;
  const stems = columnsOf(roots, right - LEFT).map(
    ({ at: bin, high }) => `M${short(x(at(bin)))} ${bottom}V${short(y(high / highest))}`,
  );
  const curve = Array.from(map, (value, bin) => `${short(x(at(bin)))} ${short(y(value))}`).join('L');
  const ticks = roundTicks(x.from, x.to, 10);
  const shares = roundTicks(0, 1, 5);
  return [
    text(LEFT, offset + 22, title, { look: 'title' }),
    path('grid', shares.map((share) => `M${LEFT} ${short(y(share))}H${right}`).join('')),
    path('line thin before', stems.join('')),
    path('fill one pale', `M${LEFT} ${bottom}L${curve}L${right} ${bottom}Z`),
    path('line one', `M${curve}`),
    ...known.map((bin) => mark(x(at(bin)), top - 10)),
    path('frame', `M${LEFT} ${top}V${bottom}H${right}`),
    ...tickTexts(shares).map((words, i) =>
      text(LEFT - 7, y(shares[i] as number) + 4, words, { anchor: 'end', look: 'quiet' }),
    ),
    ...tickTexts(ticks).map((words, i) =>
      text(x(ticks[i] as number), bottom + 16, words, { anchor: 'middle', look: 'quiet' }),
    ),
    text((LEFT + right) / 2, bottom + 34, 'm/z', { anchor: 'middle', look: 'quiet' }),
  ].join('');
}

/** A triangle that points down. */
function mark(x: number, y: number): string {
  return path('fill other', `M${short(x - 4.5)} ${short(y)}h9l-4.5 8Z`);
}
