import { listed } from '../../accuracy/document/cells.js';

/** A row's name within a sentence, where its own commas must not read as the sentence's. */
export function named(row: string): string {
  return `\`${row}\``;
}

/** Names of rows within a sentence. */
export function namedList(rows: readonly string[]): string {
  return listed(rows.map(named));
}
