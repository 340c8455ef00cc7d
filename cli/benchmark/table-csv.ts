import type { BenchmarkMeasureName, BenchmarkTable, Comparison, CostRecord, NoComparison } from '@spectrosim/training';

const MEASURES: readonly BenchmarkMeasureName[] = [
  'auc',
  'averagePrecision',
  'eer',
  'fnrAt1',
  'balancedAccuracy',
  'hardAuc',
  'cllr',
];

/** Tables of a benchmark as one CSV file, a row a line, numbers as they are. */
export function tablesCsv(tables: readonly BenchmarkTable[]): string {
  const header = [
    ...['data', 'protocol', 'row', 'kind', 'parameters', 'seeds'],
    ...MEASURES.flatMap((name) => [name, `${name}_sd`, `${name}_lo`, `${name}_hi`]),
    ...['untrained_auc', 'floor_auc'],
    ...['floor', 'best', 'untrained'].flatMap((other) =>
      ['difference', 'lo', 'hi', 'p', 'p_holm', 'verdict'].map((of) => `${other}_${of}`),
    ),
    ...['published', 'seconds'],
  ];
  const rows = tables.flatMap((of) =>
    of.rows.map((row) => [
      ...[of.data, of.protocol, row.name, row.kind, row.parameters ?? '', row.seeds.join(' ')],
      ...MEASURES.flatMap((name) => {
        const { mean, sd, lo, hi } = row.measures[name] ?? {};
        return [mean ?? '', row.seeds.length > 1 ? (sd ?? '') : '', lo ?? '', hi ?? ''];
      }),
      ...[row.untrained?.mean ?? '', row.floor.mean],
      ...compared(row.againstFloor),
      ...compared(row.againstBest),
      ...compared(row.againstUntrained),
      ...[row.published ?? '', row.seconds],
    ]),
  );
  return csv([header, ...rows]);
}

/** Costs as one CSV file, an encoder a line, times in ms. */
export function costsCsv(costs: readonly CostRecord[]): string {
  const timings = (costs[0]?.cost.inference ?? []).map(({ spectra }) => `inference_${spectra}`);
  const header = [
    ...['row', 'encoder', 'bins', 'parameters', 'model_bytes', 'batch', 'threads'],
    ...['training_step', ...timings].flatMap((name) => ['ms', 'p5_ms', 'p95_ms'].map((of) => `${name}_${of}`)),
  ];
  const rows = costs.map(({ row, cost }) => [
    ...[row, cost.encoder.name, cost.bins, cost.parameters, cost.modelBytes, cost.trainingStep.batch, cost.threads],
    ...[cost.trainingStep, ...cost.inference].flatMap(({ medianMs, p5Ms, p95Ms }) => [medianMs, p5Ms, p95Ms]),
  ]);
  return csv([header, ...rows]);
}

function csv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((cells) => `${cells.map((cell) => quoted(String(cell))).join(',')}\n`).join('');
}

function compared(of: Comparison | NoComparison | undefined): (string | number)[] {
  if (of === undefined) {
    return ['', '', '', '', '', ''];
  }
  return typeof of === 'string' ? ['', '', '', '', '', of] : [of.mean, of.lo, of.hi, of.p, of.adjusted, of.verdict];
}

function quoted(cell: string): string {
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
