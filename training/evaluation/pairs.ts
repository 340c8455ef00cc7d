/** All unordered pairs of `N` spectra, in the order (0,1), (0,2) … (1,2) … */
export interface Pairs {
  /** Index of either spectrum `[P]`. */
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** 1 where both are of one group `[P]`. */
  readonly same: Uint8Array;
}

/**
 * Every pair of spectra there is, none chosen.
 *
 * @param groups the group of each spectrum `[N]`
 */
export function allPairs(groups: readonly string[]): Pairs {
  const count = (groups.length * (groups.length - 1)) / 2;
  const pairs = { a: new Int32Array(count), b: new Int32Array(count), same: new Uint8Array(count) };
  let p = 0;
  for (let i = 0; i < groups.length; i++) {
    for (let j = i + 1; j < groups.length; j++) {
      pairs.a[p] = i;
      pairs.b[p] = j;
      pairs.same[p] = groups[i] === groups[j] ? 1 : 0;
      p++;
    }
  }
  return pairs;
}

/** The rows of `[N, W]` at `indices`, as `[indices, W]`. */
export function gatherRows(rows: Float32Array, width: number, indices: ArrayLike<number>): Float32Array {
  const gathered = new Float32Array(indices.length * width);
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i] as number;
    gathered.set(rows.subarray(from * width, (from + 1) * width), i * width);
  }
  return gathered;
}
