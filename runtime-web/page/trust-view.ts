import type { Manifest, Measure, Metrics, ParityRow } from '@spectrosim/models';
import { byId, element } from './dom.js';
import { accuracyOf, decisionWords, intervalOf, protocolOf, standingWords, tiny } from './verdict-words.js';

/** Shows how often the model was right on groups it never saw, beside the comparison that needs no training. */
export function showTrust({ metrics, data, decision }: Manifest, check: ParityRow): void {
  byId('trust', HTMLElement).hidden = false;
  byId('trust-body', HTMLElement).replaceChildren(
    ...(metrics === undefined
      ? [
          element(
            'p',
            { class: 'alert' },
            `This model carries no measurement on a ${data.group} it never saw: how often its verdicts are right is not known.`,
          ),
        ]
      : measured(metrics, data.group)),
    element('p', {}, decisionWords(decision)),
    element('p', { class: 'check' }, checkWords(check)),
  );
}

/** Takes it away: no model is loaded. */
export function hideTrust(): void {
  byId('trust', HTMLElement).hidden = true;
}

function checkWords({ score, embedding }: ParityRow): string {
  return `This browser was checked just now: on the model’s reference spectra it gives the reference’s verdicts. Scores differ by ${tiny(score ?? 0)} at most, embeddings by ${tiny(embedding ?? 0)} of their size.`;
}

function measured(metrics: Metrics, group: string): HTMLElement[] {
  const systems: [string, string, Metrics['model']][] = [
    ['This model', metrics.model.system, metrics.model],
    ...(metrics.untrained === undefined
      ? []
      : [['The same, before training', '', metrics.untrained] as [string, string, Metrics['model']]]),
    ['Without a model', metrics.floor.system, metrics.floor],
  ];
  // What ratios cost is known where scores are ratios.
  const costs = systems.some(([, , { cllr }]) => cllr !== undefined);
  const rows = systems.map(([name, detail, { balancedAccuracy, auc, cllr }]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name, element('small', {}, detail)),
      element(
        'td',
        { 'data-label': 'Verdicts right' },
        intervalOf(balancedAccuracy),
        whisker(balancedAccuracy, [0.5, 1]),
      ),
      element('td', { 'data-label': 'Ranking' }, intervalOf(auc), whisker(auc, [0.5, 1])),
      ...(costs
        ? [
            element(
              'td',
              { 'data-label': 'Cost of ratios' },
              ...(cllr === undefined ? ['–'] : [intervalOf(cllr), whisker(cllr, [0, 1])]),
            ),
          ]
        : []),
    ),
  );
  const head = (title: string, detail: string) => element('th', { scope: 'col' }, title, element('small', {}, detail));
  return [
    element('p', {}, protocolOf(metrics, group)),
    element('p', {}, accuracyOf(metrics)),
    element(
      'table',
      { class: 'measures' },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('td'),
          head('Verdicts right', 'balanced accuracy'),
          head('Ranking', 'ROC AUC'),
          ...(costs ? [head('Cost of ratios', 'Cllr in bits; lower is better')] : []),
        ),
      ),
      element('tbody', {}, ...rows),
    ),
    element(
      'p',
      { class: 'aside' },
      `In brackets and as bars: ${metrics.interval}. The bars go from 0.5, guessing, to 1${costs ? '; those of Cllr from 0, the best, to 1, which is what no answer costs' : ''}.`,
    ),
    element('p', {}, standingWords(metrics)),
  ];
}

/** A measure's interval drawn between two ends; the numbers stand beside it. */
function whisker({ mean, lo, hi }: Measure, [from, to]: readonly [number, number]): HTMLElement {
  const share = (number: number) => `${Math.min(1, Math.max(0, (number - from) / (to - from)))}`;
  const made = element('span', { class: 'whisker', 'aria-hidden': 'true' }, element('i'), element('b'));
  made.style.setProperty('--lo', share(lo));
  made.style.setProperty('--hi', share(hi));
  made.style.setProperty('--at', share(mean));
  return made;
}
