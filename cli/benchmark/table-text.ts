import type { BenchmarkTable } from '@spectrosim/training';
import { table, wrapped } from '../output.js';
import {
  differenceText,
  floorOf,
  intervalText,
  meanText,
  parametersText,
  percentText,
  seedsText,
  verdictText,
} from './table-cells.js';

/** A table's name: what was measured on, and how it was split. */
export function tableTitle({ data, split }: Pick<BenchmarkTable, 'data' | 'split'>): string {
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
export function tableCells(of: BenchmarkTable): string[][] {
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
      auc === undefined ? '–' : intervalText(auc),
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
                  ? intervalText(floor)
                  : column === COLUMNS.published
                    ? ''
                    : '–',
          ),
        ];
  return [header, ...cells, ...beside];
}

/** What is to be known to read a table, a sentence a line. */
export function tableNotes(of: BenchmarkTable): string[] {
  const { rows, simulated, leak, failed } = of;
  const most = Math.max(0, ...rows.map(({ seeds }) => seeds.length));
  const lesser = rows.some(({ seeds }) => seeds.length < most);
  const untrained = rows.filter(
    ({ untrained: before, measures: { auc } }) => before !== undefined && auc !== undefined && before.mean >= auc.mean,
  );
  return [
    ...(leak === undefined ? [] : [`This protocol leaks: ${leak} Nothing is tested for significance under it.`]),
    `Mean ± sd over ${most === 1 ? 'one seed' : `${most} seeds`}; * the highest mean.`,
    ...(leak === undefined
      ? [
          simulated
            ? 'Every seed has a simulated set of its own: intervals and p by Student’s t, paired, adjusted by Holm over the rows.'
            : 'Seeds are splits of one set, whose training sides overlap: intervals and p by the corrected resampled t-test (Nadeau & Bengio 2003), adjusted by Holm over the rows.',
        ]
      : []),
    ...(lesser ? ['† Fewer seeds than the others: a large model, or runs that failed or are missing.'] : []),
    ...(untrained.length > 0
      ? [`No better than before training: ${untrained.map(({ name }) => name).join(', ')}.`]
      : []),
    ...rows.flatMap(({ name, note }) => (note === undefined ? [] : [`${name}: ${note}`])),
    ...failed.map(({ row, seed, failed: why }) => `FAILED ${row}, seed ${seed}: ${why}`),
  ];
}

/** A table for a terminal. */
export function tableText(of: BenchmarkTable): string {
  const cells = tableCells(of);
  return [
    tableTitle(of),
    ...(of.rows.length === 0 ? [] : [table(cells)]),
    ...tableNotes(of).map((note) => wrapped('  ', note)),
  ].join('\n');
}
