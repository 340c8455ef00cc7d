import type {
  ChosenInFold,
  MeasureName,
  MeasureSummary,
  SystemSummary,
  VerifierEvaluation,
} from '@spectrosim/training';
import { table, wrapped } from '../output.js';
import { floorText } from '../report.js';

/** Measures in the order of a table, with their heads. */
export const COLUMNS = [
  ['auc', 'ROC AUC'],
  ['hardAuc', 'hard AUC'],
  ['eer', 'EER'],
  ['fnrAt1', 'misses at 1%'],
  ['balancedAccuracy', 'bal. accuracy'],
  ['averagePrecision', 'av. precision'],
  ['cllr', 'Cllr'],
  ['minCllr', 'minCllr'],
] as const satisfies readonly (readonly [MeasureName, string])[];

/** What the row of total whitening is: not a system that can be had without labels. */
const WHITENING_TEXT = 'its statistics need no labels; it is chosen and calibrated with them.';

/** Branches named in the text; `--json` has all. */
const NAMED = 4;

/** A cross-validated ladder in words and a table. */
export function evaluationText(result: VerifierEvaluation, about: string): string {
  const { protocol, partitions, positivePairs, negativePairs, interval, difference } = result;
  const several = partitions > 1 ? `, ${partitions} partitions` : '';
  const rows = (name: string, system: SystemSummary) => [
    [name, ...COLUMNS.map(([key]) => meanOf(system[key], partitions))],
    ['', ...COLUMNS.map(([key]) => intervalOf(system[key]))],
  ];
  return [
    `${protocol}${several}: ${about}; ${positivePairs} same-source and ${negativePairs} different-source pairs a partition`,
    table([
      ['', ...COLUMNS.map(([, head]) => head)],
      ...rows('model, chosen by the ladder', result.model),
      ...(result.labelFree === undefined ? [] : rows('total whitening', result.labelFree)),
      ...rows('floor, no training', result.floor),
    ]),
    `  ${partitions > 1 ? 'mean ± sd over partitions; ' : ''}below: ${interval}`,
    `  model − floor: ROC AUC ${signed(difference.auc)}, Cllr ${signed(difference.cllr)}. ${floorText(result)}`,
    wrapped('  ', result.hardPairs),
    ...(result.labelFree === undefined ? [] : [wrapped('  Total whitening: ', WHITENING_TEXT)]),
    wrapped('  Chosen inside training: ', chosenText(result.chosen)),
    ...result.warnings.map((warning) => wrapped('  Note: ', warning)),
  ].join('\n');
}

/** How many folds each rung won, and what it was made of. */
function chosenText(chosen: readonly ChosenInFold[]): string {
  const rungs = counted(chosen.map(({ rung }) => rung)).map(([rung, count]) => `${rung} ${count}×`);
  const branches = counted(chosen.flatMap((one) => one.branches)).map(([name, count]) => `${name} ${count}×`);
  const more = branches.length > NAMED ? ` and ${branches.length - NAMED} more` : '';
  const folds = `in ${chosen.length} fold${chosen.length === 1 ? '' : 's'}`;
  return `${rungs.join(', ')} ${folds}; most used: ${branches.slice(0, NAMED).join(', ')}${more}.`;
}

/** Each name with how often it comes, the most frequent first. */
function counted(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** By how much a protocol that leaks makes a model look better, measure by measure. */
export function inflationOf(leaking: VerifierEvaluation, honest: VerifierEvaluation): Record<string, number> {
  return Object.fromEntries(COLUMNS.map(([key]) => [key, leaking.model[key].mean - honest.model[key].mean]));
}

/** A protocol that leaks beside the honest one: the same ladder on the same data. */
export function inflationText(leaking: VerifierEvaluation, honest: VerifierEvaluation): string {
  const inflation = inflationOf(leaking, honest);
  const row = (name: string, { model, partitions }: VerifierEvaluation) => [
    name,
    ...COLUMNS.map(([key]) => meanOf(model[key], partitions)),
  ];
  return [
    `The same ladder under a protocol that leaks: ${leaking.protocol}`,
    table([
      ['model', ...COLUMNS.map(([, head]) => head)],
      row(leaking.protocol, leaking),
      row(`${honest.protocol}, as above`, honest),
      ['inflated by', ...COLUMNS.map(([key]) => change(inflation[key] as number))],
    ]),
    wrapped('  ', leaking.leak ?? ''),
    '  Nothing in its first row may be reported as how well unseen groups are told apart.',
  ].join('\n');
}

/** A measure as text: its mean, and its spread where there are several partitions. */
export function meanOf({ mean, sd }: MeasureSummary, partitions: number): string {
  return Number.isNaN(mean) ? '–' : `${mean.toFixed(3)}${partitions > 1 ? ` ± ${sd.toFixed(3)}` : ''}`;
}

/** A measure's interval as text. */
export function intervalOf({ mean, lo, hi }: MeasureSummary): string {
  return Number.isNaN(mean) ? '' : `${lo.toFixed(3)}–${hi.toFixed(3)}`;
}

function signed({ mean, lo, hi }: MeasureSummary): string {
  return `${change(mean)} (${change(lo)} to ${change(hi)})`;
}

/** A difference as text, with its sign. */
export function change(value: number): string {
  return Number.isNaN(value) ? '–' : `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}
