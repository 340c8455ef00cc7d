import { type ByteSource, chunksOf, peek } from './byte-source.js';
import { fileError, showCell } from './file-error.js';
import { refuseForeign } from './foreign.js';
import { gunzipIfNeeded } from './gunzip.js';
import { openText } from './open-text.js';
import type { ReadOptions } from './options.js';
import type { OpenFile } from './table.js';
import { collectArchive, openWorkbook } from './workbook/open-workbook.js';
import { isZip } from './workbook/zip.js';

/**
 * Recognises a file by its first bytes, whatever it is called: gzip, an .xlsx workbook, or text.
 *
 * @throws SpectroSimError `input` for a format that cannot be read, with what to do
 */
export async function openFile(source: ByteSource, { name, decimal }: ReadOptions): Promise<OpenFile> {
  const { head, chunks } = await peek(gunzipIfNeeded(chunksOf(source), name), 512);
  if (isZip(head)) {
    return openWorkbook(await collectArchive(chunks, name), name, decimal);
  }
  await refuseForeign(head, chunks, name);
  return {
    sheets: [],
    async table(sheet) {
      if (sheet !== undefined) {
        await chunks.return();
        throw fileError(
          { file: name },
          `the sheet ${showCell(sheet)} was asked for, but this is a text, which has none. Expected an .xlsx workbook. Leave out --sheet.`,
        );
      }
      return openText(chunks, { file: name });
    },
  };
}
