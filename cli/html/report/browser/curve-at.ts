/**
 * The height of a drawn line at a place: the `d` of a path of straight pieces, its points from left to right. Where it jumps, the
 * height at the end of the jump. Runs in a page: its text is sent there.
 *
 * @returns `undefined` where the line is not
 */
export function curveAt(d: string, x: number): number | undefined {
  const numbers = (d.match(/-?[\d.]+/g) ?? []).map(Number);
  let last: number | undefined;
  for (let k = 0; k < numbers.length; k += 2) {
    if ((numbers[k] as number) <= x) {
      last = k;
    }
  }
  if (last === undefined) {
    return undefined;
  }
  const [x0, y0, x1, y1] = numbers.slice(last, last + 4) as [number, number, number?, number?];
  if (x1 === undefined || y1 === undefined) {
    return x0 === x ? y0 : undefined;
  }
  return y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}
