import { table, wrapped } from '../output.js';
import type { TableSection } from './table-section.js';

/** A table for a terminal. */
export function sectionText({ title, cells, notes }: TableSection): string {
  return [title, ...(cells.length === 0 ? [] : [table(cells)]), ...notes.map((note) => wrapped('  ', note))].join('\n');
}
