import { type Explanation, type ExplanationWords, explanationWords, type Manifest } from '@spectrosim/models';
import { BASE_STYLE } from '../base-style.js';
import { createPanel } from '../browser/create-panel.js';
import { decodeFloats } from '../browser/decode-floats.js';
import { tickLabels } from '../browser/tick-labels.js';
import { html, type Markup } from '../markup.js';
import { htmlPage, packageFile, pageScript } from '../page.js';
import { axisLook } from '../preprocess/axis-look.js';
import { showExplanation } from './browser/show-explanation.js';
import { explanationPageData, LISTED } from './page-data.js';
import { EXPLANATION_STYLE } from './style.js';

/** What the page of an explanation is about. */
export interface ExplanationSubject {
  readonly explanation: Explanation;
  readonly manifest: Pick<Manifest, 'decision' | 'data'>;
  readonly names: { readonly a: string; readonly b: string };
  /** The verdict in words. */
  readonly title: string;
  /** How it came to it: ratio or cosine, in words. */
  readonly reason: string;
  /** What warns: simulated data, a model that loses to its floor. */
  readonly warnings: readonly string[];
  /** Where it all comes from. */
  readonly facts: readonly (readonly [string, string])[];
  /** The program and its version. */
  readonly generator: string;
}

/** The page that shows why two spectra were judged the same or not: one file, nothing fetched. */
export function explanationPage(subject: ExplanationSubject): string {
  const { explanation, names, title, generator } = subject;
  return htmlPage({
    title: `${title}: ${names.a} and ${names.b}`,
    generator,
    styles: [packageFile('uplot', 'dist/uPlot.min.css'), BASE_STYLE, EXPLANATION_STYLE],
    body: body(subject),
    data: explanationPageData(explanation, names),
    scripts: [
      packageFile('uplot', 'dist/uPlot.iife.min.js'),
      pageScript(showExplanation, { decodeFloats, tickLabels, createPanel }),
    ],
  });
}

function body({ explanation, manifest, names, title, reason, warnings, facts }: ExplanationSubject): Markup {
  const idle = 'Drag across a plot to zoom in, double-click to see all; the bin under the pointer is read off here.';
  const { gradCam, axis, addsUp } = explanation;
  const words = explanationWords(explanation, manifest, LISTED);
  const look = axisLook(axis);
  return html`<div class="page">
<header>
<p class="kicker">${names.a} and ${names.b}: the same ${manifest.data.group}?</p>
<h1>${title}</h1>
<p class="lead">${reason.replace(/-(?=\d)/, '−')}. ${words.lead}</p>
${addsUp ? html`` : html`<p class="alert">${words.addition}</p>`}
${warnings.map((text) => html`<p class="alert">${text}</p>`)}
</header>
<div class="${addsUp ? 'layout' : 'layout alone'}">
<main class="plots card">
<div class="toolbar screen-only">
<div><label for="low">from</label> <input type="number" id="low" step="any"> <label for="high">to</label> <input type="number" id="high" step="any"> <button type="button" id="whole">Whole axis</button></div>
<label><input type="checkbox" id="falling"${{ markup: look.falling ? ' checked' : '' }}> falling axis</label>
</div>
<output id="point" class="screen-only" data-idle="${idle}">${idle}</output>
<h2>The two spectra ${key('--a', `${names.a}, upwards`)}${key('--b', `${names.b}, downwards`)}</h2>
<div id="spectra" data-height="320"></div>
${addsUp ? html`<h2>What each bin does to the score ${key('--alike', 'makes them alike')}${key('--apart', 'sets them apart')}</h2>\n<div id="attribution" data-height="${gradCam ? 220 : 270}"></div>` : html``}
${gradCam ? html`<h2>Where the encoder looks <small>Grad-CAM: places of its last block that bring the two embeddings together, 0 to 1</small></h2>\n<div id="grad-cam" data-height="190"></div>` : html``}
</main>
${addsUp ? regionTable(explanation, words) : html``}
</div>
<div class="notes">
<section class="card"><h2>How to read it</h2><ul>${readings(explanation, words).map((line) => html`<li>${line}</li>`)}</ul></section>
<section class="card"><h2>What it does not say</h2><ul>${LIMITS.map((line) => html`<li>${line}</li>`)}</ul></section>
<section class="card"><h2>Where it comes from</h2><dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>
</div>
</div>`;
}

function key(colour: string, name: string): Markup {
  return html`<small><span class="swatch" style="--swatch: var(${colour})"></span>${name}</small>`;
}

function regionTable({ regions, axis }: Explanation, words: ExplanationWords): Markup {
  const most = regions[0]?.share ?? 1;
  const listed = words.regions.length;
  return html`<aside class="regions card">
<h2>The strongest regions</h2>
<p>${listed === 0 ? 'There is none.' : `${listed} of ${regions.length}. `}<span class="screen-only">Press one to see it.</span></p>
<table><thead><tr><th scope="col"></th><th scope="col">${axis.quantity}</th><th scope="col">share</th><th scope="col" class="number">score</th></tr></thead>
<tbody>${words.regions.map(
    (
      { direction, where, does, share, part },
      i,
    ) => html`<tr class="${direction}"><td class="rank">${i + 1}</td><td><button type="button" data-region>${where}</button><span class="says">${does}</span></td>
<td>${share}<span class="bar" style="width: ${((100 * (regions[i]?.share ?? 0)) / most).toFixed(1)}%"></span></td><td class="number">${part}</td></tr>\n`,
  )}</tbody></table>
</aside>`;
}

function readings({ addsUp, gradCam }: Explanation, { sum, addition }: ExplanationWords): string[] {
  return [
    ...(addsUp
      ? [
          `${sum} The bars divide that difference among the bins, by integrated gradients. ${addition}`,
          'Above the line: where the two depart from the mean of all spectra in the same way. Below: where one departs and the other does not, or they depart in opposite ways.',
          'A region is a run of neighbouring bins that do the same, its share that of all parts without their signs.',
        ]
      : [`${sum} Integrated gradients should divide that difference among the bins; here they do not.`]),
    ...(gradCam ? GRAD_CAM : []),
  ];
}

const GRAD_CAM = [
  'Grad-CAM is coarser, and only ever shows what brings the encoder’s two embeddings together, each with the other held.',
  'Its largest number is 1 however little it stands for. Where an encoder adds a correction to the spectrum, the map of a Transformer shows the correction, and most of the score comes past it.',
];

const LIMITS = [
  'Not what caused the difference: a bin counts because, among the training spectra, it went with the groups. What went with them by chance, or by the run in which they were measured, counts too.',
  'Bins that vary together share their part between them as the model happens to weigh them; one of them alone may look more or less important than it is.',
  'Parts are of the preprocessed spectra. A derivative or a smoothing puts a peak’s part on its flanks, and a normalisation makes every bin depend a little on all others.',
];
