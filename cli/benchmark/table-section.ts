import type { BenchmarkTable, CostRecord, FailedRecord, SummarisedRow, Timing } from '@spectrosim/training';
import {
  differenceText,
  floorOf,
  intervalText,
  meanText,
  parametersText,
  percentText,
  seedsText,
  verdictText,
  withinUnit,
} from './table-cells.js';

/** Fewer seeds than this are not tested. */
const FEWEST_SEEDS = 3;

/** A table in words, for every form in which it is written. */
export interface TableSection {
  readonly title: string;
  /** The header first; without rows, nothing was run. */
  readonly cells: readonly (readonly string[])[];
  /** Columns of words, by name; the others are numbers. */
  readonly words: readonly string[];
  /** What is to be known to read it, a sentence each. */
  readonly notes: readonly string[];
  /** What it is made of, where there are systems to draw. */
  readonly table?: BenchmarkTable;
}

/** A table of systems in words. */
export function tableSection(of: BenchmarkTable): TableSection {
  return {
    title: tableTitle(of),
    cells: of.rows.length === 0 ? [] : tableCells(of),
    words: [COLUMNS.row, COLUMNS.floor, COLUMNS.best],
    notes: tableNotes(of),
    table: of,
  };
}

/** Tables of costs in words, one for each number of bins. */
export function costSections(costs: readonly CostRecord[], failed: readonly FailedRecord[]): TableSection[] {
  const lengths = [...new Set(costs.map(({ cost }) => cost.bins))];
  const sections = lengths.map((bins): TableSection => {
    const rows = costs.filter(({ cost }) => cost.bins === bins);
    const { threads, inference, trainingStep } = (rows[0] as CostRecord).cost;
    return {
      title: `Cost on ${bins.toLocaleString('en-GB')} bins`,
      cells: [
        [
          'encoder',
          'parameters',
          'model.onnx, MB',
          `training step of ${trainingStep.batch}, ms`,
          ...inference.map(({ spectra }) => `inference of ${spectra}, ms`),
        ],
        ...rows.map(({ row, cost }) => [
          row,
          cost.parameters.toLocaleString('en-GB'),
          (cost.modelBytes / 1e6).toFixed(1),
          timingText(cost.trainingStep),
          ...cost.inference.map(timingText),
        ]),
      ],
      words: ['encoder'],
      notes: [
        `Median (5th to 95th percentile) over rounds, warmed up, alone on the machine, ${threads} thread${threads === 1 ? '' : 's'}.`,
      ],
    };
  });
  const why = failed.map(({ row, failed: text }) => `FAILED ${row}: ${text}`);
  return why.length === 0 ? sections : [...sections, { title: 'Costs that failed', cells: [], words: [], notes: why }];
}

/** `12.3 (11.9 to 13.0)`. */
function timingText({ medianMs, p5Ms, p95Ms }: Timing): string {
  const [middle, low, high] = [medianMs, p5Ms, p95Ms].map((ms) => (ms < 100 ? ms.toPrecision(3) : ms.toFixed(0)));
  return `${middle} (${low} to ${high})`;
}

/** A table's name: what was measured on, and how it was split. */
function tableTitle({ data, split }: Pick<BenchmarkTable, 'data' | 'split'>): string {
  return `${data}; ${split}`;
}

/** The names of columns, in every form of a table. */
export const COLUMNS = {
  row: 'system',
  parameters: 'parameters',
  auc: 'ROC AUC',
  interval: '95% interval',
  accuracy: 'balanced accuracy, %',
  difference: 'AUC − floor (95% interval)',
  floor: 'against the floor',
  best: 'against the best',
  published: 'published, %',
} as const;

/** Rows as cells, the header first; columns that say nothing in this table are left out. */
function tableCells(of: BenchmarkTable): string[][] {
  const { rows } = of;
  const published = rows.some((row) => row.published !== undefined);
  const parameters = rows.some((row) => row.parameters !== undefined);
  const floor = floorOf(of);
  const header = [
    COLUMNS.row,
    ...(parameters ? [COLUMNS.parameters] : []),
    COLUMNS.auc,
    COLUMNS.interval,
    COLUMNS.accuracy,
    COLUMNS.difference,
    COLUMNS.floor,
    COLUMNS.best,
    ...(published ? [COLUMNS.published] : []),
  ];
  const most = Math.max(...rows.map(({ seeds }) => seeds.length));
  const cells = rows.map((row) => {
    const { auc, balancedAccuracy } = row.measures;
    const marked = row.seeds.length < most ? `${row.name} † ${seedsText(row)}` : row.name;
    return [
      row.name === of.best ? `${marked} *` : marked,
      ...(parameters ? [parametersText(row)] : []),
      auc === undefined ? '–' : meanText(auc, row.seeds.length),
      auc === undefined ? '–' : intervalText(withinUnit(auc)),
      balancedAccuracy === undefined ? '–' : percentText(balancedAccuracy, row.seeds.length),
      differenceText(row.againstFloor),
      verdictText(row.againstFloor, 'floor'),
      verdictText(row.againstBest, 'best'),
      ...(published ? [row.published ?? ''] : []),
    ];
  });
  const beside =
    floor === undefined
      ? []
      : [
          header.map((column) =>
            column === COLUMNS.row
              ? 'floor of the same splits'
              : column === COLUMNS.auc
                ? meanText(floor, most)
                : column === COLUMNS.interval
                  ? intervalText(withinUnit(floor))
                  : column === COLUMNS.published
                    ? ''
                    : '–',
          ),
        ];
  return [header, ...cells, ...beside];
}

/** What is to be known to read a table, a sentence a line. */
function tableNotes(of: BenchmarkTable): string[] {
  const { rows, newEachSeed, leak, failed } = of;
  const most = Math.max(0, ...rows.map(({ seeds }) => seeds.length));
  const lesser = rows.some(({ seeds }) => seeds.length < most);
  return [
    ...(leak === undefined ? [] : [`This protocol leaks: ${leak} Nothing is tested for significance under it.`]),
    `Mean ± sd over ${most === 1 ? 'one seed' : `${most} seeds`}; * the highest mean${lesser ? ' of the rows with all of them' : ''}.`,
    ...(leak === undefined && most < FEWEST_SEEDS
      ? ['With fewer than three seeds there is no interval, and nothing is tested.']
      : []),
    ...(leak === undefined && most >= FEWEST_SEEDS
      ? [
          newEachSeed
            ? 'Every seed has a simulated set of its own: intervals and p by Student’s t, paired, adjusted by Holm over the rows.'
            : 'Seeds are splits of one set, whose training sides overlap: intervals and p by the corrected resampled t-test (Nadeau & Bengio 2003), adjusted by Holm over the rows.',
        ]
      : []),
    ...(lesser ? ['† Fewer seeds than the others: a large model, or runs that failed or are missing.'] : []),
    ...trainingNotes(rows),
    ...rows.flatMap(({ name, lowered }) =>
      lowered === undefined
        ? []
        : [`${name}: batch lowered from ${lowered.asked} to ${lowered.batch}, the training spectra there are.`],
    ),
    ...rows.flatMap(({ name, note }) => (note === undefined ? [] : [`${name}: ${note}`])),
    ...failedNotes(failed),
  ];
}

/** What training did, tested as everything else: each row against itself before it. */
function trainingNotes(rows: readonly SummarisedRow[]): string[] {
  const notes = (
    [
      ['better', 'Better than before training'],
      ['tie', 'No difference from before training was shown'],
      ['worse', 'Worse than before training'],
    ] as const
  ).map(([verdict, words]) => {
    const names = rows.flatMap(({ name, againstUntrained: of }) =>
      typeof of === 'object' && of.verdict === verdict ? [name] : [],
    );
    return names.length === 0 ? '' : `${words}: ${names.join('; ')}.`;
  });
  // Where no row has enough, that is said of them all.
  const some = rows.some(({ seeds }) => seeds.length >= FEWEST_SEEDS);
  const few = rows.flatMap(({ name, againstUntrained }) =>
    some && againstUntrained === 'too few seeds' ? [name] : [],
  );
  return [
    ...notes.filter((note) => note !== ''),
    ...(few.length === 0 ? [] : [`Too few seeds to compare with before training: ${few.join('; ')}.`]),
  ];
}

/** One line for what failed of one row for one reason. */
function failedNotes(failed: readonly FailedRecord[]): string[] {
  const seeds = new Map<string, { readonly row: string; readonly why: string; readonly seeds: number[] }>();
  for (const { row, seed, failed: why } of failed) {
    const place = JSON.stringify([row, why]);
    const known = seeds.get(place) ?? { row, why, seeds: [] };
    known.seeds.push(seed);
    seeds.set(place, known);
  }
  return [...seeds.values()].map(
    ({ row, why, seeds: of }) => `FAILED ${row}, seed${of.length === 1 ? '' : 's'} ${of.join(', ')}: ${why}`,
  );
}
