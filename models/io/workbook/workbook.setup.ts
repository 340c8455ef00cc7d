/** A cell: a number, a text, nothing, an error, or a formula with or without its stored value. */
export type TestCell =
  | number
  | string
  | null
  | { readonly error: string }
  | { readonly formula: string; readonly value?: number };

/** A sheet: its cells, its XML behind them, or `chart` for one without cells. */
export interface TestSheet {
  readonly name: string;
  readonly rows: readonly (readonly TestCell[])[];
  /** XML behind the cells, such as merged ranges. */
  readonly behind?: string;
}

/** An .xlsx workbook with exactly these parts, which programs that write workbooks do not all make. */
export function workbook(sheets: readonly TestSheet[]): Uint8Array {
  const relation = (i: number) =>
    `<Relationship Id="rId${i + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`;
  return zip({
    'xl/workbook.xml': `<workbook xmlns:r="r"><sheets>${sheets.map(({ name }, i) => `<sheet name="${escapeXml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${sheets.map((_, i) => relation(i)).join('')}</Relationships>`,
    ...Object.fromEntries(sheets.map((sheet, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet)])),
  });
}

function sheetXml({ rows, behind = '' }: TestSheet): string {
  const xml = rows.map((cells, i) => {
    const row = cells.map((cell, j) => cellXml(cell, `${String.fromCharCode(65 + j)}${i + 1}`)).join('');
    return `<row r="${i + 1}">${row}</row>`;
  });
  return `<worksheet><sheetData>${xml.join('')}</sheetData>${behind}</worksheet>`;
}

function cellXml(cell: TestCell, address: string): string {
  if (cell === null) {
    return '';
  }
  if (typeof cell === 'number') {
    return `<c r="${address}"><v>${cell}</v></c>`;
  }
  if (typeof cell === 'string') {
    return `<c r="${address}" t="inlineStr"><is><t>${escapeXml(cell)}</t></is></c>`;
  }
  if ('error' in cell) {
    return `<c r="${address}" t="e"><v>${cell.error}</v></c>`;
  }
  return `<c r="${address}"><f>${escapeXml(cell.formula)}</f>${cell.value === undefined ? '' : `<v>${cell.value}</v>`}</c>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** A zip archive of stored files. Their checksums are left 0, which readers of workbooks do not look at. */
export function zip(files: Readonly<Record<string, string>>): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const [path, content] = [new TextEncoder().encode(name), new TextEncoder().encode(text)];
    const sizes = [0, content.length, content.length];
    const local = record([0x04034b50], [20, 0, 0, 0, 0], sizes, [path.length, 0]);
    directory.push(record([0x02014b50], [20, 20, 0, 0, 0, 0], sizes, [path.length, 0, 0, 0, 0], [0, offset]), path);
    parts.push(local, path, content);
    offset += local.length + path.length + content.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const entries = Object.keys(files).length;
  const end = record([0x06054b50], [0, 0, entries, entries], [size, offset], [0]);
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]));
}

/** Little-endian numbers, of 4 and 2 bytes in turn. */
function record(...runs: readonly (readonly number[])[]): Uint8Array {
  return Buffer.concat(
    runs.map((run, i) => {
      const width = i % 2 === 0 ? 4 : 2;
      const bytes = Buffer.alloc(run.length * width);
      run.forEach((value, k) => {
        bytes.writeUIntLE(value, k * width, width);
      });
      return bytes;
    }),
  );
}
