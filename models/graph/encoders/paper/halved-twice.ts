import { type Axis, SpectroSimError } from '@spectrosim/models';
import { windowPositions } from '../feature-positions.js';

/** Four convolutions of three points, of which the second and the fourth are followed by a maximum over two bins. */
const HALF = [
  { size: 3, padding: 1 },
  { size: 3, padding: 1 },
  { size: 2, stride: 2 },
];

/** Where the places lie that the papers' convolutional encoders leave of an axis: a place is four bins. */
export function halvedTwicePositions(axis: Axis): Float64Array {
  return windowPositions(axis, [...HALF, ...HALF]);
}

/**
 * How many places are left of an axis that is halved twice.
 *
 * @param needed the fewest that will do
 * @throws SpectroSimError `usage` when there are fewer
 */
export function halvedTwice(bins: number, needed: number): number {
  const places = Math.floor(Math.floor(bins / 2) / 2);
  if (places < needed) {
    throw new SpectroSimError(
      'usage',
      `The papers' convolutional encoders halve the axis twice: of ${bins} bins ${places === 1 ? '1 place is' : `${places} places are`} left, and ${needed} ${needed === 1 ? 'is' : 'are'} needed. Expected at least ${4 * needed} bins: take a finer axis${needed === 1 ? '' : ', or fewer stretches'}.`,
    );
  }
  return places;
}
