import { gzipSync } from 'node:zlib';
import type { TableOptions } from './options.js';
import { workbook, zip } from './workbook/workbook.setup.js';

/** Something that is refused. */
export interface BadInput {
  /** What is wrong, as the documentation says it. */
  readonly what: string;
  /** The spectra file: text, or bytes with a name for them. */
  readonly input: string | { readonly shown: string; readonly file?: string; readonly bytes: Uint8Array };
  readonly samples?: string;
  /** More files with one spectrum each. */
  readonly more?: string;
  readonly options?: TableOptions;
}

const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const xlsx = (shown: string, ...sheets: Parameters<typeof workbook>[0]) => ({
  shown,
  file: 'spectra.xlsx',
  bytes: workbook(sheets),
});
const bytes = (shown: string, file: string, content: Uint8Array) => ({ shown, file, bytes: content });
const ole = (more: string) =>
  Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Buffer.from(more, 'utf16le')]);

/** Every bad input that the documentation lists, by heading; `bad-inputs.test.ts` makes the table of it. */
export const BAD_INPUTS: Readonly<Record<string, readonly BadInput[]>> = {
  'The file': [
    { what: 'nothing in it', input: '' },
    { what: 'a header only', input: 'm/z,77.04,77.48\n' },
    { what: 'another separator', input: 'm/z|77.04|77.48\na|1|2\n' },
    { what: 'no positions anywhere', input: 'name,batch\na,B01\nb,B02\n' },
    { what: 'no header', input: '77.04,77.48,77.93\n1,2,3\n' },
    { what: 'a sep= line with another character', input: 'sep=|\nm/z|77.04\na|1\n' },
    {
      what: 'UTF-16 without a byte order mark, or binary',
      input: bytes('m\\0/\\0z\\0 …', 'spectra.csv', new Uint8Array(Buffer.from('m/z,1\na,2\n', 'utf16le'))),
    },
    {
      what: 'two encodings in one file',
      input: bytes(
        'Hähnchen in UTF-8, Kühe in Latin-1',
        'spectra.csv',
        Uint8Array.from([...new TextEncoder().encode('m/z,1,2\nHähnchen,1,2\n'), ...latin1('Kühe,1,2\n')]),
      ),
    },
    {
      what: 'gzip that is cut short',
      input: bytes('half of a .gz', 'spectra.csv.gz', new Uint8Array(gzipSync('m/z,1,2\na,1,2\n')).slice(0, 20)),
    },
    { what: 'JCAMP-DX', input: '##TITLE= oil\n##JCAMP-DX= 4.24\n' },
    { what: 'mzML and other XML', input: '<?xml version="1.0"?>\n<mzML>\n' },
    { what: 'netCDF', input: bytes('CDF\\1 …', 'spectra.cdf', latin1('CDF\u0001 and so on')) },
    { what: 'MGF', input: 'BEGIN IONS\nTITLE=a\n77.04 1\nEND IONS\n' },
    { what: 'JSON', input: '{"m/z": [77.04]}\n' },
  ],
  'Rows, columns, quotes': [
    { what: 'a row that is too short', input: 'm/z,77.04,77.48\na,1\n' },
    { what: 'a row that is too long', input: 'm/z,77.04,77.48\na,1,2,3\n' },
    { what: 'a cell beyond the header', input: 'm/z,77.04,77.48,\na,1,2,3\n' },
    { what: 'a quote that is not closed', input: 'm/z,77.04,77.48\n"a,1,2\n' },
    { what: 'text behind a closing quote', input: 'm/z,77.04,77.48\n"a"b,1,2\n' },
    { what: 'rows or columns: numbers in order both ways', input: 'm/z;600;601;603\n1200;1;2;3\n1203;1;2;3\n' },
    {
      what: 'columns were said to be spectra, but are not',
      input: 'm/z,77.04,77.48\na,1,2\n',
      options: { orientation: 'columns' },
    },
    {
      what: 'rows were said to be spectra, but are not',
      input: 'm/z,a,b\n77.04,1,2\n77.48,1,2\n',
      options: { orientation: 'rows' },
    },
  ],
  'The axis': [
    { what: 'no name of the axis', input: ',77.04,77.48\na,1,2\n' },
    { what: '"name" where the axis should be named', input: 'name,batch,77.04,77.48\na,B01,1,2\n' },
    { what: 'two columns without a header', input: '77.04,1204.5\n77.48,12.4\n' },
    {
      what: '`--axis` against the file',
      input: 'wavenumber,1000,1002\na,1,2\n',
      options: { axis: 'm/z' },
    },
    { what: 'a number where the axis should be named', input: '5,a,b\n77.04,1,2\n77.48,1,2\n' },
    { what: 'a mistyped position', input: 'm/z,77.04,77.4B,77.93\na,1,2,3\n' },
    { what: 'a mistyped position at an end', input: 'm/z,77.04,77.48,12O.5\na,1,2,3\n' },
    { what: 'a mistyped position down a column', input: 'm/z,a,b\n77.04,1,2\n77.4B,1,2\n77.93,1,2\n' },
    { what: 'text among the positions', input: 'm/z,77.04,batch,77.93\na,1,B01,3\n' },
    { what: 'a position twice', input: 'm/z,77.04,77.48,77.04\na,1,2,3\n' },
    { what: 'positions in no order', input: 'm/z,77.04,77.93,77.48,78.3\na,1,2,3,4\n' },
  ],
  Numbers: [
    { what: 'text as an intensity', input: 'm/z,77.04,77.48\na,1,ten\n' },
    { what: 'not detected, in words', input: 'm/z,77.04,77.48\na,1,n.d.\n' },
    { what: 'below the limit of detection', input: 'm/z,77.04,77.48\na,1,<0.5\n' },
    { what: "an error of Excel's", input: 'm/z,77.04,77.48\na,1,#DIV/0!\n' },
    { what: 'infinity', input: 'm/z,77.04,77.48\na,1,Infinity\n' },
    { what: 'a number beyond float32', input: 'm/z,77.04,77.48\na,1,4e38\n' },
    { what: 'decimal comma and decimal point in one file', input: 'm/z;77,04;77,48\na;12.5;3\n' },
    { what: 'parted thousands that could be decimals', input: 'm/z;77,04;77,48\na;1.234;3\n' },
    { what: 'nothing tells decimals from thousands', input: 'm/z;600;602\na;1.234;2.345\n' },
    {
      what: 'another decimal mark than the option says',
      input: 'm/z;600;602\na;12.5;2.5\n',
      options: { decimal: 'comma' },
    },
  ],
  'Spectra and their metadata': [
    { what: 'a spectrum without a name', input: 'm/z,77.04,77.48\n,1,2\n' },
    { what: 'a name twice', input: 'm/z,77.04,77.48\na,1,2\nb,1,2\na,3,4\n' },
    { what: 'a name twice, in columns', input: 'm/z,a,b,a\n77.04,1,2,3\n77.48,1,2,3\n' },
    { what: 'a column without a name', input: 'm/z,a,,b\n77.04,1,2,3\n77.48,1,2,3\n' },
    { what: 'a spectrum of missing values', input: 'm/z,77.04,77.48\na,1,2\nb,,\n' },
    { what: 'a spectrum of zeros', input: 'm/z,77.04,77.48\na,1,2\nb,0,0\n' },
    { what: 'a metadata column twice', input: 'm/z,batch,batch,77.04,77.48\na,B1,B1,1,2\n' },
    { what: 'a metadata column without a name', input: 'm/z,,77.04,77.48\na,B1,1,2\n' },
    { what: 'a samples file without names', input: 'm/z,77.04,77.48\na,1,2\n', samples: 'probe,batch\na,B01\n' },
    {
      what: 'a samples file with a name twice',
      input: 'm/z,77.04,77.48\na,1,2\n',
      samples: 'name,batch\na,B01\na,B02\n',
    },
    {
      what: 'spectra and samples that do not match',
      input: 'm/z,77.04,77.48\na,1,2\nb,1,2\n',
      samples: 'name,batch\na,B01\nc,B02\n',
    },
  ],
  'One file a spectrum': [
    { what: 'several spectra in a file', input: 'm/z,a,b\n77.04,1,2\n77.48,3,4\n', more: 'm/z,c\n77.04,1\n77.48,2\n' },
    {
      what: 'another number of positions',
      input: 'm/z,a\n77.04,1\n77.48,2\n',
      more: 'm/z,b\n77.04,1\n77.48,2\n77.93,3\n',
    },
    { what: 'other positions', input: 'm/z,a\n77.04,1\n77.48,2\n', more: 'm/z,b\n77.04,1\n77.98,2\n' },
    { what: 'another quantity', input: 'm/z,a\n600,1\n602,2\n', more: 'wavenumber,b\n600,1\n602,2\n' },
  ],
  Workbooks: [
    { what: 'an old workbook', input: bytes('.xls', 'spectra.xls', ole('Workbook')) },
    { what: 'a locked workbook', input: bytes('.xlsx with a password', 'spectra.xlsx', ole('EncryptedPackage')) },
    {
      what: 'OpenDocument',
      input: bytes(
        '.ods',
        'spectra.ods',
        zip({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '' }),
      ),
    },
    { what: 'a binary workbook', input: bytes('.xlsb', 'spectra.xlsb', zip({ 'xl/workbook.bin': '' })) },
    { what: 'a zip archive', input: bytes('.zip', 'spectra.zip', zip({ 'spectra.csv': 'm/z,1\n' })) },
    {
      what: 'a workbook that is cut short',
      input: bytes('half of an .xlsx', 'spectra.xlsx', workbook([{ name: 'Data', rows: [['m/z', 1]] }]).slice(0, 300)),
    },
    {
      what: 'a sheet that is not there',
      input: xlsx('sheets "Data", "Notes"', { name: 'Data', rows: [] }, { name: 'Notes', rows: [] }),
      options: { sheet: 'data' },
    },
    { what: 'an empty sheet', input: xlsx('no cells', { name: 'Data', rows: [] }) },
    {
      what: 'a formula that was never computed',
      input: xlsx('C2: =B2*2, no value', {
        name: 'Data',
        rows: [
          ['m/z', 77.04, 77.48],
          ['a', 1, { formula: 'B2*2' }],
        ],
      }),
    },
    {
      what: 'an error in a cell',
      input: xlsx('C2: #DIV/0!', {
        name: 'Data',
        rows: [
          ['m/z', 77.04, 77.48],
          ['a', 1, { error: '#DIV/0!' }],
        ],
      }),
    },
    {
      what: 'a number stored as text, with another decimal mark',
      input: xlsx("C2: '12,5", {
        name: 'Data',
        rows: [
          ['m/z', 77.04, 77.48],
          ['a', 1, '12,5'],
        ],
      }),
    },
    {
      what: 'merged cells',
      input: xlsx('A2:A3 merged', {
        name: 'Data',
        rows: [
          ['m/z', 77.04, 77.48],
          ['a', 1, 2],
          [null, 3, 4],
        ],
        behind: '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>',
      }),
    },
    { what: 'a sheet named for a text', input: 'm/z,77.04,77.48\na,1,2\n', options: { sheet: 'Data' } },
  ],
};
