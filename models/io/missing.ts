import { count, type Origin, showCell, showPlace, showSome } from './file-error.js';
import { isMissingText } from './words.js';

/** Counts the words that were taken as missing, to tell the user once. */
export interface MissingWords {
  add(word: string, line: number, column: number): void;
  /** The note, if there is something to say. */
  notes(): string[];
}

/** @see MissingWords */
export function countMissingWords(origin: Origin): MissingWords {
  const words = new Set<string>();
  let cells = 0;
  let first = '';
  return {
    add(word, line, column) {
      if (cells === 0) {
        first = showPlace({ ...origin, line, column });
      }
      cells++;
      words.add(word);
    },
    notes() {
      return cells === 0
        ? []
        : [
            `${origin.file}: ${count(cells, 'cell')} with ${[...words].map(showCell).join(', ')} taken as missing (the first at ${first}).`,
          ];
    },
  };
}

/**
 * Metadata as the rest of the program takes them: a word for "missing" is empty, so that no group is called `NA`; and
 * the numbers of a column with decimal commas have points, so that it is known as a column of numbers.
 *
 * @param notes what was changed is added here
 */
export function tidyMetadata(
  columns: ReadonlyMap<string, readonly string[]>,
  origin: Origin,
  notes: string[],
): Map<string, readonly string[]> {
  const emptied = new Map<string, number>();
  const commas: string[] = [];
  const tidy = new Map<string, readonly string[]>();
  for (const [name, cells] of columns) {
    let values = cells;
    if (cells.some(isMissingText)) {
      values = cells.map((cell) => {
        if (isMissingText(cell)) {
          emptied.set(cell, (emptied.get(cell) ?? 0) + 1);
          return '';
        }
        return cell;
      });
    }
    if (values.some((cell) => cell.includes(',')) && values.every((cell) => /^([+-]?\d+(,\d+)?)?$/.test(cell))) {
      values = values.map((cell) => cell.replace(',', '.'));
      commas.push(name);
    }
    tidy.set(name, values);
  }
  if (emptied.size > 0) {
    const sum = [...emptied.values()].reduce((a, b) => a + b);
    notes.push(
      `${origin.file}: ${count(sum, 'cell')} of metadata with ${[...emptied.keys()].map(showCell).join(', ')} taken as empty.`,
    );
  }
  if (commas.length > 0) {
    notes.push(`${origin.file}: the decimal commas of the metadata ${showSome(commas)} were read as points.`);
  }
  return tidy;
}
