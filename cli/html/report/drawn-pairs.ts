import { concatPairs, type Pairs, type PooledScores, type ScoredPartition } from '@spectrosim/training';
import type { SystemKey } from './report-numbers.js';

/** A system with its scores of all pairs that are drawn. */
export interface DrawnSystem {
  readonly key: SystemKey;
  readonly name: string;
  /** Before any bound: what is ranked `[P]`. */
  readonly scores: Float64Array;
  /** As they are reported `[P]`. */
  readonly reported: Float64Array;
  /** Where each partition's pairs are parted. */
  readonly threshold: number;
}

/** All partitions' pairs, one after the other, with every system's scores. */
export interface DrawnPairs {
  readonly pairs: Pairs;
  readonly systems: readonly DrawnSystem[];
}

/** The name of each system in legends and tables. */
export const SYSTEM_NAMES: Readonly<Record<SystemKey, string>> = {
  model: 'Model',
  labelFree: 'Total whitening',
  floor: 'Floor, no training',
};

const KEYS: readonly SystemKey[] = ['model', 'labelFree', 'floor'];

/** Puts partitions together, to be drawn: calibrated ratios of several are on one scale. */
export function drawnPairs(partitions: readonly ScoredPartition[]): DrawnPairs {
  const join = (of: readonly PooledScores[], key: 'llrs' | 'bounded') =>
    Float64Array.from(of.flatMap((scores) => Array.from(scores[key] ?? scores.llrs)));
  const systems = KEYS.flatMap((key) => {
    const of = partitions.flatMap((partition) => partition[key] ?? []);
    return of.length < partitions.length
      ? []
      : [
          {
            key,
            name: SYSTEM_NAMES[key],
            scores: join(of, 'llrs'),
            reported: join(of, 'bounded'),
            threshold: of[0]?.thresholds?.[0] ?? 0,
          },
        ];
  });
  return { pairs: concatPairs(partitions.map(({ pairs }) => pairs)), systems };
}
