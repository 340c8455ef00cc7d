import type { Pairs } from './pairs.js';

/** What makes pairs hard: the run and the stratum of each spectrum `[N]`, where they are known; `''` is unknown. */
export interface Circumstances {
  readonly runs?: readonly string[];
  readonly strata?: Strata;
}

/** What spectra of different groups may have in common `[N]`; numeric where near values are alike. */
export interface Strata {
  readonly values: readonly string[];
  readonly numeric: boolean;
}

/** Which pairs are hard, and by what definition. */
export interface HardPairs {
  /** 1 where a pair is hard `[P]`. */
  readonly hard: Uint8Array;
  /**
   * Whether the floor's own scores chose them. Its noise chose too, so that they look worse to the floor than to a system that is
   * no better: such pairs measure no floor, and no difference to it.
   */
  readonly byFloor: boolean;
  /** A sentence to print. */
  readonly definition: string;
}

/** The share of negatives that count as near. */
const NEAR = 0.25;

/**
 * The pairs that a system gets right for the right reason alone.
 *
 * Negatives: of one run, where runs are known, *and* of one stratum, where strata are (numeric: the quarter of those
 * negatives whose values are nearest); where neither is known, the quarter that the floor finds most similar, which measures
 * every system but the floor.
 * Positives: across runs, where runs are known, else all.
 *
 * @param floorScores of the training-free similarity `[P]`
 */
export function hardPairs(
  { a, b, same }: Pairs,
  { runs, strata }: Circumstances,
  floorScores: ArrayLike<number>,
): HardPairs {
  const hard = new Uint8Array(same.length);
  const known = (values: readonly string[], p: number) =>
    values[a[p] as number] !== '' && values[b[p] as number] !== '';
  const equal = (values: readonly string[], p: number) => values[a[p] as number] === values[b[p] as number];
  const candidates: number[] = [];
  for (let p = 0; p < same.length; p++) {
    const sameRun = runs === undefined || (known(runs, p) && equal(runs, p));
    if (same[p] === 1) {
      hard[p] = runs === undefined || (known(runs, p) && !equal(runs, p)) ? 1 : 0;
    } else if (sameRun && (strata === undefined || known(strata.values, p))) {
      candidates.push(p);
    }
  }
  const numbers = strata?.values.map(Number) ?? [];
  const distance = (p: number) => Math.abs((numbers[a[p] as number] as number) - (numbers[b[p] as number] as number));
  const negatives =
    strata === undefined
      ? runs === undefined
        ? nearestQuarter(candidates, (p) => -(floorScores[p] as number))
        : candidates
      : strata.numeric
        ? nearestQuarter(candidates, distance)
        : candidates.filter((p) => equal(strata.values, p));
  for (const p of negatives) {
    hard[p] = 1;
  }
  return {
    hard,
    byFloor: runs === undefined && strata === undefined,
    definition: definitionOf(runs !== undefined, strata),
  };
}

/** The quarter at the least distance, rounded up, with all that tie with the last. */
function nearestQuarter(pairs: readonly number[], distance: (pair: number) => number): number[] {
  const sorted = Float64Array.from(pairs, distance).sort();
  const farthest = sorted[Math.ceil(NEAR * sorted.length) - 1] ?? Number.NEGATIVE_INFINITY;
  return pairs.filter((pair) => distance(pair) <= farthest);
}

function definitionOf(runs: boolean, strata: Strata | undefined): string {
  const positives = runs ? 'same-source pairs across runs' : 'all same-source pairs';
  const inRun = runs ? ' of one run' : '';
  const inStratum = runs ? ' and stratum' : ' of one stratum';
  const negatives =
    strata === undefined
      ? runs
        ? `different-source pairs${inRun}`
        : 'the quarter of different-source pairs that the floor finds most similar. Chosen by the floor’s own errors, they would judge it too harshly: it has no number here, and nothing is compared with it'
      : strata.numeric
        ? `the quarter of different-source pairs${inRun} that are nearest in stratum`
        : `different-source pairs${inRun}${inStratum}`;
  return `Hard pairs: ${positives} against ${negatives}.`;
}
