import type { BenchmarkTable, Comparison, NoComparison, SeedMean, SummarisedRow } from '@spectrosim/training';

/** `.912 ± .031` as `0.912 ± 0.031`; one seed has no spread. */
export function meanText({ mean, sd }: SeedMean, seeds: number, digits = 3): string {
  return seeds > 1 ? `${mean.toFixed(digits)} ± ${sd.toFixed(digits)}` : mean.toFixed(digits);
}

/** The same in per cent, as papers print accuracies. */
export function percentText({ mean, sd }: SeedMean, seeds: number): string {
  return meanText({ mean: 100 * mean, sd: 100 * sd }, seeds, 1);
}

/** `0.874 to 0.950`, or nothing where there are too few seeds. */
export function intervalText({ lo, hi }: Pick<SeedMean, 'lo' | 'hi'>): string {
  return lo === undefined || hi === undefined ? '–' : `${signless(lo)} to ${signless(hi)}`;
}

/** An interval of what lies between 0 and 1 ends there; Student's t knows of no ends. */
export function withinUnit({ lo, hi }: Pick<SeedMean, 'lo' | 'hi'>): Pick<SeedMean, 'lo' | 'hi'> {
  return lo === undefined || hi === undefined ? {} : { lo: Math.max(0, lo), hi: Math.min(1, hi) };
}

/** `+0.012 (−0.004 to +0.028)`. */
export function differenceText(of: Comparison | NoComparison): string {
  return typeof of === 'string' ? '–' : `${signed(of.mean)} (${signed(of.lo)} to ${signed(of.hi)})`;
}

/** What a comparison comes to, in words; to lose to the floor is said as what it is. */
export function verdictText(of: Comparison | NoComparison, other: 'floor' | 'best'): string {
  if (typeof of === 'string') {
    return { 'is it': other === 'floor' ? 'is the floor' : 'best', 'too few seeds': 'too few seeds', leaks: 'leaks' }[
      of
    ];
  }
  const p = of.adjusted < 0.001 ? 'p < 0.001' : `p = ${of.adjusted.toFixed(3)}`;
  const word = other === 'floor' && of.verdict === 'worse' ? 'beaten by floor' : of.verdict;
  return `${word}, ${p}`;
}

/** The floor by itself where no row is it, so that no table is without. */
export function floorOf({ rows }: BenchmarkTable): SeedMean | undefined {
  return rows.some(({ kind }) => kind === 'floor') ? undefined : rows[0]?.floor;
}

/** `1,599,488`, or nothing where nothing is trained by gradients. */
export function parametersText({ parameters }: Pick<SummarisedRow, 'parameters'>): string {
  return parameters === undefined ? '–' : parameters.toLocaleString('en-GB');
}

/** `seeds 1, 2, 3`, or `5 seeds`. */
export function seedsText({ seeds }: Pick<SummarisedRow, 'seeds'>): string {
  return seeds.length === 1 ? `seed ${seeds[0]}` : `${seeds.length} seeds`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}

function signless(value: number): string {
  return value.toFixed(3).replace('-', '−');
}
