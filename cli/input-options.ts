import type { DecimalMark, Orientation, TableOptions } from '@spectrosim/models/io';
import { type Command, Option } from 'commander';

/** Options that say what a spectra file leaves open. */
export interface InputOptions {
  readonly decimal?: DecimalMark;
  readonly orientation?: Orientation;
  readonly axis?: string;
  readonly sheet?: string;
}

/** What `<data>` may be, for the help of a command. */
export const DATA_HELP = 'spectra: a table (.csv, .tsv, .xlsx, .gz), or a folder with one, or with one file a spectrum';

/** Adds `--decimal`, `--orientation`, `--axis` and `--sheet`. */
export function withInput(command: Command): Command {
  return command
    .addOption(
      new Option('--decimal <mark>', 'decimal mark, where the spectra file leaves it open').choices(['comma', 'point']),
    )
    .addOption(
      new Option('--orientation <rows|columns>', 'what is a spectrum, where the file leaves it open').choices([
        'rows',
        'columns',
      ]),
    )
    .option('--axis <quantity>', 'what the positions are, such as m/z (default: as the file says)')
    .option('--sheet <name>', 'sheet of a workbook with the spectra (default: "spectra", else the first)');
}

/** Those of a command's options that are about reading. */
export function inputOptions({ decimal, orientation, axis, sheet }: InputOptions): TableOptions {
  return { decimal, orientation, axis, sheet };
}
