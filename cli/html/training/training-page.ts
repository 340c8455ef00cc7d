import type { StepMetrics } from '../../metrics-log.js';
import { BASE_STYLE } from '../base-style.js';
import { html } from '../markup.js';
import { htmlPage } from '../page.js';
import { type CurveParts, curve } from './curve.js';

/** What is told of a training besides its curves. */
export interface TrainingText {
  /** The encoder's name. */
  readonly encoder: string;
  /** The program and its version. */
  readonly generator: string;
  /** The objective's title. */
  readonly objective: string;
  /** The loss of telling nothing apart, where the objective has such a number. */
  readonly chance?: number;
  /** The gradient norm above which gradients are scaled down. */
  readonly clip: number;
  /** What early stopping looks at, where training may stop early. */
  readonly criterion?: 'auc' | 'loss';
  /** The step that was kept and its criterion, where training was to stop early. */
  readonly best?: { readonly step: number; readonly value: number };
  /** What happened on the way that a person should know. */
  readonly alarms: readonly string[];
  /** Settings and circumstances, as names and values. */
  readonly facts: readonly (readonly [string, string])[];
}

const STYLE = `
header { margin-bottom: 18px; }
.curves { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 430px), 1fr)); gap: 18px; }
figure { margin: 0; padding: 14px 16px 8px; }
figcaption { display: grid; grid-template-columns: 1fr auto; gap: 0 12px; align-items: baseline; margin-bottom: 6px; }
figcaption .number { font-weight: 600; color: var(--swatch); }
figcaption p { grid-column: 1 / -1; margin: 0; font-size: 13.5px; }
svg { display: block; width: 100%; height: auto; font-size: 11.5px; }
svg text { fill: var(--quiet); font-variant-numeric: tabular-nums; }
svg .grid { stroke: var(--grid); }
svg .line { fill: none; stroke: var(--swatch); stroke-width: 1.8; stroke-linejoin: round; }
svg .band { fill: var(--swatch); opacity: .2; stroke: none; }
svg .level { stroke: var(--quiet); stroke-dasharray: 4 4; }
.notes { margin-top: 18px; padding: 14px 16px; }
.notes h2 { margin-bottom: 8px; }
.alarm { border-left: 4px solid var(--c1); padding: 12px 16px; margin-bottom: 18px; }
.alarm p { margin: 0; }
@media print { figure { break-inside: avoid; } }
`;

function keptText(step: number): string {
  return step === 0 ? 'before training' : `step ${step}`;
}

/** The page of a training's curves: one file, nothing fetched. The same training gives the same bytes. */
export function trainingPage(text: TrainingText, metrics: readonly StepMetrics[]): string {
  const of = (key: Exclude<keyof StepMetrics, 'heldOut'>) => metrics.map((step) => step[key]);
  const looks = metrics.flatMap(({ step, heldOut }) => (heldOut === undefined ? [] : [{ step, heldOut }]));
  const curves: readonly Omit<CurveParts, 'colour'>[] = [
    {
      title: 'Loss',
      meaning: `What training minimises: ${text.objective}.`,
      values: of('loss'),
      ...(text.chance !== undefined && { level: { value: text.chance, name: 'chance' } }),
    },
    { title: 'Learning rate', meaning: 'What the schedule gave.', values: of('learningRate') },
    {
      title: 'Gradient norm',
      meaning: 'Of all gradients together, before clipping.',
      values: of('gradientNorm'),
      level: { value: text.clip, name: 'clipped above' },
    },
    {
      title: 'Spread',
      meaning: '1 where embeddings fill the sphere evenly, 0 where they are one point.',
      values: of('spread'),
      level: { value: 1, name: 'even' },
    },
    {
      title: 'Effective rank',
      meaning: 'How many directions embeddings vary in.',
      values: of('effectiveRank'),
      level: { value: 1, name: 'one line' },
    },
    {
      title: 'Alignment',
      meaning: 'Mean squared distance of the two views of a spectrum; 0 where they are alike.',
      values: of('alignment'),
    },
    {
      title: 'Uniformity',
      meaning: 'The lower, the more evenly spectra lie; 0 where they are one point.',
      values: of('uniformity'),
    },
    ...(looks.length === 0
      ? []
      : [
          {
            title: 'Groups set aside',
            meaning: `${text.criterion === 'loss' ? 'Loss' : 'ROC AUC'} of spectra that no step learned from; the state at its best is the model.`,
            values: looks.map(({ heldOut }) => heldOut),
            steps: looks.map(({ step }) => step),
            ...(text.best && { level: { value: text.best.value, name: `kept: ${keptText(text.best.step)}` } }),
          },
        ]),
  ];
  const steps = metrics.length === 1 ? '1 step' : `${metrics.length} steps`;
  return htmlPage({
    title: `Training of the ${text.encoder} encoder`,
    generator: text.generator,
    styles: [BASE_STYLE, STYLE],
    body: html`<div class="page">
<header><h1>Training of the ${text.encoder} encoder</h1><p class="quiet">${steps}. Lines are means of neighbouring steps, bands their range.</p></header>
${text.alarms.map((alarm) => html`<section class="card alarm"><p>${alarm}</p></section>`)}
<main class="curves">${curves.map((parts, colour) => curve({ ...parts, colour }))}</main>
<section class="card notes"><h2>How it was trained</h2><dl class="facts">${text.facts.map(([key, value]) => html`<dt>${key}</dt><dd>${value}</dd>`)}</dl></section>
</div>`,
    data: null,
    scripts: [],
  });
}
