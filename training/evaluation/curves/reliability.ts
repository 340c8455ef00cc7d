import { drawGroups, groupNumbers, groupPairs, percentileInterval, weighPairs } from '../bootstrap.js';
import type { Pairs } from '../pairs.js';

/** Pairs whose stated probability is about the same. */
export interface ReliabilityBin {
  /** What was stated: the mean probability, at even odds, that a pair is of one source. */
  readonly stated: number;
  /** What came true: the share of same-source pairs, with the interval of resampled groups. */
  readonly observed: number;
  readonly lo: number;
  readonly hi: number;
  /** How many pairs of either kind. */
  readonly same: number;
  readonly different: number;
}

/** Bins of equal width between 0 and 1. */
const BINS = 10;

/** The least share of all weight in a bin: fewer pairs would be a point of chance alone. */
const LEAST = 0.025;

/**
 * A reliability diagram: do pairs that are said to be of one source with probability p turn out to be in a share p of cases?
 *
 * A log-likelihood ratio l is the probability 1 / (1 + e^−l) at even odds. So that the odds *are* even, each kind of pair weighs
 * ½ altogether, whatever its number. Bins are a tenth wide; neighbours are put together until each holds a fortieth of the weight.
 * Groups are resampled, and with them the weights, as for all intervals.
 *
 * @param llrs log-likelihood ratios as they are reported `[P]`
 * @param groups the group of each spectrum of the whole set `[N]`
 * @returns bins with pairs in them, in rising order
 */
export function reliability(
  llrs: ArrayLike<number>,
  pairs: Pairs,
  groups: readonly string[],
  seed: number,
): ReliabilityBin[] {
  const numbers = groupNumbers(groups);
  const { pairs: cells, cellOf } = groupPairs(pairs, numbers);
  const narrow = countByCell(llrs, pairs.same, cellOf, cells.same);
  const merged = mergeSparse(narrow);
  const entries = narrow.map((entry) => ({ ...entry, bin: merged[entry.bin] as number }));
  const weights = new Float64Array(cells.same.length);
  const measure = (drawn: Int32Array) => {
    weighPairs(cells, numbers, drawn, weights);
    return shares(entries, weights);
  };
  const once = measure(new Int32Array(new Set(groups).size).fill(1));
  const replicates = drawGroups(groups, seed).map(measure);
  return once.flatMap(({ stated, observed, same, different }, bin) =>
    same + different === 0
      ? []
      : [
          {
            stated,
            observed,
            same,
            different,
            ...percentileInterval(
              replicates.map((replicate) => replicate[bin]?.observed ?? Number.NaN),
              observed,
            ),
          },
        ],
  );
}

/** Pairs of two groups in one bin. */
interface Entry {
  readonly cell: number;
  readonly bin: number;
  readonly kind: number;
  count: number;
  stated: number;
}

function countByCell(llrs: ArrayLike<number>, same: Uint8Array, cellOf: Int32Array, kinds: Uint8Array): Entry[] {
  const entries = new Map<number, Entry>();
  for (let p = 0; p < same.length; p++) {
    const stated = 1 / (1 + Math.exp(-(llrs[p] as number)));
    const bin = Math.min(BINS - 1, Math.floor(BINS * stated));
    const cell = cellOf[p] as number;
    const key = cell * BINS + bin;
    const entry = entries.get(key) ?? { cell, bin, kind: kinds[cell] as number, count: 0, stated: 0 };
    entry.count += 1;
    entry.stated += stated;
    entries.set(key, entry);
  }
  return [...entries.values()];
}

/** The bin that each tenth goes to, so that none is too sparse. */
function mergeSparse(entries: readonly Entry[]): number[] {
  const totals = [0, 0];
  for (const { kind, count } of entries) {
    totals[kind] = (totals[kind] as number) + count;
  }
  const mass = new Float64Array(BINS);
  for (const { bin, kind, count } of entries) {
    mass[bin] = (mass[bin] as number) + count / (totals[kind] as number) / 2;
  }
  const merged: number[] = [];
  let [target, held] = [0, 0];
  for (let bin = 0; bin < BINS; bin++) {
    merged.push(target);
    held += mass[bin] as number;
    const left = mass.subarray(bin + 1).reduce((sum, share) => sum + share, 0);
    if (held >= LEAST && left >= LEAST) {
      [target, held] = [bin + 1, 0];
    }
  }
  return merged;
}

function shares(entries: readonly Entry[], weights: Float64Array) {
  const totals = [0, 0];
  const bins = Array.from({ length: BINS }, () => ({ counts: [0, 0], stated: [0, 0] }));
  for (const { cell, bin, kind, count, stated } of entries) {
    const weight = weights[cell] as number;
    const of = bins[bin] as (typeof bins)[number];
    totals[kind] = (totals[kind] as number) + weight * count;
    of.counts[kind] = (of.counts[kind] as number) + weight * count;
    of.stated[kind] = (of.stated[kind] as number) + weight * stated;
  }
  // A kind that a resample lacks makes NaN of every share, and the interval leaves those out.
  return bins.map(({ counts, stated }) => {
    const even = (of: readonly number[]) => [0, 1].map((kind) => (of[kind] as number) / (totals[kind] as number));
    const [different, same] = even(counts) as [number, number];
    const [statedDifferent, statedSame] = even(stated) as [number, number];
    return {
      stated: (statedSame + statedDifferent) / (same + different),
      observed: same / (same + different),
      same: counts[1] as number,
      different: counts[0] as number,
    };
  });
}
