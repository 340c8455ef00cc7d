import { BASE_STYLE } from '../base-style.js';
import { createPanel } from '../browser/create-panel.js';
import { decodeFloats } from '../browser/decode-floats.js';
import { tickLabels } from '../browser/tick-labels.js';
import { html, type Markup } from '../markup.js';
import { htmlPage, packageFile, pageScript } from '../page.js';

import { meanCurves, spectrumCurves } from './browser/curves.js';
import { showPreprocessing } from './browser/show-preprocessing.js';
import { MOST_GROUPS, type PageData } from './page-data.js';
import type { PageText } from './page-text.js';
import { PREPROCESS_STYLE } from './style.js';

const HEIGHT = 300;

/** The page that shows spectra before and after preprocessing: one file, nothing fetched. */
export function preprocessPage(text: PageText, data: PageData): string {
  return htmlPage({
    title: `${text.name}: ${text.recipe}`,
    generator: text.generator,
    styles: [packageFile('uplot', 'dist/uPlot.min.css'), BASE_STYLE, PREPROCESS_STYLE],
    body: body(text, data),
    data,
    scripts: [
      packageFile('uplot', 'dist/uPlot.iife.min.js'),
      pageScript(showPreprocessing, { decodeFloats, tickLabels, spectrumCurves, meanCurves, createPanel }),
    ],
  });
}

function body(text: PageText, data: PageData): Markup {
  const idle = 'Drag across a plot to zoom in, double-click to see all; the spectrum under the pointer is named here.';
  return html`<div class="page">
<header>
<h1>${text.name}, before and after preprocessing</h1>
<p class="recipe">${text.recipe} · ${count(text.spectra, 'spectrum', 'spectra')} of ${count(data.positions.before.length, 'bin', 'bins')}</p>
</header>
<div class="layout">
<main class="plots card">
<div class="toolbar screen-only">
<div class="joined" role="group" aria-label="What is drawn"><button type="button" data-view="spectra" aria-pressed="true">Spectra</button><button type="button" data-view="means" aria-pressed="false"${meansDisabled(data)}>Mean ± sd</button></div>
<label><input type="checkbox" id="falling"${{ markup: data.look.falling ? ' checked' : '' }}> falling axis</label>
<div><label for="low">from</label> <input type="number" id="low" step="any"> <label for="high">to</label> <input type="number" id="high" step="any"> <button type="button" id="whole">Whole axis</button></div>
</div>
<output id="point" class="screen-only" data-idle="${idle}">${idle}</output>
<h2>Before <small>intensities as read</small></h2>
<div id="before" data-height="${HEIGHT}"></div>
<h2>After <small>${text.recipe}</small></h2>
<div id="after" data-height="${HEIGHT + 50}"></div>
</main>
${side(text, data)}
</div>
<div class="notes">
<section class="card"><h2>The recipe</h2>${steps(text)}<p class="quiet">${text.fitted}</p></section>
<section class="card"><h2>Missing values and the axis</h2><ul>${text.settling.map((line) => html`<li>${line}</li>`)}</ul></section>
<section class="card"><h2>Where it comes from</h2><dl class="facts">${text.facts.map(([key, value]) => html`<dt>${key}</dt><dd>${value}</dd>`)}</dl></section>
</div>
</div>`;
}

function steps({ steps }: PageText): Markup {
  return steps.length === 0
    ? html`<p>No step: the spectra are as they were read, missing values aside.</p>`
    : html`<ol>${steps.map((step) => html`<li>${step}</li>`)}</ol>`;
}

function side(text: PageText, data: PageData): Markup {
  const grouped = text.groupColumn !== undefined;
  return html`<aside class="side card">
<p class="in-spectra"><span id="shown-count">0</span> of ${count(text.spectra, 'spectrum', 'spectra')} shown. <span class="quiet">${chosen(text, data)}</span></p>
<p class="in-means">Mean and standard deviation over all ${count(text.spectra, 'spectrum', 'spectra')}, missing values left out.</p>
${grouped ? groups(text.groupColumn, data) : html``}
<div class="buttons screen-only only-spectra"><input type="search" id="filter" placeholder="Find by name${grouped ? ' or group' : ''}" aria-label="Find spectra"><button type="button" id="all">All</button><button type="button" id="none">None</button><button type="button" id="first">As at first</button></div>
<div class="scroll only-spectra" tabindex="0" aria-label="Spectra"><table>
<thead><tr><th scope="col">Spectrum</th>${grouped ? html`<th scope="col">${text.groupColumn}</th>` : html``}</tr></thead>
<tbody>${data.spectra.map((spectrum, i) => row(spectrum, i, data, grouped))}</tbody>
</table></div>
</aside>`;
}

function row({ name, group, shown }: PageData['spectra'][number], i: number, data: PageData, grouped: boolean): Markup {
  const colour = data.groups.length > 1 ? group : i;
  return html`<tr><td><label><input type="checkbox" data-spectrum${{ markup: shown ? ' checked' : '' }}>${swatch(colour)}${name}</label></td>${grouped ? html`<td class="quiet">${data.groups[group]?.name ?? ''}</td>` : html``}</tr>\n`;
}

function groups(column: string, { groups }: PageData): Markup {
  return html`<ul class="groups" aria-label="Groups by ${column}">${groups.map(
    ({ name, count }, i) =>
      html`<li><label><input type="checkbox" class="screen-only" data-group>${swatch(i)}${name === '' ? '(empty)' : name} <span class="quiet">${count}</span></label></li>`,
  )}</ul>`;
}

function swatch(colour: number): Markup {
  return html`<span class="swatch" style="--swatch: var(--c${colour % 10})"></span>`;
}

/** How those that are seen first were chosen, and how many there are to choose from. */
function chosen({ spectra, named, groupColumn }: PageText, data: PageData): string {
  const first = data.spectra.filter(({ shown }) => shown).length;
  const held = data.spectra.length;
  const how = named
    ? 'Those named on the command line came first'
    : first === spectra
      ? 'All are here'
      : groupColumn === undefined
        ? `The first ${first} were taken evenly along the file`
        : `The first ${first} were taken in turn from each ${groupColumn}, evenly along the file`;
  const rest = held === spectra ? '' : ` ${held} chosen in the same way are in this page, to keep it small.`;
  const colours = data.groups.length > 10 && groupColumn !== undefined ? ' Colours repeat after ten groups.' : '';
  return `${how}.${rest}${colours}`;
}

function meansDisabled({ groups }: PageData): Markup {
  return groups[0]?.statistics === undefined
    ? html` disabled title="${groups.length} groups are too many to tell apart; at most ${MOST_GROUPS}"`
    : html``;
}

function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString('en-GB')} ${number === 1 ? one : many}`;
}
