/** Pairs of spectra, named by their indices. */
export interface Pairs {
  /** Index of either spectrum `[P]`. */
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** 1 where both are of one group `[P]`. */
  readonly same: Uint8Array;
}

/**
 * Every pair of spectra there is, none chosen, in the order (0,1), (0,2) … (1,2) …
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

/** Every pair of the spectra at `indices`, named by those indices. */
export function pairsAmong(indices: readonly number[], groups: readonly string[]): Pairs {
  const { a, b, same } = allPairs(indices.map((i) => groups[i] as string));
  const named = (of: Int32Array) => of.map((i) => indices[i] as number);
  return { a: named(a), b: named(b), same };
}

/** The pairs of several lists, one after the other: of the folds of a partition, pooled. */
export function concatPairs(parts: readonly Pairs[]): Pairs {
  const join = (of: (pairs: Pairs) => Int32Array | Uint8Array) => parts.flatMap((pairs) => Array.from(of(pairs)));
  return {
    a: Int32Array.from(join(({ a }) => a)),
    b: Int32Array.from(join(({ b }) => b)),
    same: Uint8Array.from(join(({ same }) => same)),
  };
}

/** The pairs at `indices`. */
export function pairsAt({ a, b, same }: Pairs, indices: readonly number[]): Pairs {
  return {
    a: Int32Array.from(indices, (p) => a[p] as number),
    b: Int32Array.from(indices, (p) => b[p] as number),
    same: Uint8Array.from(indices, (p) => same[p] as number),
  };
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

/** Pairs named by indices of a set, named by their places among some of those indices instead. */
export function placedPairs({ a, b, same }: Pairs, indices: readonly number[]): Pairs {
  const placeOf = new Map(indices.map((index, place) => [index, place]));
  const placed = (of: Int32Array) => of.map((index) => placeOf.get(index) as number);
  return { a: placed(a), b: placed(b), same };
}
