import { fileError } from './file-error.js';

const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/** Formats that begin so, what they are, and what to do about it. */
const FOREIGN: readonly { readonly begins: RegExp; readonly what: string; readonly advice: string }[] = [
  { begins: /^##[\w .]+=/, what: 'a JCAMP-DX file', advice: 'Export it as CSV, two columns a spectrum.' },
  {
    begins: /^<(\?xml|indexedmzML|mzML|mzXML|mzData)/i,
    what: 'an XML file (mzML, mzXML or alike)',
    advice: 'Export the spectra as CSV, on one axis.',
  },
  { begins: /^<(!doctype )?html/i, what: 'a web page', advice: 'Download the file itself.' },
  { begins: /^(\{|\[\s*[[{"])/, what: 'a JSON file', advice: 'Export it as CSV.' },
  {
    begins: /^(BEGIN IONS|(MASS|COM|CHARGE)=)/i,
    what: 'an MGF file',
    advice: 'Export the spectra as CSV, on one axis.',
  },
  { begins: /^%PDF/, what: 'a PDF', advice: 'Export the table as CSV.' },
  { begins: /^(CDF\p{Cc}|.HDF\r)/u, what: 'a netCDF or HDF5 file', advice: 'Export the spectra as CSV.' },
];

/**
 * Refuses formats that are known but not read.
 *
 * @param head the first bytes
 * @param chunks the whole file, which is read on only to tell an old workbook from a locked one
 * @throws SpectroSimError `input`
 */
export async function refuseForeign(
  head: Uint8Array,
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
  file: string,
): Promise<void> {
  if (OLE.every((byte, i) => head[i] === byte)) {
    throw fileError(
      { file },
      (await holdsEncryptedPackage(chunks))
        ? 'the workbook is locked with a password. Expected one that opens without. Save a copy without a password (File, Info, Protect Workbook).'
        : 'this is an old Excel workbook (.xls). Expected .xlsx or CSV. Open it and save it as .xlsx.',
    );
  }
  const begin = new TextDecoder('latin1')
    .decode(head.subarray(0, 64))
    .replace(/^\u00EF\u00BB\u00BF/, '')
    .trimStart();
  const found = FOREIGN.find(({ begins }) => begins.test(begin));
  if (found !== undefined) {
    await chunks.return();
    throw fileError({ file }, `this is ${found.what}. Expected a table as CSV, TSV or .xlsx. ${found.advice}`);
  }
}

/** Whether the name of the stream that holds an encrypted workbook is in the file, in UTF-16. */
async function holdsEncryptedPackage(chunks: AsyncGenerator<Uint8Array, void, undefined>): Promise<boolean> {
  const name = [...'EncryptedPackage'].join('\0');
  const decoder = new TextDecoder('latin1');
  let tail = '';
  for await (const chunk of chunks) {
    const text = tail + decoder.decode(chunk);
    if (text.includes(name)) {
      return true;
    }
    tail = text.slice(-name.length);
  }
  return false;
}
