import type { RankedPairs } from './ranking.js';

/**
 * Pool-adjacent-violators: the pools, in rising order, within which the best non-decreasing share of same-source pairs is
 * constant (Ayer et al. 1955; the same as the convex hull of the ROC). Blocks of no pairs are left out.
 *
 * @returns how many pairs of either kind each pool holds
 */
export function isotonicPools({ positives, negatives }: RankedPairs): RankedPairs {
  const p = new Float64Array(positives.length);
  const n = new Float64Array(positives.length);
  let pools = 0;
  for (let k = 0; k < positives.length; k++) {
    let same = positives[k] as number;
    let different = negatives[k] as number;
    if (same + different === 0) {
      continue;
    }
    // The pool below has no smaller a share: p₀/(p₀+n₀) ≥ p/(p+n).
    while (pools > 0 && (p[pools - 1] as number) * different >= same * (n[pools - 1] as number)) {
      pools--;
      same += p[pools] as number;
      different += n[pools] as number;
    }
    p[pools] = same;
    n[pools] = different;
    pools++;
  }
  return { positives: p.subarray(0, pools), negatives: n.subarray(0, pools) };
}
