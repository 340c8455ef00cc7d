import { nearestName } from '../../nearest-name.js';
import { joinBytes } from '../byte-source.js';
import { fileError, showCell, showSome } from '../file-error.js';
import type { DecimalMark } from '../options.js';
import type { OpenFile, Table } from '../table.js';
import { type Contents, readContents, type SheetEntry } from './contents.js';
import { damaged, readSheet, tooLarge } from './read-sheet.js';

/** Larger archives are no workbook that could be read. */
const LARGEST_ARCHIVE = 2 ** 29;

/**
 * The bytes of an archive, whose directory is at its end.
 *
 * @throws SpectroSimError `input` when it is larger than 512 MB
 */
export async function collectArchive(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    size += chunk.length;
    if (size > LARGEST_ARCHIVE) {
      throw tooLarge({ file });
    }
  }
  return joinBytes(parts);
}

/**
 * Opens an .xlsx workbook. Its cells come from read-excel-file, which is loaded here and not before.
 *
 * @param decimal the mark that numbers stored as text are said to have; true numbers have none
 * @throws SpectroSimError `input` for another kind of archive, with what to do
 */
export async function openWorkbook(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  decimal: DecimalMark | undefined,
): Promise<OpenFile> {
  const contents = await readContents(bytes).catch((cause) => {
    throw damaged({ file }, cause);
  });
  const sheets = sheetsOf(contents, file);
  const names = sheets.map(({ name }) => name);
  return {
    sheets: names,
    async table(wanted): Promise<Table> {
      const name = chooseSheet(names, wanted, file);
      const origin = { file, sheet: name };
      const rows = readSheet(bytes, sheets[names.indexOf(name)] as SheetEntry, origin, decimal);
      const notes =
        wanted === undefined && names.length > 1
          ? [`${file}: the sheet ${showCell(name)} was read, one of ${showSome(names)}.`]
          : [];
      return { origin, separator: undefined, rows, notes };
    },
  };
}

function sheetsOf(contents: Contents, file: string): readonly SheetEntry[] {
  switch (contents.kind) {
    case 'workbook':
      return contents.sheets;
    case 'opendocument':
      throw fileError(
        { file },
        'this is an OpenDocument file (.ods). Expected .xlsx or CSV. Open it and save it as .xlsx.',
      );
    case 'binary':
      throw fileError(
        { file },
        'this is a binary workbook (.xlsb). Expected .xlsx or CSV. Open it and save it as .xlsx.',
      );
    case 'other':
      throw fileError(
        { file },
        'this is a zip archive without a workbook in it. Expected .xlsx, or a table as CSV or TSV, plain or gzip-packed. Unpack it and name the file.',
      );
  }
}

/** The sheet asked for; else one called `spectra`; else the first that is not called `samples`. */
function chooseSheet(names: readonly string[], wanted: string | undefined, file: string): string {
  if (wanted === undefined) {
    const chosen =
      names.find((name) => name.trim().toLowerCase() === 'spectra') ??
      names.find((name) => name.trim().toLowerCase() !== 'samples') ??
      names[0];
    if (chosen === undefined) {
      throw fileError({ file }, 'the workbook has no sheet. Expected one with a table. Check the file.');
    }
    return chosen;
  }
  if (names.includes(wanted)) {
    return wanted;
  }
  const near = nearestName(wanted, names);
  throw fileError(
    { file },
    `there is no sheet ${showCell(wanted)}. The sheets are ${showSome(names, 20)}.${near === undefined ? '' : ` Did you mean ${showCell(near)}?`}`,
  );
}
