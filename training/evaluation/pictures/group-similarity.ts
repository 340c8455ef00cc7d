import type { Pairs } from '../pairs.js';

/** Mean scores between groups. */
export interface GroupSimilarity {
  /** Groups in rising order of name, numbers in names by their value `[G]`. */
  readonly names: readonly string[];
  /** The mean score of pairs of two groups, or within one; `NaN` where none was scored `[G, G]`, symmetric. */
  readonly values: Float64Array;
  /** How many pairs that is the mean of `[G, G]`. */
  readonly counts: Float64Array;
}

/**
 * How alike groups are: the mean score of all pairs of their spectra that were scored. On the diagonal, pairs of one group.
 *
 * @param scores `[P]`
 * @param groups the group of each spectrum of the whole set `[N]`
 */
export function groupSimilarity(
  scores: ArrayLike<number>,
  { a, b }: Pick<Pairs, 'a' | 'b'>,
  groups: readonly string[],
): GroupSimilarity {
  const names = [...new Set(groups)].sort(new Intl.Collator('en', { numeric: true }).compare);
  const placeOf = new Map(names.map((name, place) => [name, place]));
  const places = groups.map((group) => placeOf.get(group) as number);
  const size = names.length;
  const values = new Float64Array(size * size);
  const counts = new Float64Array(size * size);
  a.forEach((first, p) => {
    const [i, j] = [places[first] as number, places[b[p] as number] as number];
    for (const cell of i === j ? [i * size + i] : [i * size + j, j * size + i]) {
      values[cell] = (values[cell] as number) + (scores[p] as number);
      counts[cell] = (counts[cell] as number) + 1;
    }
  });
  return { names, values: values.map((sum, cell) => sum / (counts[cell] as number)), counts };
}
