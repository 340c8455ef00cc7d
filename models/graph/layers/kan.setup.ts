import { places, type Read, type Row, silu } from '../loops.setup.js';

/** Cubic splines on `intervals` pieces of −2 … 2 and three more on either side, at a number: the recursion of Cox and de Boor. */
export function splinesAt(x: number, intervals: number): number[] {
  const knot = (i: number) => -2 + ((i - 3) * 4) / intervals;
  const spline = (i: number, degree: number): number => {
    const [from, to] = [knot(i), knot(i + degree + 1)];
    if (degree === 0) {
      return x >= from && x < to ? 1 : 0;
    }
    return (
      ((x - from) / (knot(i + degree) - from)) * spline(i, degree - 1) +
      ((to - x) / (to - knot(i + 1))) * spline(i + 1, degree - 1)
    );
  };
  return places(intervals + 3).map((i) => spline(i, 3));
}

/** A Kolmogorov–Arnold layer (Liu et al. 2024, equation 2.10), edge by edge in double precision. */
export function kanLoop(read: Read, row: Row, outputs: number, intervals: number): number[] {
  const count = intervals + 3;
  const edge = (i: number, o: number, value: number) =>
    splinesAt(value, intervals).reduce(
      (sum, one, k) => sum + one * read('splines', (i * count + k) * outputs + o),
      read('base', i * outputs + o) * silu(value),
    );
  return places(outputs).map((o) => row.reduce((sum, value, i) => sum + edge(i, o, value), read('bias', o)));
}
