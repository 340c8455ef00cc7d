import { basename, resolve } from 'node:path';
import type { ScoredPartition } from '@spectrosim/training';
import { BASE_STYLE } from '../base-style.js';
import { decodeFloats } from '../browser/decode-floats.js';
import { html, type Markup } from '../markup.js';
import { htmlPage, pageScript } from '../page.js';
import { curveAt } from './browser/curve-at.js';
import { normalShare } from './browser/normal-share.js';
import { type ReportPageData, showReport } from './browser/show-report.js';
import { drawnPairs } from './drawn-pairs.js';
import { reportNumbers } from './report-numbers.js';
import type { ReportSubject } from './report-subject.js';
import { errorCurves } from './sections/error-curves.js';
import { groupMatrix } from './sections/group-matrix.js';
import { lead } from './sections/lead.js';
import { leakTable, measureTable } from './sections/measures.js';
import { method } from './sections/method.js';
import { provenance } from './sections/provenance.js';
import { histograms, reliabilityFigure, tippett } from './sections/score-curves.js';
import { spectraMaps } from './sections/spectra-maps.js';
import { worstErrors } from './sections/worst.js';
import { REPORT_STYLE } from './style.js';
import { counted } from './words.js';

/**
 * The report of an evaluation: one file, nothing fetched. What it shows is drawn when it is written, so that it is seen and printed
 * without a script; scripts only read numbers off it.
 *
 * The same evaluation gives the same bytes.
 */
export function reportPage(subject: ReportSubject): string {
  const { data, dataset, measured, seed, version } = subject;
  const numbers = reportNumbers(subject);
  const drawn = drawnPairs(numbers.partitions);
  const { groupColumn, groups } = dataset;
  const name = basename(resolve(data));
  const matrix = groupMatrix(drawn, groups, numbers.score, groupColumn);
  const ratios = numbers.score === 'llr';
  const body = html`<div class="page">
<header>
<p class="kicker">Evaluation of ${measured.kind === 'model' ? `the model ${basename(resolve(measured.folder))}` : 'a recipe'} on ${name}</p>
<h1>The same ${groupColumn}, or not?</h1>
<p class="quiet">${counted(dataset.names.length, 'spectrum', 'spectra')} of ${counted(numbers.groups, 'group')} · ${numbers.protocol}${numbers.partitions.length > 1 ? ` · ${numbers.partitions.length} partitions` : ''} · data ${dataset.hash.slice(0, 12)}</p>
${contents(measured.kind === 'recipe' && measured.leaking !== undefined)}
</header>
<main>
${lead(subject, numbers)}
${measured.kind === 'recipe' ? leakTable(measured) : html``}
${measureTable(numbers)}
<section id="curves"><h2>Curves</h2><p class="quiet">${
    numbers.partitions.length > 1 ? 'All partitions’ pairs together. ' : ''
  }<span class="screen-only">Move across a plot, or focus it and use the arrow keys, to read it off.</span>${
    ratios
      ? ''
      : ' The scores are cosines and no likelihood ratios, so there is no Tippett plot and no reliability diagram.'
  }</p>
<div class="figures">${histograms(drawn, numbers.score, numbers.band)}${errorCurves(drawn)}${ratios ? html`${tippett(drawn)}${reliabilityFigure(drawn, groups, seed)}` : html``}</div></section>
<section id="groups"><h2>Groups and spectra</h2><div class="figures">${matrix.markup}${spectraMaps(numbers.partitions[0] as ScoredPartition, dataset, numbers.score)}</div></section>
${worstErrors(numbers, dataset)}
${method(subject, numbers)}
${provenance(subject, numbers)}
</main>
</div>`;
  const pageData: ReportPageData = { matrix: matrix.data };
  return htmlPage({
    title: `Evaluation on ${name}: the same ${groupColumn}, or not?`,
    generator: `spectrosim ${version} report`,
    styles: [BASE_STYLE, REPORT_STYLE],
    body,
    data: pageData,
    scripts: [pageScript(showReport, { decodeFloats, normalShare, curveAt })],
  });
}

function contents(leaks: boolean): Markup {
  const parts = [
    ['meaning', 'What this means'],
    ...(leaks ? [['leak', 'The leak']] : []),
    ['measures', 'Measures'],
    ['curves', 'Curves'],
    ['groups', 'Groups and spectra'],
    ['errors', 'Worst errors'],
    ['choices', 'What was chosen'],
    ['provenance', 'Where it comes from'],
  ] as const;
  return html`<nav class="screen-only" aria-label="Contents">${parts.map(([id, name]) => html`<a href="#${id as string}">${name as string}</a>`)}</nav>`;
}
