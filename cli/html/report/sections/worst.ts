import type { Dataset, JudgedPair } from '@spectrosim/training';
import { html, type Markup } from '../../markup.js';
import type { ReportNumbers } from '../report-numbers.js';
import { counted, decimal } from '../words.js';

/** Right pairs that are listed where few are wrong. */
const NEAREST = 3;

/** The pairs that were judged worst, by name, so that they can be looked up. */
export function worstErrors({ worst, partitions, score }: ReportNumbers, dataset: Dataset): Markup {
  const table = (kind: 'same' | 'different', title: string, wrongly: string) => {
    const wrong = worst[kind].filter(({ margin }) => margin < 0);
    const shown = wrong.length > 0 ? wrong : worst[kind].slice(0, NEAREST);
    const [count, all] = [worst.wrong[kind], counted(worst.count[kind], 'pair')];
    const said =
      count === 0
        ? `None of ${all} was ${wrongly}. The nearest to it:`
        : `${count.toLocaleString('en-GB')} of ${all}${count > shown.length ? `; the ${shown.length} worst:` : ':'}`;
    return html`<h3>${title}</h3><p>${said}</p><div class="scroll" tabindex="0"><table class="worst">
<thead><tr><th scope="col">Spectrum</th><th scope="col">${dataset.groupColumn}</th><th scope="col">Spectrum</th><th scope="col">${dataset.groupColumn}</th>${dataset.runs === undefined ? html`` : html`<th scope="col">Runs</th>`}<th scope="col" class="number">${score === 'llr' ? 'Ratio' : 'Cosine'}</th><th scope="col" class="number">Floor’s</th>${partitions.length > 1 ? html`<th scope="col" class="number">Wrong in</th>` : html``}</tr></thead>
<tbody>${shown.map((pair) => row(pair, dataset, partitions.length, score === 'llr' ? 2 : 4))}</tbody></table></div>`;
  };
  const { groupColumn } = dataset;
  return html`<section class="card" id="errors"><h2>The worst errors</h2>
<p class="quiet">${score === 'llr' ? 'Ratios are natural-log likelihood ratios as they are reported, within their bounds' : 'Scores are cosines'}${
    partitions.length > 1 ? '; means over the partitions in which a pair was held out together' : ''
  }. Look these spectra up: a wrong name, a bad injection and a real likeness all end here.</p>
${table('same', `The same ${groupColumn}, called different`, 'called different')}
${table('different', `Different, called the same ${groupColumn}`, 'called the same')}
</section>`;
}

function row(
  { a, b, model, floor, wrong, scored }: JudgedPair,
  { names, groups, runs }: Dataset,
  partitions: number,
  digits: number,
): Markup {
  const run = (i: number) => runs?.[i] || '?';
  return html`<tr><th scope="row">${names[a] as string}</th><td>${groups[a] as string}</td><td>${names[b] as string}</td><td>${groups[b] as string}</td>${
    runs === undefined ? html`` : html`<td>${run(a) === run(b) ? run(a) : `${run(a)}, ${run(b)}`}</td>`
  }<td class="number">${decimal(model, digits)}</td><td class="number quiet">${decimal(floor, digits)}</td>${
    partitions > 1 ? html`<td class="number">${wrong} of ${scored}</td>` : html``
  }</tr>\n`;
}
