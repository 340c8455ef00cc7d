import type { Measure } from '@spectrosim/models';
import type { MeasureName } from '@spectrosim/training';
import { html, type Markup } from '../../markup.js';
import { SYSTEM_NAMES } from '../drawn-pairs.js';
import type { MeasureRow, ReportNumbers, SystemKey } from '../report-numbers.js';
import type { MeasuredRecipe } from '../report-subject.js';
import { decimal, signed } from '../words.js';

/** What each measure is called, what it is, and what chance and perfection come to. */
const EXPLAINED: Readonly<Record<MeasureName, readonly [name: string, what: string, chance: number, best: number]>> = {
  balancedAccuracy: ['Balanced accuracy', 'share of right verdicts, both kinds of pair alike', 0.5, 1],
  auc: ['ROC AUC', 'chance that a same-source pair scores above a different-source one', 0.5, 1],
  hardAuc: ['Hard-pair AUC', 'the same, of the pairs that are right only for the right reason', 0.5, 1],
  eer: ['EER', 'equal error rate: as many missed as wrongly accepted', 0.5, 0],
  fnrAt1: ['Misses at 1%', 'same-source pairs missed when 1% of the others are accepted', 0.99, 0],
  averagePrecision: ['Average precision', 'precision over all shares of pairs found', 0, 1],
  cllr: ['Cllr', 'cost of the likelihood ratios, bits; 1 is what no answer costs', 1, 0],
  minCllr: ['minCllr', 'what would be left of it with the best calibration', 1, 0],
};

/** Every measure of every system, with its interval. */
export function measureTable({ measures, partitions, interval, score, hardPairs }: ReportNumbers): Markup {
  const systems = (['model', 'labelFree', 'floor'] as const).filter((key) => measures.some((row) => row.systems[key]));
  const several = partitions.length > 1;
  const calibration = lossOfCalibration(measures, systems);
  return html`<section class="card" id="measures"><h2>Measures, the floor beside the model</h2>
<div class="scroll" tabindex="0"><table class="measures">
<thead><tr><th scope="col">Measure</th><th scope="col" class="picture">chance<span>perfect</span></th>${systems.map((key) => html`<th scope="col" class="number">${SYSTEM_NAMES[key]}</th>`)}<th scope="col" class="number">Model − floor</th></tr></thead>
<tbody>${measures.map((row) => measureRow(row, systems, several))}${calibration}</tbody>
</table></div>
<p class="quiet">${several ? 'Mean ± standard deviation over partitions (how much another cut of the groups would change it); below' : 'Below each number'}, and as bars: ${interval} (how much other groups would). The model is the filled mark, the floor the hollow one. ${
    systems.includes('labelFree')
      ? 'Total whitening: its statistics need no labels; it is chosen and calibrated with them. '
      : ''
  }${score === 'llr' ? hardPairs : ''}</p></section>`;
}

function measureRow({ name, systems, difference }: MeasureRow, keys: readonly SystemKey[], several: boolean): Markup {
  const [title, what] = EXPLAINED[name];
  return html`<tr data-measure="${name}"><th scope="row">${title}<small>${what}</small></th><td class="picture">${picture(name, systems)}</td>${keys.map(
    (key) => html`<td class="number" data-system="${key}">${cell(systems[key], several)}</td>`,
  )}<td class="number">${
    difference === undefined
      ? '–'
      : html`${signed(difference.mean)}<small>${signed(difference.lo)} to ${signed(difference.hi)}</small>`
  }</td></tr>\n`;
}

function cell(measure: Measure | undefined, several: boolean): Markup {
  return measure === undefined
    ? html`–`
    : html`<b>${decimal(measure.mean, 3)}</b>${several ? ` ± ${decimal(measure.sd, 3)}` : ''}<small>${decimal(measure.lo, 3)}–${decimal(measure.hi, 3)}</small>`;
}

/** Model and floor between chance and perfection, with their intervals. */
function picture(name: MeasureName, { model, floor }: MeasureRow['systems']): Markup {
  const [, , chance, best] = EXPLAINED[name];
  const at = (value: number) => 6 + 138 * Math.min(1, Math.max(0, (value - chance) / (best - chance)));
  const bar = (measure: Measure | undefined, y: number, look: string) =>
    measure === undefined
      ? html``
      : html`<path class="whisker ${look}" d="M${at(measure.lo).toFixed(1)} ${y}H${at(measure.hi).toFixed(1)}"/><circle class="mark ${look}" cx="${at(measure.mean).toFixed(1)}" cy="${y}" r="4"/>`;
  return html`<svg viewBox="0 0 150 30" width="150" height="30" aria-hidden="true"><path class="guide" d="M6 4V26M144 4V26"/>${bar(floor, 21, 'floor')}${bar(model, 9, 'model')}</svg>`;
}

/** What calibration loses: Cllr − minCllr. */
function lossOfCalibration(measures: readonly MeasureRow[], keys: readonly SystemKey[]): Markup {
  const of = (name: MeasureName) => measures.find((row) => row.name === name)?.systems;
  const [cost, least] = [of('cllr'), of('minCllr')];
  return cost === undefined || least === undefined
    ? html``
    : html`<tr><th scope="row">Cllr − minCllr<small>what is lost by calibration, not by ranking</small></th><td class="picture"></td>${keys.map(
        (key) => {
          const [whole, part] = [cost[key], least[key]];
          return html`<td class="number">${whole === undefined || part === undefined ? '–' : decimal(whole.mean - part.mean, 3)}</td>`;
        },
      )}<td></td></tr>`;
}

/** What a protocol that leaks makes of the same numbers. */
export function leakTable({ evaluation, leaking }: MeasuredRecipe): Markup {
  if (leaking === undefined) {
    return html``;
  }
  const names = (Object.keys(EXPLAINED) as MeasureName[]).filter((name) => !Number.isNaN(leaking.model[name].mean));
  return html`<section class="card bad" id="leak"><h2>What the leak does</h2>
<p>The same ladder on the same spectra. ${leaking.leak ?? ''} The last column is by how much that changes the number; it is no achievement.</p>
<div class="scroll" tabindex="0"><table class="measures"><thead><tr><th scope="col">Model</th><th scope="col" class="number">${leaking.protocol}</th><th scope="col" class="number">${evaluation.protocol}</th><th scope="col" class="number">Inflated by</th></tr></thead>
<tbody>${names.map(
    (name) =>
      html`<tr data-leak="${name}"><th scope="row">${EXPLAINED[name][0]}</th><td class="number">${decimal(leaking.model[name].mean, 3)}</td><td class="number">${decimal(evaluation.model[name].mean, 3)}</td><td class="number">${signed(leaking.model[name].mean - evaluation.model[name].mean)}</td></tr>`,
  )}</tbody></table></div></section>`;
}
