import { type Measure, type Standing, tooFewGroups } from '@spectrosim/models';
import type { RightShares } from '@spectrosim/training';
import { simulatedText } from '../../../report.js';
import { html, type Markup } from '../../markup.js';
import type { MeasureRow, ReportNumbers } from '../report-numbers.js';
import type { ReportSubject } from '../report-subject.js';
import { counted, decimal, ofHundred, signed } from '../words.js';

const BADGES: Readonly<Record<Standing, readonly [sign: string, text: string]>> = {
  beats: ['▲', 'Beats the floor'],
  tie: ['≈', 'A tie with the floor'],
  loses: ['▼', 'Loses to the floor'],
};

const MEANINGS: Readonly<Record<Standing, string>> = {
  beats: 'The model is clearly better than comparing the spectra without training.',
  tie: 'Neither the model nor comparing without training is clearly better: training brought nothing that these groups can show.',
  loses: 'Comparing the spectra without training is clearly better: trust that, not this model.',
};

/** What it all means, in words for who must act on it; what must not be overlooked comes first. */
export function lead(subject: ReportSubject, numbers: ReportNumbers): Markup {
  const { dataset } = subject;
  const { groupColumn: group } = dataset;
  const { right, standing } = numbers;
  return html`${alerts(subject, numbers)}
<section class="card lead" id="meaning">
<div class="words"><h2>What this means</h2>
<p class="big">Of 100 pairs of spectra of the same ${group}, <strong>${ofHundred(right.model.same.mean)}</strong> were recognised as the same. Of 100 pairs of different ones, <strong>${ofHundred(right.model.different.mean)}</strong> were recognised as different.</p>
<p>Comparing the same spectra without any training: ${ofHundred(right.floor.same.mean)} recognised as the same, ${ofHundred(right.floor.different.mean)} as different.</p>
<p class="standing ${standing ?? 'unsaid'}"><span class="badge">${
    standing === undefined ? html`? Too few groups` : html`${BADGES[standing][0]} ${BADGES[standing][1]}`
  }</span> ${standing === undefined ? tooFewGroups(numbers.groups) : MEANINGS[standing]} ${judgement(numbers)}${floorChosen(subject)}</p>
<p>${protocolWords(subject, numbers)}</p></div>
<div class="hundreds">${hundreds('Model', right.model, group)}${hundreds('Without training', right.floor, group)}
<p class="quiet">Each square is one of 100 pairs; hollow ones got the wrong verdict. In brackets: ${numbers.interval}.</p></div>
</section>`;
}

function alerts({ dataset, measured }: ReportSubject, { warnings }: ReportNumbers): Markup {
  const leaking = measured.kind === 'recipe' ? measured.leaking : undefined;
  return html`${
    leaking === undefined
      ? html``
      : html`<section class="alert bad"><h2>The protocol that was asked for leaks</h2>
<p>“${leaking.protocol}”: ${leaking.leak ?? ''} Nothing measured by it may be reported as how well unseen groups are told apart. Everything below is of the honest protocol, “${measured.kind === 'recipe' ? measured.evaluation.protocol : ''}”; what the leak makes of the same numbers stands under <a href="#leak">What the leak does</a>.</p></section>`
  }${dataset.simulated ? html`<section class="alert"><h2>Not of real samples</h2><p>${simulatedText()}</p></section>` : html``}${
    warnings.length === 0
      ? html``
      : html`<section class="alert"><h2>To be kept in mind</h2><ul>${warnings.map((warning) => html`<li>${warning}</li>`)}</ul></section>`
  }`;
}

/** In how many folds nothing that is learned was good enough. */
function floorChosen({ measured }: ReportSubject): string {
  const chosen = measured.kind === 'recipe' ? measured.evaluation.chosen : [];
  const floors = chosen.filter(({ rung }) => rung === 'floor').length;
  return floors === 0
    ? ''
    : floors === chosen.length
      ? ' In every fold the floor itself was chosen, so that the model is the floor.'
      : ` In ${floors} of ${chosen.length} folds the floor itself was chosen.`;
}

/** By which measure, and by how much. */
function judgement({ measures }: ReportNumbers): string {
  const of = (name: MeasureRow['name']) => measures.find((row) => row.name === name)?.difference;
  const cost = of('cllr');
  const difference = cost ?? of('auc');
  return difference === undefined
    ? ''
    : `Judged by ${cost === undefined ? 'ROC AUC' : 'Cllr, the cost of the ratios, where less is better'}: model − floor ${signed(difference.mean)} (${signed(difference.lo)} to ${signed(difference.hi)}).`;
}

/** How it was measured, and that nothing leaked. */
function protocolWords({ dataset, measured, configuration }: ReportSubject, numbers: ReportNumbers): string {
  const { groupColumn: group, names } = dataset;
  const pairs = `${counted(numbers.positivePairs, 'same-source pair')} and ${counted(numbers.negativePairs, 'different-source pair')}`;
  const all = `${counted(names.length, 'spectrum', 'spectra')} of ${counted(numbers.groups, 'group')} by “${group}”`;
  if (measured.kind === 'model') {
    return `Measured on ${all} that the model was not trained on: neither the spectra, known by their numbers, nor the groups, known by name. All pairs were scored: ${pairs}.`;
  }
  const several = numbers.partitions.length > 1 ? `, ${numbers.partitions.length} times anew` : '';
  const runs = configuration.protocol === 'groups-and-runs' ? ' nor its measuring run' : '';
  const whose =
    measured.trained === undefined
      ? 'This measures the recipe by which a verifier is made; no one model.'
      : measured.trained;
  return `Measured on ${all}, cut into folds (${numbers.protocol})${several}. In each fold a verifier was chosen, fitted and calibrated on the other groups alone, then scored every pair of held-out spectra: ${pairs}${several === '' ? '' : ' a partition'}. No verifier had seen a spectrum it was tested on, nor its ${group}${runs}. ${whose}`;
}

/** Right and wrong verdicts on a hundred pairs of either kind. */
function hundreds(name: string, { same, different }: RightShares, group: string): Markup {
  const strip = (kind: 'same' | 'different', label: string, share: Measure) => {
    const right = Math.round(100 * share.mean);
    const square = (i: number) => `M${(i % 25) * 11 + 1} ${Math.floor(i / 25) * 11 + 1}h8v8h-8z`;
    const squares = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => square(from + i)).join('');
    return html`<div class="strip"><span>${label}</span><svg viewBox="0 0 276 45" role="img" aria-label="${name}, ${label}: ${ofHundred(share.mean)} of 100 right">${
      right > 0 ? html`<path class="right ${kind}" d="${squares(0, right)}"/>` : html``
    }${right < 100 ? html`<path class="wrong" d="${squares(right, 100)}"/>` : html``}</svg><span class="share"><strong>${decimal(100 * share.mean, 1)}%</strong> (${decimal(100 * share.lo, 1)}–${decimal(100 * share.hi, 1)})</span></div>`;
  };
  return html`<h3>${name}</h3>${strip('same', `same ${group}`, same)}${strip('different', 'different', different)}`;
}
