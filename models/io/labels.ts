import { isMassAxis } from '../axis.js';
import { count, fileError, type Origin, type Place, showCell, showSome } from './file-error.js';
import { isAxisWord, nameRank } from './words.js';

/**
 * What stands beside the positions: in a table with a spectrum a row, the header cells of the other columns; in one
 * with a spectrum a column, the first cells of the other rows.
 */
export interface Labels {
  /** The axis' quantity. */
  readonly quantity: string;
  /** Which label has the spectra's names behind it. */
  readonly nameAt: number;
  /** The labels with metadata behind them. */
  readonly metadata: readonly { readonly name: string; readonly at: number }[];
}

/**
 * Tells the axis, the names and the metadata from the labels. The first label is the table's corner, where the axis'
 * quantity is written; it is the label of the names when no other is.
 *
 * @param what `column`, or `row` when a spectrum is a column
 * @param placeOf where the i-th label stands
 * @param notes what a user should know is added here
 * @throws SpectroSimError `input` when the axis has no name, or two labels are equal or one is empty
 */
export function readLabels(
  labels: readonly string[],
  axis: string | undefined,
  origin: Origin,
  what: 'column' | 'row',
  placeOf: (index: number) => Place,
  notes: string[],
): Labels {
  const corner = labels[0] as string;
  const cornerIsAxis = isAxisWord(corner);
  const ranks = labels.map((label, at) => ({ at, rank: nameRank(label) ?? Number.POSITIVE_INFINITY }));
  const [best] = ranks.filter(({ rank }) => rank < Number.POSITIVE_INFINITY).sort((a, b) => a.rank - b.rank);
  // In the corner of a table that names its axis there stands nothing but names; a column "name" is still better.
  const nameAt = best === undefined || (cornerIsAxis && best.rank > 0) ? 0 : best.at;
  const quantity = axis ?? quantityOf(corner, cornerIsAxis, labels, placeOf(0), what, notes);
  if (axis !== undefined && cornerIsAxis && !sameQuantity(axis, corner)) {
    throw fileError(
      placeOf(0),
      `the file calls its axis ${showCell(corner)}, and --axis says ${showCell(axis)}. Leave out --axis, or correct the cell.`,
    );
  }
  const metadata: { name: string; at: number }[] = [];
  if (nameAt > 0 && corner === '') {
    // pandas writes its row numbers so.
    notes.push(`${origin.file}: the first ${what} has no header and was left out.`);
  }
  labels.forEach((name, at) => {
    if (at === nameAt || (at === 0 && name === '')) {
      return;
    }
    if (name === '') {
      throw fileError(
        placeOf(at),
        `the header cell is empty. Expected a position, or the name of a ${what} of metadata. Fill it in, or remove the ${what}.`,
      );
    }
    const twin = metadata.find((other) => other.name === name);
    if (twin !== undefined) {
      throw fileError(
        placeOf(at),
        `the metadata ${what} ${showCell(name)} occurs twice. Expected unique names. Rename one of the two.`,
      );
    }
    metadata.push({ name, at });
  });
  if (metadata.length > 0) {
    const names = labels[nameAt] === '' ? `first ${what}` : `${what} ${showCell(labels[nameAt] as string)}`;
    notes.push(
      `${origin.file}: ${count(metadata.length, `${what} was`, `${what}s were`)} taken as metadata: ${showSome(
        metadata.map(({ name }) => name),
        10,
      )}; the names are in the ${names}.`,
    );
  }
  return { quantity, nameAt, metadata };
}

/** Two words for one quantity: both of mass, or the same letters. */
function sameQuantity(a: string, b: string): boolean {
  const letters = (word: string) => word.toLowerCase().replace(/[^\p{L}]/gu, '');
  return letters(a) === letters(b) || (isMassAxis({ quantity: a }) && isMassAxis({ quantity: b }));
}

function quantityOf(
  corner: string,
  cornerIsAxis: boolean,
  labels: readonly string[],
  place: Place,
  what: string,
  notes: string[],
): string {
  if (cornerIsAxis) {
    return corner;
  }
  const option = 'Write it there, or give --axis "m/z".';
  if (corner.trim() === '') {
    throw fileError(
      place,
      `the first header cell is empty. Expected the name of the axis, such as m/z, wavenumber or raman_shift. ${option}`,
    );
  }
  if (nameRank(corner) !== undefined || labels.length > 1 || corner.toLowerCase() === 'x') {
    throw fileError(
      place,
      `the axis has no name: the first header cell is ${showCell(corner)}. Expected a quantity, such as m/z, wavenumber or raman_shift. ${option}`,
    );
  }
  notes.push(
    `${place.file}: the axis is called ${showCell(corner)}, which is no quantity known here, and is treated as an optical one: missing intensities are interpolated. If it is the first ${what}'s name, give --axis.`,
  );
  return corner;
}
