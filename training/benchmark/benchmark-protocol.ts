import { assertDisjoint } from '../evaluation/assert-disjoint.js';
import type { Fold, ProtocolData } from '../evaluation/protocols/fold.js';
import { createProtocol, PROTOCOLS, type Protocol } from '../evaluation/protocols/protocol.js';
import { holdOutGroups } from '../evaluation/splits.js';

/** Protocols of a benchmark by name: one split by group a seed, and those of `evaluate`. */
export const BENCHMARK_PROTOCOLS = ['held-out', ...PROTOCOLS] as const;

/** The name of a benchmark's protocol. */
export type BenchmarkProtocolName = (typeof BENCHMARK_PROTOCOLS)[number];

/** Share of the groups that `held-out` tests. */
const HELD_OUT = 0.25;

/** A protocol as a benchmark needs it: one partition a seed. */
export type BenchmarkProtocol = Pick<Protocol, 'description' | 'leak' | 'thresholdFromTest' | 'partition'> & {
  readonly name: BenchmarkProtocolName;
};

/** Whether a protocol trains on what it tests. */
export function leaks(name: BenchmarkProtocolName): boolean {
  return name === 'pairs' || name === 'paper';
}

/**
 * Sets up a protocol of a benchmark.
 *
 * @throws SpectroSimError as {@link createProtocol}; partitioning throws `input` when there are too few groups.
 */
export function benchmarkProtocol(name: BenchmarkProtocolName, data: ProtocolData): BenchmarkProtocol {
  if (name !== 'held-out') {
    return { ...createProtocol(name, data), name };
  }
  return {
    name,
    description: 'one split: a quarter of the groups held out',
    thresholdFromTest: false,
    partition(seed): Fold[] {
      const split = holdOutGroups(data.groups, HELD_OUT, seed);
      assertDisjoint(split, data);
      return [split];
    },
  };
}
