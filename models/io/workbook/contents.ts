import { readEntry, readZip, type ZipEntry } from './zip.js';

/** A workbook's sheet, in the order of its tabs. */
export interface SheetEntry {
  readonly name: string;
  /** Where its cells are; `undefined` for a sheet without cells, such as a chart. */
  readonly entry: ZipEntry | undefined;
}

/** What an archive turned out to be. */
export type Contents =
  | { readonly kind: 'workbook'; readonly sheets: readonly SheetEntry[] }
  | { readonly kind: 'opendocument' | 'binary' | 'other' };

/**
 * What is in an archive: an .xlsx workbook with its sheets (ECMA-376 part 1, 18.2), or something else.
 *
 * @throws Error of any kind when it is damaged
 */
export async function readContents(bytes: Uint8Array<ArrayBuffer>): Promise<Contents> {
  const entries = readZip(bytes);
  const mimetype = entries.get('mimetype');
  if (mimetype !== undefined && (await textOf(bytes, mimetype)).startsWith('application/vnd.oasis.opendocument')) {
    return { kind: 'opendocument' };
  }
  if (entries.has('xl/workbook.bin')) {
    return { kind: 'binary' };
  }
  const workbook = entries.get('xl/workbook.xml');
  const relations = entries.get('xl/_rels/workbook.xml.rels');
  if (workbook === undefined || relations === undefined) {
    return { kind: 'other' };
  }
  const targets = new Map(
    tags(await textOf(bytes, relations), 'Relationship').map((tag) => [attribute(tag, 'Id'), attribute(tag, 'Target')]),
  );
  const sheets = tags(await textOf(bytes, workbook), 'sheet').map((tag) => {
    const target = targets.get(attribute(tag, '(?:\\w+:)?id'));
    const path = target?.startsWith('/') ? target.slice(1) : `xl/${target}`;
    return { name: attribute(tag, 'name') ?? '', entry: /worksheets\//.test(path) ? entries.get(path) : undefined };
  });
  return { kind: 'workbook', sheets };
}

async function textOf(bytes: Uint8Array<ArrayBuffer>, entry: ZipEntry): Promise<string> {
  const parts: string[] = [];
  for await (const part of readEntry(bytes, entry)) {
    parts.push(part);
  }
  return parts.join('');
}

function tags(xml: string, name: string): string[] {
  return xml.match(new RegExp(`<(?:\\w+:)?${name}\\s[^>]*>`, 'g')) ?? [];
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}\\s*=\\s*("([^"]*)"|'([^']*)')`).exec(tag);
  return value === null ? undefined : decodeEntities(value[2] ?? value[3] ?? '');
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** XML's five named entities and its numbered ones. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
    name === undefined
      ? String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal))
      : (NAMED[name] ?? whole),
  );
}
