/** What becomes of pairs of one kind, as shares. */
export interface BandShares {
  readonly right: number;
  readonly wrong: number;
  /** No verdict is given. */
  readonly undecided: number;
}

/**
 * How many pairs of either kind get a verdict where a "no verdict" band is heeded: "same" at `hi` and above, "different" below `lo`.
 *
 * @param scores as they are reported `[P]`
 * @param same 1 for one source, 0 for two `[P]`
 */
export function bandShares(
  scores: ArrayLike<number>,
  same: ArrayLike<number>,
  { lo, hi }: { readonly lo: number; readonly hi: number },
): { readonly same: BandShares; readonly different: BandShares } {
  const sharesOf = (kind: number): BandShares => {
    const counts = { right: 0, wrong: 0, undecided: 0 };
    for (let p = 0; p < scores.length; p++) {
      if ((same[p] === 1 ? 1 : 0) === kind) {
        const score = scores[p] as number;
        const called = score >= hi ? 1 : score < lo ? 0 : undefined;
        counts[called === undefined ? 'undecided' : called === kind ? 'right' : 'wrong'] += 1;
      }
    }
    const all = counts.right + counts.wrong + counts.undecided;
    return { right: counts.right / all, wrong: counts.wrong / all, undecided: counts.undecided / all };
  };
  return { same: sharesOf(1), different: sharesOf(0) };
}
