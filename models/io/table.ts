import type { Origin } from './file-error.js';
import type { Separator } from './separator.js';

/** One row of a table. */
export interface Row {
  /** The line it begins at, 1-based. */
  readonly line: number;
  readonly cells: readonly string[];
  /** The row's text when it has no quotes in it, which is quicker to read than cell after cell. */
  readonly plain?: string;
}

/** A table whose rows are read one after another. */
export interface Table {
  readonly origin: Origin;
  /** What parts the cells of a text; `undefined` in a workbook. */
  readonly separator: Separator | undefined;
  /** The rows, the header first. Blank ones are passed over. */
  readonly rows: AsyncGenerator<Row, void, undefined>;
  /** What reading changed and a user should know; grows while rows are read. */
  readonly notes: string[];
}

/** A file whose format is known. */
export interface OpenFile {
  /** The names of a workbook's sheets; none in a text. */
  readonly sheets: readonly string[];
  /**
   * Its table: the text's only one, which can be read once, or a sheet's.
   *
   * @throws SpectroSimError `input` when there is no such sheet, or it cannot be read
   */
  table(sheet?: string): Promise<Table>;
}
