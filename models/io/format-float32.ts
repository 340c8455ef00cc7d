/**
 * The shortest decimal that a float32 reader turns back into the same value; `''` for `NaN` (missing).
 *
 * Six digits always survive float32 and nine always suffice, so a value that came from a file with up to six digits is
 * written as it was. (`String` would write the float64 neighbour: 0.1 as 0.10000000149011612.)
 */
export function formatFloat32(value: number): string {
  if (Number.isNaN(value)) {
    return '';
  }
  if (Object.is(value, -0)) {
    return '-0';
  }
  for (let digits = 6; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) {
      return String(shorter);
    }
  }
  return String(Number(value.toPrecision(9)));
}
