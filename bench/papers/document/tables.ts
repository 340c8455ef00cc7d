import type { BenchmarkRecord, BenchmarkTable, SummarisedRow } from '@spectrosim/training';
import { listed, markdownTable, number, signed } from '../../accuracy/document/cells.js';
import { median } from '../../statistics.js';
import { type PaperExperiment, readyExperiment } from '../experiments.js';
import { named, namedList } from './names.js';
import { tablesOf } from './summarised.js';

/** A table of systems with its reading: what beats the floor, what it beats, what cannot be told. */
export function tableSection(name: PaperExperiment, records: readonly BenchmarkRecord[]): string {
  const { title, question } = readyExperiment(name) as { readonly title: string; readonly question?: string };
  const tables = tablesOf(name, records);
  return [
    `### ${title}`,
    ...(question === undefined ? [] : ['', question]),
    ...(tables.length === 0
      ? ['', '**Not run.**']
      : tables.flatMap((table) => ['', ...tableOf(table), ...leftOut(name, table)])),
  ].join('\n');
}

/** One table: its set, its rows, its reading. */
function tableOf(table: BenchmarkTable): string[] {
  const { data, rows, failed } = table;
  const published = rows.some((row) => row.published !== undefined);
  const sized = rows.some(({ parameters }) => parameters !== undefined);
  const trained = rows.some(({ untrained }) => untrained !== undefined);
  const largest = Math.max(...rows.map(({ seeds }) => seeds.length));
  return [
    `**${data}**, ${seedWords(largest)}`,
    '',
    markdownTable([
      [
        '',
        ...(sized ? ['parameters'] : []),
        'ROC AUC',
        ...(trained ? ['untrained'] : []),
        'less the floor',
        '',
        'balanced accuracy, %',
        ...(published ? ['published, %'] : []),
      ],
      ...rows.map((row) => [
        `${row.name}${row.seeds.length < largest ? ` (${seedWords(row.seeds.length)})` : ''}`,
        ...(sized ? [row.parameters === undefined ? '' : row.parameters.toLocaleString('en-GB')] : []),
        auc(row),
        ...(trained ? [row.untrained === undefined ? '' : number(row.untrained.mean)] : []),
        ...floorCells(row),
        percent(row),
        ...(published ? [row.published ?? ''] : []),
      ]),
    ]),
    '',
    reading(table),
    ...(failed.length === 0
      ? []
      : [
          '',
          `**Failed**: ${listed(failed.map(({ row, seed, failed: why }) => `${named(row)}, seed ${seed} (${why})`))}.`,
        ]),
  ];
}

/** Rows of the experiment that this table has not, said and not dropped. */
function leftOut(name: PaperExperiment, { rows, failed }: BenchmarkTable): string[] {
  const there = new Set([...rows.map((row) => row.name), ...failed.map(({ row }) => row)]);
  const missing = (readyExperiment(name).rows ?? []).filter((row) => !there.has(row.name)).map((row) => row.name);
  return missing.length === 0 ? [] : ['', `Not run on this set: ${namedList(missing)}.`];
}

function seedWords(count: number): string {
  return count === 1 ? '1 seed' : `${count} seeds`;
}

function auc({ measures, seeds }: SummarisedRow): string {
  const of = measures.auc;
  if (of === undefined) {
    return '–';
  }
  const spread = seeds.length === 1 ? number(of.mean) : `${number(of.mean)} ± ${number(of.sd)}`;
  // No measure of the kind is above 1, whatever t says.
  return of.lo === undefined || of.hi === undefined
    ? spread
    : `${spread} (${number(Math.max(0, of.lo))}–${number(Math.min(1, of.hi))})`;
}

function floorCells({ againstFloor }: SummarisedRow): [string, string] {
  if (typeof againstFloor === 'string') {
    return againstFloor === 'is it' ? ['', ''] : ['', againstFloor];
  }
  const { mean, lo, hi, verdict } = againstFloor;
  return [`${signed(mean)} (${signed(lo)} to ${signed(hi)})`, WORDS[verdict]];
}

const WORDS = { better: '**beats it**', tie: 'tie', worse: 'beaten by it' } as const;

function percent({ measures, seeds }: SummarisedRow): string {
  const of = measures.balancedAccuracy;
  if (of === undefined) {
    return '–';
  }
  const mean = (100 * of.mean).toFixed(1);
  return seeds.length === 1 ? mean : `${mean} ± ${(100 * of.sd).toFixed(1)}`;
}

/** What the rows of a table say together. */
export function reading({ rows, best }: BenchmarkTable): string {
  const judged = rows.filter((row) => typeof row.againstFloor !== 'string');
  const withVerdict = (verdict: 'better' | 'worse') =>
    judged.flatMap(({ name, againstFloor }) =>
      typeof againstFloor !== 'string' && againstFloor.verdict === verdict ? [name] : [],
    );
  const [better, worse] = [withVerdict('better'), withVerdict('worse')];
  const unjudged = rows.flatMap(({ name, againstFloor }) => (againstFloor === 'too few seeds' ? [name] : []));
  const sentences = [
    ...(judged.length === 0
      ? ['Nothing can be said of any row beside the floor.']
      : [
          better.length === 0 ? noneBeats(judged) : `The floor is beaten by ${namedList(better)}.`,
          ...(worse.length === 0 ? [] : [`It beats ${namedList(worse)}.`]),
        ]),
    ...(best === undefined ? [] : [highest(best, rows)]),
    ...(unjudged.length === 0 ? [] : [`Too few seeds to say: ${namedList(unjudged)}.`]),
    ...trainingGain(rows),
  ];
  return sentences.join(' ');
}

/** What was not shown, and how much would have had to be there to be shown. */
function noneBeats(judged: readonly SummarisedRow[]): string {
  const ties = judged.flatMap(({ seeds, againstFloor: of }) =>
    typeof of === 'string' || of.verdict !== 'tie' ? [] : [{ count: seeds.length, half: (of.hi - of.lo) / 2 }],
  );
  const shown = '**No row was shown to beat the floor.**';
  if (ties.length === 0) {
    return shown;
  }
  const counts = ties.map(({ count }) => count);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  return `${shown} With ${fewest === most ? most : `${fewest} to ${most}`} seeds a difference below about ${number(median(ties.map(({ half }) => half)))} does not show (half the 95% interval of a tie, the median; Holm asks for more).`;
}

/** The row with the highest mean over all seeds, and how many of those that were tested against it are below. */
function highest(best: string, rows: readonly SummarisedRow[]): string {
  const most = Math.max(...rows.map(({ seeds }) => seeds.length));
  const fewer = rows.some(({ seeds }) => seeds.length < most);
  const tested = rows.flatMap(({ againstBest }) => (typeof againstBest === 'string' ? [] : [againstBest]));
  const below = tested.filter(({ verdict }) => verdict === 'worse').length;
  const stands =
    tested.length === 0
      ? ''
      : below === 0
        ? '; no row is clearly below it'
        : `, clearly above ${below} of ${tested.length} others`;
  return `The highest mean${fewer ? ` over ${seedWords(most)}` : ''} is that of ${named(best)}${stands}.`;
}

/** Whether training did encoders good: each against itself before it, on the same seeds. */
function trainingGain(rows: readonly SummarisedRow[]): string[] {
  const trained = rows.filter(({ againstUntrained }) => typeof againstUntrained === 'object');
  if (trained.length === 0) {
    return [];
  }
  const [better, tie, worse] = (['better', 'tie', 'worse'] as const).map((verdict) =>
    trained.flatMap(({ name, againstUntrained: of }) =>
      typeof of === 'object' && of.verdict === verdict ? [name] : [],
    ),
  ) as [string[], string[], string[]];
  const parts = [
    ...(better.length === 0 ? [] : [`better for ${better.length} (${namedList(better)})`]),
    ...(worse.length === 0 ? [] : [`worse for ${worse.length} (${namedList(worse)})`]),
    ...(tie.length === 0 ? [] : [`not shown to differ for ${tie.length} (${namedList(tie)})`]),
  ];
  return [`Against the same encoder untrained, of ${trained.length} tested: ${parts.join('; ')}.`];
}
