import type { BenchmarkRecord, MeasuredRecord } from '@spectrosim/training';
import { listed, markdownTable, number } from '../../accuracy/document/cells.js';
import { readyExperiment } from '../experiments.js';
import { measuredOf } from '../records.js';
import { named, namedList } from './names.js';

/** The protocols of the study of leaks in the order of the table, honest ones first. */
const PROTOCOLS = ['held-out', 'groups', 'groups-and-runs', 'pairs', 'paper'] as const;

const WORDS: Readonly<Record<(typeof PROTOCOLS)[number], string>> = {
  'held-out': 'groups held out',
  groups: 'groups, five folds',
  'groups-and-runs': 'groups and runs',
  pairs: 'pairs, which leaks',
  paper: 'the papers’, which leaks',
};

/** Why published numbers are not those above: what was published, with our own study of it. */
export function whySection(leaks: readonly BenchmarkRecord[], contrastive: readonly BenchmarkRecord[]): string {
  return [
    '## Why the published numbers differ',
    '',
    'The papers print 70.8 ± 9.6% balanced accuracy (thesis, Transformer with SimCLR), 98.02 ± 1.71% (paper) and 50 to 56% (thesis, classical classifiers), of data that are not public. What is known of how they came about, from the texts and the authors’ code:',
    '',
    '- **Split by pairs.** Pairs were dealt out, so that the same spectra stand on both sides; and the network of 70.8% was tested on one batch of 8 + 8 pairs. By chance alone that number has a standard deviation of 12.5 points: √(½ · ½ / 16).',
    '- **The threshold from the test.** 98.02% is of 26 pairs, told apart at the mean similarity of the tested set, at the epoch that was best on it. One pair is four points.',
    '- **Nothing was learnt.** The loss stayed at that of guessing, ln 31 = 3.434 for 16 spectra in two views. What a network scores then is what its input and its random weights score.',
    '- **Pairs put together wrongly.** Of 108 “positive” pairs of the classical methods 3 were positive: an index was wrong.',
    '- **Unlike things side by side.** The Transformer ran without augmentation, the other methods with it and on a CNN. The same CNN without it had 77.7%.',
    '',
    'So they are printed beside ours, and are no targets.',
    '',
    ...lossLines(measuredOf(contrastive)),
    '### The same systems under honest and leaky protocols',
    '',
    ...leakLines(measuredOf(leaks)),
  ].join('\n');
}

/** Where the loss ended, beside chance. */
function lossLines(records: readonly MeasuredRecord[]): string[] {
  const rows = new Map<string, { last: number[]; chance: number }>();
  for (const { row, training } of records) {
    if (training?.losses.chance !== undefined) {
      const of = rows.get(row) ?? { last: [], chance: training.losses.chance };
      of.last.push(training.losses.last);
      rows.set(row, of);
    }
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const at = [...rows].flatMap(([row, { last, chance }]) => (mean(last) >= 0.95 * chance ? [row] : []));
  const [chance] = [...rows.values()].map((of) => of.chance);
  if (chance === undefined) {
    return [];
  }
  return [
    `In our runs the loss of ${rows.size - at.length} of ${rows.size} encoders ended more than 5% below chance (${number(chance)})${at.length === 0 ? '.' : `; it did not for ${namedList(at)}.`}`,
    '',
  ];
}

function leakLines(records: readonly MeasuredRecord[]): string[] {
  if (records.length === 0) {
    return ['**Not run.**'];
  }
  const listedRows = (readyExperiment('leaks').rows ?? []).map(({ name }) => name);
  const rows = [...new Set(records.map(({ row }) => row))].sort(
    (a, b) => listedRows.indexOf(a) - listedRows.indexOf(b),
  );
  const protocols = PROTOCOLS.filter((name) => records.some(({ protocol }) => protocol === name));
  const meanOf = (row: string, protocol: string, of: 'auc' | 'balancedAccuracy') => {
    const values = records
      .filter((record) => record.row === row && record.protocol === protocol)
      .map(({ measures }) => measures.model[of]);
    return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const sets = [...new Set(records.map(({ data }) => data.name))];
  const seeds = new Set(records.map(({ seed }) => seed)).size;
  const honest = protocols.find((name) => name !== 'pairs' && name !== 'paper');
  return [
    `One model a row, measured in each way; ${listed(sets)}, means over ${seeds === 1 ? 'one seed' : `${seeds} seeds`}, ROC AUC and in brackets balanced accuracy. \`pairs\` deals out pairs, so that spectra that are tested were trained on; \`paper\` does so too, with ${pairsOf(records)} in the test and the threshold from them.`,
    '',
    markdownTable([
      ['', ...protocols.map((name) => WORDS[name])],
      ...rows.map((row) => [
        row,
        ...protocols.map((protocol) => {
          const [auc, balanced] = [meanOf(row, protocol, 'auc'), meanOf(row, protocol, 'balancedAccuracy')];
          return auc === undefined || balanced === undefined ? '–' : `${number(auc)} (${number(balanced)})`;
        }),
      ]),
    ]),
    '',
    ...(honest === undefined
      ? []
      : protocols
          .filter((name) => name === 'pairs' || name === 'paper')
          .map((leaky) =>
            inflation(
              rows,
              (row) => meanOf(row, leaky, 'auc'),
              (row) => meanOf(row, honest, 'auc'),
              leaky,
            ),
          )),
  ];
}

/** Test pairs of the papers' protocol. */
function pairsOf(records: readonly MeasuredRecord[]): string {
  const counts = records
    .filter(({ protocol }) => protocol === 'paper')
    .flatMap(({ folds }) => folds.map(({ positivePairs, negativePairs }) => positivePairs + negativePairs));
  return counts.length === 0 ? 'few pairs' : `${listed([...new Set(counts)].map(String))} pairs`;
}

/** What counts as more than noise between means. */
const CLEAR = 0.02;

/** What a leaky protocol does to the systems. */
export function inflation(
  rows: readonly string[],
  leaky: (row: string) => number | undefined,
  honest: (row: string) => number | undefined,
  name: string,
): string {
  const gains = rows.flatMap((row) => {
    const [with_, without] = [leaky(row), honest(row)];
    return with_ === undefined || without === undefined ? [] : [{ row, gain: with_ - without }];
  });
  const up = gains.filter(({ gain }) => gain > CLEAR);
  if (up.length === 0) {
    return `Under \`${name}\` no system gains more than ${number(CLEAR, 2)} of ROC AUC here.`;
  }
  const most = up.reduce((best, one) => (one.gain > best.gain ? one : best));
  return `Under \`${name}\` ${up.length === gains.length ? 'every system' : namedList(up.map(({ row }) => row))} ${up.length === 1 || up.length === gains.length ? 'gains' : 'gain'} more than ${number(CLEAR, 2)} of ROC AUC; the most, ${number(most.gain)}, ${named(most.row)}.`;
}
