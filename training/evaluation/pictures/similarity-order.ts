/**
 * An order in which what is alike stands together: the leaves of an average-linkage tree (Sokal & Michener 1958), each two branches
 * turned so that their most similar ends meet.
 *
 * @param values similarities `[G, G]`, symmetric; `NaN` where unknown
 * @returns the places of rows and columns, each once
 */
export function similarityOrder(values: Float64Array, size: number): number[] {
  let clusters = Array.from({ length: size }, (_, i) => [i]);
  const known = values.map((value) => (Number.isNaN(value) ? 0 : value));
  // Sums and numbers of known similarities between clusters, by their first members.
  const sums = known.slice();
  const counts = values.map((value) => (Number.isNaN(value) ? 0 : 1));
  const cell = (i: number, j: number) => i * size + j;
  const similarity = (a: readonly number[], b: readonly number[]) => {
    const at = cell(rootOf(a), rootOf(b));
    return (counts[at] as number) > 0 ? (sums[at] as number) / (counts[at] as number) : Number.NEGATIVE_INFINITY;
  };
  while (clusters.length > 1) {
    let [best, one, other] = [Number.NEGATIVE_INFINITY, 0, 1];
    for (let i = 0; i < clusters.length; i++) {
      for (let j = i + 1; j < clusters.length; j++) {
        const value = similarity(clusters[i] as number[], clusters[j] as number[]);
        if (value > best) {
          [best, one, other] = [value, i, j];
        }
      }
    }
    const [first, second] = [clusters[one] as number[], clusters[other] as number[]];
    const [kept, gone] = [rootOf(first), rootOf(second)].sort((a, b) => a - b) as [number, number];
    for (let k = 0; k < size; k++) {
      for (const table of [sums, counts]) {
        table[cell(kept, k)] = (table[cell(kept, k)] as number) + (table[cell(gone, k)] as number);
        table[cell(k, kept)] = table[cell(kept, k)] as number;
      }
    }
    const joined = joinEnds(first, second, (i, j) =>
      Number.isNaN(values[cell(i, j)]) ? -1e9 : (known[cell(i, j)] as number),
    );
    clusters = clusters.map((cluster, i) => (i === one ? joined : cluster)).filter((_, i) => i !== other);
  }
  return clusters[0] ?? [];
}

/** The member by which a cluster is known. */
function rootOf(cluster: readonly number[]): number {
  return Math.min(...cluster);
}

/** Two runs of leaves as one, turned so that the ends that meet are the most similar. */
function joinEnds(a: number[], b: number[], similarity: (i: number, j: number) => number): number[] {
  const turned = (run: readonly number[]) => [...run].reverse();
  const ways: [number[], number[]][] = [
    [a, b],
    [a, turned(b)],
    [turned(a), b],
    [turned(a), turned(b)],
  ];
  const meeting = ([left, right]: [number[], number[]]) => similarity(left.at(-1) as number, right[0] as number);
  const [left, right] = ways.reduce((best, way) => (meeting(way) > meeting(best) ? way : best));
  return [...left, ...right];
}
