/** A curve to draw: points in order, straight between them `[K]`. */
export interface Curve {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** A curve of points. */
export function curveOf(points: readonly (readonly [number, number])[]): Curve {
  return { x: Float64Array.from(points, ([x]) => x), y: Float64Array.from(points, ([, y]) => y) };
}
