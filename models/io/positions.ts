import { type Axis, createAxis } from '../axis.js';
import { fileError, type Origin, type Place, showColumn, showLine } from './file-error.js';

/** An axis as it stands in a file. */
export interface FileAxis {
  readonly axis: Axis;
  /** Whether the file's positions fall; the axis' rise. */
  readonly falling: boolean;
}

/**
 * The axis of a file's positions, turned round when they fall.
 *
 * @param placeOf where the i-th position stands
 * @param along `column` when the positions are a row of cells, `line` when they are a column
 * @throws SpectroSimError `input` for a position that occurs twice, or an order that neither rises nor falls
 */
export function readPositions(
  quantity: string,
  positions: ArrayLike<number>,
  origin: Origin,
  placeOf: (index: number) => Required<Pick<Place, 'line' | 'column'>>,
  along: 'column' | 'line',
): FileAxis {
  const values = Float64Array.from(positions);
  const last = values.length - 1;
  const seen = new Map<number, number>();
  values.forEach((value, i) => {
    const earlier = seen.get(value);
    if (earlier !== undefined) {
      const { line, column } = placeOf(earlier);
      throw fileError(
        { ...origin, ...placeOf(i) },
        `the position ${value} of the ${quantity} axis occurs twice, first ${along === 'column' ? `in ${showColumn(origin, column)}` : `on ${showLine(origin, line)}`}. Expected every position once. Merge the two or remove one.`,
      );
    }
    seen.set(value, i);
  });
  const falling = (values[last] as number) < (values[0] as number);
  for (let i = 1; i <= last; i++) {
    const step = (values[i] as number) - (values[i - 1] as number);
    if (falling ? step > 0 : step < 0) {
      throw fileError(
        { ...origin, ...placeOf(i) },
        `the ${quantity} axis neither rises nor falls: ${values[i - 1]} is followed by ${values[i]}, though it ${falling ? 'falls' : 'rises'} from ${values[0]} to ${values[last]}. Expected one direction. Sort the ${along}s by position.`,
      );
    }
  }
  if (falling) {
    values.reverse();
  }
  return { axis: createAxis(quantity, values), falling };
}
