import { decodeEntities } from './contents.js';

/** What a sheet holds that a reader of values passes over. */
export interface SheetFindings {
  /** The texts of cells with an error, such as `#DIV/0!`, by address. */
  readonly errors: ReadonlyMap<string, string>;
  /** The first cell whose formula was never computed. */
  readonly unknown?: string;
  /** The first range of merged cells. */
  readonly merged?: string;
}

const CELL = /<(?:\w+:)?c\s([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:\w+:)?c>)/g;

/**
 * Looks through a sheet's XML (ECMA-376 part 1, 18.3) for what read-excel-file takes as empty cells without a word:
 * errors, formulas without a stored value, and merged cells.
 *
 * @param pieces the sheet's XML
 */
export async function inspectSheet(pieces: AsyncIterable<string>): Promise<SheetFindings> {
  const errors = new Map<string, string>();
  let unknown: string | undefined;
  let merged: string | undefined;
  const look = (xml: string) => {
    // Both are rare, and looking at every cell is slow.
    if (/\bt="e"|\bt='e'|<(?:\w+:)?f[\s/>]/.test(xml)) {
      for (const [, attributes = '', content = ''] of xml.matchAll(CELL)) {
        const address = /(?:^|\s)r=["']([A-Z]+\d+)["']/.exec(attributes)?.[1] ?? 'a cell';
        const type = /(?:^|\s)t=["'](\w+)["']/.exec(attributes)?.[1] ?? 'n';
        const value = /<(?:\w+:)?v[^>]*>([^<]*)</.exec(content)?.[1] ?? '';
        if (type === 'e') {
          errors.set(address, decodeEntities(value));
        } else if (value === '' && type !== 'str' && /<(?:\w+:)?f[\s/>]/.test(content)) {
          unknown ??= address;
        }
      }
    }
    merged ??= /<(?:\w+:)?mergeCell\s[^>]*?ref=["']([^"']+)["']/.exec(xml)?.[1];
  };
  let rest = '';
  for await (const piece of pieces) {
    const xml = rest + piece;
    // Up to the end of a row, which is outside of every cell.
    const end = xml.lastIndexOf('row>') + 4;
    rest = end < 4 ? xml : xml.slice(end);
    if (end >= 4) {
      look(xml.slice(0, end));
    }
  }
  look(rest);
  return { errors, ...(unknown !== undefined && { unknown }), ...(merged !== undefined && { merged }) };
}
