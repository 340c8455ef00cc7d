/**
 * Colours of all figures, those of the program's pages: on paper, and where the reader's device is dark. What is compared has blue and
 * orange, which also those tell apart who mistake red for green.
 */
const STYLE = `:root{--paper:#fff;--ink:#1d2126;--quiet:#5d6670;--line:#b9b5ae;--grid:#ebe9e4;--before:#b4b7bb;--one:#1c69a8;--other:#c4532f;--third:#2c7f4f}
@media (prefers-color-scheme:dark){:root{--paper:#14171a;--ink:#e8e6e1;--quiet:#a0a7af;--line:#565d64;--grid:#282d32;--before:#63696f;--one:#6fb1ec;--other:#f28f6b;--third:#6fcb95}}
.paper{fill:var(--paper)}text{fill:var(--ink)}.quiet{fill:var(--quiet)}.title{font-weight:650;font-size:13px}
.grid{stroke:var(--grid);fill:none}.frame{stroke:var(--line);fill:none}
.line{fill:none;stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}.thin{stroke-width:.9;stroke-linecap:butt}.wide{stroke-width:2;stroke-linecap:butt}.dash{stroke-dasharray:5 4}
.before{stroke:var(--before)}.one{stroke:var(--one)}.other{stroke:var(--other)}.third{stroke:var(--third)}.rule{stroke:var(--ink)}
.fill{stroke:none}.fill.before{fill:var(--before)}.fill.one{fill:var(--one)}.fill.other{fill:var(--other)}.fill.third{fill:var(--third)}.fill.rule{fill:var(--ink)}
.pale{fill-opacity:.2}.half{fill-opacity:.55}`;

/**
 * A figure as an SVG file of its own: its colours follow whether the reader's device is light or dark.
 *
 * @param label what is seen, for who does not see it
 * @param parts what is drawn, markup
 */
export function drawing(width: number, height: number, label: string, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif" font-size="11" role="img" aria-label="${escaped(label)}">
<title>${escaped(label)}</title>
<style>${STYLE}</style>
<rect class="paper" width="100%" height="100%"/>
${parts.join('\n')}
</svg>
`;
}

/** How a text stands at its place. */
export interface TextLook {
  /** @default 'start' */
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Classes of {@link STYLE}. */
  readonly look?: string;
  /** Turned to be read from below. @default false */
  readonly upwards?: boolean;
}

/** A line of text. */
export function text(x: number, y: number, words: string, { anchor, look, upwards }: TextLook = {}): string {
  const place = upwards
    ? `transform="translate(${short(x)} ${short(y)}) rotate(-90)"`
    : `x="${short(x)}" y="${short(y)}"`;
  return `<text ${place}${anchor === undefined ? '' : ` text-anchor="${anchor}"`}${look === undefined ? '' : ` class="${look}"`}>${escaped(words)}</text>`;
}

/** A path by its `d`. */
export function path(look: string, d: string): string {
  return `<path class="${look}" d="${d}"/>`;
}

/** A rectangle between two corners. */
export function box(look: string, [x0, y0]: readonly [number, number], [x1, y1]: readonly [number, number]): string {
  const [left, top] = [Math.min(x0, x1), Math.min(y0, y1)];
  return `<rect class="${look}" x="${short(left)}" y="${short(top)}" width="${short(Math.abs(x1 - x0))}" height="${short(Math.abs(y1 - y0))}" rx="1.5"/>`;
}

/** A dot. */
export function dot(look: string, x: number, y: number, radius = 2.6): string {
  return `<circle class="${look}" cx="${short(x)}" cy="${short(y)}" r="${radius}"/>`;
}

/** Looks with their names, one behind the other. */
export function legend(
  x: number,
  y: number,
  entries: readonly { readonly mark: (x: number, y: number) => string; readonly name: string }[],
): string {
  let at = x;
  return entries
    .map(({ mark, name }) => {
      const drawn = `${mark(at, y - 4)}${text(at + 26, y, name, { look: 'quiet' })}`;
      // Letters of 11 pixels are some 5.8 wide on average.
      at += 44 + 5.8 * name.length;
      return drawn;
    })
    .join('');
}

/** A number as files need it: a tenth of a pixel is not seen. */
export function short(value: number): string {
  return String(Number(value.toFixed(1)));
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
