import type { BatchRow, SimilarityPanel } from '../../figures/batch-similarity.js';

/** Scores of a system's test pairs. */
interface Scored {
  readonly scores: readonly number[];
  readonly threshold: number;
}

/** What `spectrosim benchmark` keeps of a run with `keepScores`: pairs by places among `names`. */
export interface KeptScores {
  readonly names: readonly string[];
  /** The group of each spectrum. */
  readonly groups: readonly string[];
  readonly folds: readonly {
    readonly a: readonly number[];
    readonly b: readonly number[];
    readonly same: readonly number[];
    readonly model: Scored;
    readonly untrained?: Scored;
  }[];
}

/** Similarities of held-out batches as a model has them, of the first fold of a run. */
export function similaritiesOf(
  { groups, folds }: KeptScores,
  title: string,
  of: 'model' | 'untrained',
): SimilarityPanel {
  const [fold] = folds;
  const scored = fold?.[of];
  if (fold === undefined || scored === undefined) {
    throw new Error(`no scores of ${title}, ${of}, were kept`);
  }
  const rows = new Map<string, { within: number[]; between: number[] }>();
  const rowOf = (group: string) => {
    const row = rows.get(group) ?? { within: [], between: [] };
    rows.set(group, row);
    return row;
  };
  fold.a.forEach((a, p) => {
    const [one, other] = [groups[a] as string, groups[fold.b[p] as number] as string];
    const score = Number((scored.scores[p] as number).toFixed(4));
    if (fold.same[p] === 1) {
      rowOf(one).within.push(score);
    } else {
      rowOf(one).between.push(score);
      rowOf(other).between.push(score);
    }
  });
  const sorted: BatchRow[] = [...rows]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([batch, row]) => ({ batch, ...row }));
  return { title, rows: sorted, threshold: Number(scored.threshold.toFixed(4)) };
}

/** What a threshold does: pairs within batches that it keeps, and pairs between batches that it lets through. */
export function sharesAbove({ rows, threshold }: SimilarityPanel): {
  readonly within: number;
  readonly ofWithin: number;
  readonly between: number;
  readonly ofBetween: number;
} {
  const above = (values: readonly number[]) => values.filter((value) => value >= threshold).length;
  const within = rows.flatMap((row) => row.within);
  const between = rows.flatMap((row) => row.between);
  // A pair of two batches stands with both.
  return {
    within: above(within),
    ofWithin: within.length,
    between: above(between) / 2,
    ofBetween: between.length / 2,
  };
}
