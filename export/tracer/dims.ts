import { SpectroSimError } from '@spectrosim/models';

/** Number of elements of a shape. */
export function sizeOf(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

/** Whether two shapes are the same. */
export function sameDims(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dim, i) => dim === b[i]);
}

/** The shape two shapes broadcast to, by NumPy's rule. */
export function broadcastDims(a: readonly number[], b: readonly number[]): readonly number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const left = a[i - rank + a.length] ?? 1;
    const right = b[i - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw new SpectroSimError('graph', `Shapes [${a}] and [${b}] do not broadcast: ${left} against ${right}.`);
    }
    return left === 1 ? right : left;
  });
}
