import { likelihoodWords, type ManifestVerifier } from '@spectrosim/models';
import type { BandShares } from '@spectrosim/training';
import { html, type Markup } from '../../markup.js';
import type { ReportNumbers } from '../report-numbers.js';
import type { MeasuredModel, MeasuredRecipe, ReportSubject } from '../report-subject.js';
import { decimal, percent } from '../words.js';

/** Folds that are shown without being asked for. */
const UNFOLDED = 6;

/** What was chosen, where no verdict is given, and how things are defined. */
export function method(subject: ReportSubject, numbers: ReportNumbers): Markup {
  const { measured } = subject;
  return html`${measured.kind === 'recipe' ? choices(measured) : artifact(measured)}${bandCard(subject, numbers)}`;
}

function choices({ evaluation: { chosen } }: MeasuredRecipe): Markup {
  const table = html`<div class="scroll" tabindex="0"><table class="choices">
<thead><tr><th scope="col">Seed</th><th scope="col">Fold</th><th scope="col">Rung</th><th scope="col">What was chosen</th><th scope="col" class="number">Inner Cllr</th><th scope="col">Floor</th><th scope="col" class="number">Its inner Cllr</th></tr></thead>
<tbody>${chosen.map(
    ({ partition, fold, rung, branches, cllr, floor, why }) =>
      html`<tr><td>${partition}</td><th scope="row">${fold}</th><td>${rung}</td><td>${branches.map((branch) => html`<div>${branch}</div>`)}<small>${why}</small></td><td class="number">${decimal(cllr, 3)}</td><td>${floor.name}</td><td class="number">${decimal(floor.cllr, 3)}</td></tr>\n`,
  )}</tbody></table></div>`;
  return html`<section class="card" id="choices"><h2>What each fold chose</h2>
<p class="quiet">Inside the training side alone, by the lowest calibrated Cllr on groups that nothing tried was fitted on. What is learned must be better than the floor by more than a standard error.</p>
${chosen.length > UNFOLDED ? html`<details><summary>All ${chosen.length} folds</summary>${table}</details>` : table}</section>`;
}

function artifact({ scored: { manifest, systems } }: MeasuredModel): Markup {
  const branches = (of: ManifestVerifier) =>
    of.branches.map(
      ({ backEnd, encoder }) =>
        html`<li>${backEnd.name}${encoder === undefined ? '' : ` on the ${encoder.name} encoder`}</li>`,
    );
  return html`<section class="card" id="choices"><h2>What was measured</h2>
<dl class="facts"><dt>Model</dt><dd>${systems.model}<ul>${branches(manifest)}</ul></dd><dt>Floor</dt><dd>${systems.floor}</dd>${
    manifest.choice === undefined
      ? html``
      : html`<dt>Chosen</dt><dd>${manifest.choice.chosen}</dd><dt>Why</dt><dd>${manifest.choice.why}</dd>`
  }<dt>Threshold</dt><dd>${decimal(manifest.decision.threshold, 4)}, frozen when it was trained</dd></dl></section>`;
}

function bandCard(
  { dataset: { groupColumn }, measured }: ReportSubject,
  { band, inBand, score }: ReportNumbers,
): Markup {
  if (score !== 'llr' || band === undefined) {
    return html``;
  }
  if ('refused' in band) {
    return html`<section class="card" id="band"><h2>“No verdict”</h2><p>There is no band in which no verdict is given. ${band.refused}</p></section>`;
  }
  const source =
    measured.kind === 'model'
      ? 'It is the model’s own.'
      : 'It was found on these very pairs, so that their shares are no test of it.';
  const row = (name: string, { right, undecided, wrong }: BandShares) =>
    html`<tr><th scope="row">${name}</th><td class="number">${percent(right)}</td><td class="number">${percent(undecided)}</td><td class="number">${percent(wrong)}</td></tr>`;
  const words =
    band.lo === band.hi
      ? `Every pair gets a verdict: at most ${percent(band.rate)} of verdicts of either kind are wrong, as far as these groups show.`
      : `From ${decimal(band.lo, 2)} up to ${decimal(band.hi, 2)} no verdict is given, so that of those that are given at most ${percent(band.rate)} of either kind are wrong, as far as these groups show. At its ends what is seen is ${likelihoodWords(band.lo, groupColumn)}, and ${likelihoodWords(band.hi, groupColumn)}.`;
  return html`<section class="card" id="band"><h2>“No verdict”</h2><p>${words} ${source}</p>${
    inBand === undefined
      ? html``
      : html`<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Pairs</th><th scope="col" class="number">Right</th><th scope="col" class="number">No verdict</th><th scope="col" class="number">Wrong</th></tr></thead><tbody>${row(`Same ${groupColumn}`, inBand.same)}${row('Different', inBand.different)}</tbody></table></div>`
  }</section>`;
}
