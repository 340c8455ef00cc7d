import type { TableSection } from '../../benchmark/table-section.js';
import { BASE_STYLE } from '../base-style.js';
import { html, type Markup } from '../markup.js';
import { htmlPage } from '../page.js';
import { boxPlots } from './box-plot.js';

/** What a page of a benchmark tells. */
export interface BenchmarkPage {
  readonly title: string;
  readonly question: string | undefined;
  readonly sections: readonly TableSection[];
  /** What was not run and why. */
  readonly leftOut: readonly string[];
  /** The program and its version. */
  readonly generator: string;
}

const STYLE = `
header { margin-bottom: 18px; }
section { padding: 16px 18px; margin-bottom: 18px; }
section h2 { margin-bottom: 10px; font-size: 17px; }
.scroll { overflow-x: auto; margin: 12px 0; }
th, td { white-space: nowrap; }
td:first-child { font-weight: 600; }
tr.best td { background: var(--select); }
.better { color: var(--c2); font-weight: 600; }
.worse { color: var(--c1); font-weight: 600; }
ul { margin: 0; padding-left: 20px; max-width: 90ch; font-size: 13.5px; color: var(--quiet); }
li.alarm { color: var(--c1); font-weight: 600; }
.boxes { display: block; width: 100%; max-width: 860px; height: auto; font-size: 12px; }
.boxes text { fill: var(--quiet); font-variant-numeric: tabular-nums; }
.boxes .name { fill: var(--ink); }
.boxes .best .name { font-weight: 700; }
.boxes .grid { stroke: var(--grid); }
.boxes .chance { stroke: var(--quiet); stroke-dasharray: 2 4; }
.boxes .floor { stroke: var(--c1); stroke-width: 1.6; }
.boxes .whisker { stroke: var(--c0); }
.boxes .box { fill: var(--c0); fill-opacity: .22; stroke: var(--c0); }
.boxes .median { stroke: var(--c0); stroke-width: 2.4; }
.boxes circle { fill: var(--c0); fill-opacity: .85; }
.key { display: flex; gap: 18px; flex-wrap: wrap; font-size: 12.5px; color: var(--quiet); margin: 4px 0 0; max-width: none; }
.key i { display: inline-block; width: 18px; border-top: 2px solid var(--c1); vertical-align: middle; margin-right: 6px; }
.key .chance { border-top: 2px dotted var(--quiet); }
@media print { section { break-inside: avoid-page; } th, td { white-space: normal; } }
`;

/** The page of a benchmark's tables, each with its box plots: one file, nothing fetched. The same tables give the same bytes. */
export function benchmarkPage({ title, question, sections, leftOut, generator }: BenchmarkPage): string {
  return htmlPage({
    title,
    generator,
    styles: [BASE_STYLE, STYLE],
    body: html`<div class="page">
<header><h1>${title}</h1>${question === undefined ? html`` : html`<p>${question}</p>`}
<p class="quiet">Every system beside the training-free floor of the same splits; everything is fitted on training spectra alone, unless a table says that it leaks.</p></header>
<main>${sections.map(sectionMarkup)}</main>
${leftOut.length === 0 ? html`` : html`<section class="card"><h2>Left out</h2><ul>${leftOut.map((why) => html`<li>${why}</li>`)}</ul></section>`}
</div>`,
    data: null,
    scripts: [],
  });
}

function sectionMarkup({ title, cells: [header = [], ...rows], words, notes, table: of }: TableSection): Markup {
  const isText = (column: number) => words.includes(header[column] as string);
  const tone = (text: string) => (text.startsWith('better') ? 'better' : /^(worse|beaten)/.test(text) ? 'worse' : '');
  const best = (i: number) => (of?.best !== undefined && of.rows[i]?.name === of.best ? 'best' : '');
  const table = html`<div class="scroll"><table><thead><tr>${header.map((name, i) => html`<th class="${isText(i) ? '' : 'number'}">${name}</th>`)}</tr></thead>
<tbody>${rows.map((row, i) => html`<tr class="${best(i)}">${row.map((cell, column) => html`<td class="${isText(column) ? tone(cell) : 'number'}">${cell}</td>`)}</tr>`)}</tbody></table></div>`;
  const plots =
    of === undefined
      ? html``
      : html`${boxPlots(of)}<p class="key"><span><i></i>floor of the same splits</span><span><i class="chance"></i>chance</span><span>box: quartiles over seeds; line: median; points: seeds</span></p>`;
  return html`<section class="card"><h2>${title}</h2>
${rows.length === 0 ? html`<p>Nothing was measured.</p>` : html`${plots}${table}`}
<ul>${notes.map((note) => html`<li class="${/^(FAILED|This protocol leaks)/.test(note) ? 'alarm' : ''}">${note}</li>`)}</ul></section>`;
}
