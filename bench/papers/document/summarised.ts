import { type BenchmarkRecord, type BenchmarkTable, type RowOfTable, summariseBenchmark } from '@spectrosim/training';
import { type PaperExperiment, readyExperiment } from '../experiments.js';
import { failedOf, measuredOf } from '../records.js';

/** Tables of an experiment's records: rows in the order in which the experiment lists them, with what the papers print. */
export function tablesOf(name: PaperExperiment, records: readonly BenchmarkRecord[]): BenchmarkTable[] {
  const listed = readyExperiment(name).rows ?? [];
  const present = new Map([...measuredOf(records), ...failedOf(records)].map(({ row, kind }) => [row, kind]));
  const rows: RowOfTable[] = [
    ...listed.flatMap(({ name: row, published, note }) => {
      const kind = present.get(row);
      return kind === undefined
        ? []
        : [{ name: row, kind, ...(published !== undefined && { published }), ...(note !== undefined && { note }) }];
    }),
    // Rows of a grid are listed by their values.
    ...[...present]
      .filter(([row]) => listed.every((one) => one.name !== row))
      .map(([row, kind]) => ({ name: row, kind }))
      .sort((a, b) => valueIn(a.name) - valueIn(b.name)),
  ];
  return summariseBenchmark([...measuredOf(records), ...failedOf(records)], rows);
}

/** The number that the name of a grid's row ends with, by which they are sorted: `temperature 0.25`. */
function valueIn(name: string): number {
  return Number(name.split(' ').at(-1));
}
