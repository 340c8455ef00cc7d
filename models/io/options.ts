/** Which character parts whole from decimal digits. */
export type DecimalMark = 'comma' | 'point';

/** Whether a table's rows or its columns are the spectra. */
export type Orientation = 'rows' | 'columns';

/** What a file leaves open; whatever is not given is found from the file, or refused where it is ambiguous. */
export interface TableOptions {
  readonly decimal?: DecimalMark | undefined;
  readonly orientation?: Orientation | undefined;
  /** The axis' quantity, such as `m/z`; overrides what the file says. */
  readonly axis?: string | undefined;
  /** The workbook's sheet with the spectra. @default `spectra`, else the first that is not called `samples` */
  readonly sheet?: string | undefined;
}

/** How a file is called and what it leaves open. */
export interface ReadOptions extends TableOptions {
  /** The file's name, as the user knows it. */
  readonly name: string;
}
