import { Matrix } from 'ml-matrix';

/** A layout and how badly it fits. */
export interface Layout {
  /** `[N, dimensions]` */
  readonly points: Matrix;
  /** Kruskal's stress-1: √(Σ(d − δ)² / Σδ²). 0 fits, 0.2 is poor. */
  readonly stress: number;
}

/** Steps after which moving on changes nothing that is seen, and the change of stress that ends it before. */
const STEPS = 300;
const SETTLED = 1e-7;

/**
 * Multidimensional scaling by majorisation, SMACOF (de Leeuw 1977): moves points until their distances fit best, every pair weighing
 * alike. No step raises the stress.
 *
 * @param distances wanted `[N, N]`, symmetric
 * @param start where the points begin `[N, dimensions]`
 */
export function leastStress(distances: Matrix, start: Matrix): Layout {
  const count = distances.rows;
  let points = start.clone();
  let stress = stressOf(distances, points);
  for (let step = 0; step < STEPS; step++) {
    const moved = guttman(distances, points);
    const next = stressOf(distances, moved);
    if (!(next < stress - SETTLED)) {
      break;
    }
    [points, stress] = [moved, next];
  }
  return { points, stress: count < 2 ? 0 : stress };
}

/** The Guttman transform: each point goes to the mean of where the others would have it. */
function guttman(distances: Matrix, points: Matrix): Matrix {
  const { rows: count, columns: dimensions } = points;
  const moved = Matrix.zeros(count, dimensions);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const apart = distance(points, i, j);
      const pull = apart > 0 ? distances.get(i, j) / apart : 0;
      for (let axis = 0; axis < dimensions; axis++) {
        const step = (pull * (points.get(i, axis) - points.get(j, axis))) / count;
        moved.set(i, axis, moved.get(i, axis) + step);
        moved.set(j, axis, moved.get(j, axis) - step);
      }
    }
  }
  return moved;
}

function stressOf(distances: Matrix, points: Matrix): number {
  let [missed, wanted] = [0, 0];
  for (let i = 0; i < points.rows; i++) {
    for (let j = 0; j < i; j++) {
      missed += (distance(points, i, j) - distances.get(i, j)) ** 2;
      wanted += distances.get(i, j) ** 2;
    }
  }
  return wanted > 0 ? Math.sqrt(missed / wanted) : 0;
}

function distance(points: Matrix, i: number, j: number): number {
  let square = 0;
  for (let axis = 0; axis < points.columns; axis++) {
    square += (points.get(i, axis) - points.get(j, axis)) ** 2;
  }
  return Math.sqrt(square);
}
