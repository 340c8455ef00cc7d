import { createRandom } from '@spectrosim/models';
import { Matrix } from 'ml-matrix';

/** Rows of groups whose means vary by `between` times what replicates do, each direction on another scale; centred. */
export function replicates(
  label: string,
  { sizes, dimensions, between = 3 }: { sizes: readonly number[]; dimensions: number; between?: number },
): { readonly rows: Matrix; readonly groups: readonly number[] } {
  const random = createRandom(1, label);
  const normals = () => Array.from({ length: dimensions }, () => random.normal());
  const groups = sizes.flatMap((size, group) => new Array<number>(size).fill(group));
  const means = sizes.map(() => normals().map((value) => between * value));
  const rows = new Matrix(
    groups.map((group) =>
      normals().map((value, c) => (value + ((means[group] as number[])[c] as number)) * (1 + (c % 4))),
    ),
  );
  return { rows: rows.subRowVector(rows.mean('column')), groups };
}

/** The largest difference between entries of two matrices. */
export function largestGap(a: Matrix, b: Matrix): number {
  return Matrix.sub(a, b).abs().max();
}
