import { html, type Markup } from '../../markup.js';

/** A plot with what belongs to it. */
export interface FigureParts {
  readonly id: string;
  readonly title: string;
  /** One plot, or several side by side. */
  readonly plots: readonly Markup[];
  /** Looks with their names, see {@link legend}. */
  readonly legend: Markup;
  /** What it shows and how it is read. */
  readonly caption: Markup;
  /** The same in numbers. */
  readonly table: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
  readonly wide?: boolean;
}

/** A figure: title, legend, plots, what is under the pointer, caption, and the numbers as a table. */
export function figure({ id, title, plots, legend, caption, table, wide = false }: FigureParts): Markup {
  return html`<figure class="card${wide ? ' wide' : ''}" id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title">${title}</h3>
${legend}
<div class="plots">${plots}</div>
${READING}
<figcaption>${caption}</figcaption>
${numbers(table)}
</figure>`;
}

/** Where it is said what is under the pointer: over the caption, while there is something. */
export const READING = html`<div class="below screen-only"><output class="reading" aria-live="polite"></output></div>`;

/** The numbers of a figure, folded away. */
export function numbers({ head, rows }: FigureParts['table'], title = 'The same in numbers'): Markup {
  return html`<details class="screen-only"><summary>${title}</summary><div class="scroll" tabindex="0"><table class="numbers">
<thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map(([first = '', ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table></div></details>`;
}

/** What the looks of a plot mean. */
export function legend(entries: readonly (readonly [look: string, name: string])[]): Markup {
  return html`<ul class="legend">${entries.map(
    ([look, name]) =>
      html`<li><svg viewBox="0 0 26 10" width="26" height="10" aria-hidden="true">${
        look.startsWith('area')
          ? html`<rect class="${look}" x="1" y="0" width="24" height="10"/>`
          : html`<path class="curve ${look}" d="M1 5H25"/>`
      }</svg>${name}</li>`,
  )}</ul>`;
}
