import { SpectroSimError } from '@spectrosim/models';
import { assertDisjoint } from '../assert-disjoint.js';
import { countPairs } from '../evaluate.js';
import { concatPairs } from '../pairs.js';
import { groupFolds } from '../splits.js';
import { type Fold, type ProtocolData, testPairsOf } from './fold.js';
import { groupAndRunFolds } from './groups-and-runs.js';
import { pairFolds, paperFolds } from './leaky.js';

/** Protocols by name; the last two are the literature's, and leak. */
export const PROTOCOLS = ['groups', 'leave-groups-out', 'groups-and-runs', 'pairs', 'paper'] as const;

/** The name of a protocol. */
export type ProtocolName = (typeof PROTOCOLS)[number];

/** How a protocol splits, where it can be chosen. */
export interface ProtocolOptions {
  /** Folds of groups, or of pairs. @default 5, or fewer where the groups cannot fill as many */
  readonly folds?: number;
  /** Groups a fold of `leave-groups-out`, one more where they do not divide. @default 2 */
  readonly leaveOut?: number;
  /** Parts of the runs of `groups-and-runs`. @default 2 */
  readonly runFolds?: number;
}

/** A protocol set up for a dataset. */
export interface Protocol {
  readonly name: ProtocolName;
  /** For reports: `5-fold by group`. */
  readonly description: string;
  /** Why its numbers are too good; absent where training and test share nothing. */
  readonly leak?: string;
  /** The threshold is the mean of the tested scores, not one frozen in training. */
  readonly thresholdFromTest: boolean;
  readonly warnings: readonly string[];
  /**
   * The folds of one partition.
   *
   * @throws SpectroSimError `input` when the folds cannot be filled, or share a spectrum, a group or (where held out) a run.
   */
  partition(seed: number): Fold[];
}

/** One way of cutting a dataset into folds. */
export interface Partition {
  readonly seed: number;
  readonly folds: readonly Fold[];
}

const FOLDS = 5;
const FEW_GROUPS = 8;

/**
 * Sets up a protocol.
 *
 * @throws SpectroSimError `input` when there are too few groups, or no pair of one group or of two; `usage` when an
 * option is not of this protocol.
 * @example
 * ```ts
 * const protocol = createProtocol('groups', dataset);
 * for (const { seed, folds } of partitions(protocol, 1, 3)) { … }
 * ```
 */
export function createProtocol(name: ProtocolName, data: ProtocolData, options: ProtocolOptions = {}): Protocol {
  refuseForeign(name, options);
  const { groups } = data;
  const count = new Set(groups).size;
  // Two groups a fold make a pair of two groups in each.
  const folds = options.folds ?? Math.max(2, Math.min(FOLDS, Math.floor(count / 2)));
  const runFolds = options.runFolds ?? 2;
  const leaveOut = options.leaveOut ?? 2;
  const protocols: Record<ProtocolName, Omit<Protocol, 'name' | 'warnings' | 'thresholdFromTest'>> = {
    groups: {
      description: `${folds}-fold by group`,
      partition: (seed) => groupFolds(groups, folds, seed),
    },
    'leave-groups-out': {
      description: `leave ${leaveOut} groups out`,
      partition: (seed) => groupFolds(groups, foldsOf(count, leaveOut), seed),
    },
    'groups-and-runs': {
      description: `${folds}-fold by group × ${runFolds}-fold by run, both unseen`,
      partition: (seed) => groupAndRunFolds(data, folds, runFolds, seed),
    },
    pairs: {
      description: `${folds}-fold by pair (leaks)`,
      leak: 'Pairs were split at random, so the same spectra and groups are on both sides: it tests whether training spectra are known again, not whether unseen groups are told apart.',
      partition: (seed) => pairFolds(groups, folds, seed),
    },
    paper: {
      description: 'as published: 13 + 13 pairs of spectra that were trained on (leaks)',
      leak: 'The same spectra and groups are on both sides, the test is 26 pairs, and the threshold is the mean of the tested scores. Chance alone varies by 10 points with so few pairs.',
      partition: (seed) => paperFolds(groups, seed),
    },
  };
  const chosen = protocols[name];
  return {
    ...chosen,
    name,
    thresholdFromTest: name === 'paper',
    warnings: warningsOf(groups, name, folds, options),
    partition(seed) {
      const made = chosen.partition(seed);
      countPairs('test', concatPairs(made.map((fold) => testPairsOf(fold, groups))), groups);
      if (chosen.leak === undefined) {
        assertReplicated(groups);
        for (const fold of made) {
          assertDisjoint(fold, data, name === 'groups-and-runs' ? data.runs : undefined);
        }
      }
      return made;
    },
  };
}

/** A group is trained on or tested: with replicates of one alone, either side lacks pairs of one group. */
function assertReplicated(groups: readonly string[]): void {
  const repeated = new Set(groups.filter((group, i) => groups.indexOf(group) !== i));
  if (repeated.size === 1) {
    throw new SpectroSimError(
      'input',
      `Only ${[...repeated].join()} has a second spectrum, of ${new Set(groups).size} groups. Expected at least two such groups, one to train on and one to test. Measure replicates of more groups. Or is --group another column?`,
    );
  }
}

/** Repeated partitions, of seeds `seed`, `seed + 1` …: how much a result hangs on the cut. */
export function partitions(protocol: Protocol, seed: number, count: number): Partition[] {
  return Array.from({ length: count }, (_, i) => ({ seed: seed + i, folds: protocol.partition(seed + i) }));
}

function foldsOf(groups: number, leaveOut: number): number {
  if (leaveOut < 2 || groups < 2 * leaveOut) {
    throw new SpectroSimError(
      'input',
      `Leaving out ${leaveOut} of ${groups} groups does not work: expected 2 or more, so that a fold has pairs of two groups, and at most half of them, so that as many are trained on. Leave out another number of groups.`,
    );
  }
  return Math.floor(groups / leaveOut);
}

const OPTIONS_OF: Record<ProtocolName, readonly (keyof ProtocolOptions)[]> = {
  groups: ['folds'],
  'leave-groups-out': ['leaveOut'],
  'groups-and-runs': ['folds', 'runFolds'],
  pairs: ['folds'],
  paper: [],
};

function refuseForeign(name: ProtocolName, options: ProtocolOptions): void {
  const foreign = (Object.keys(options) as (keyof ProtocolOptions)[]).filter(
    (option) => options[option] !== undefined && !OPTIONS_OF[name].includes(option),
  );
  if (foreign.length > 0) {
    throw new SpectroSimError(
      'usage',
      `The protocol "${name}" has no ${foreign.join(', ')}. Expected ${OPTIONS_OF[name].join(' and ') || 'no option'}. Leave it out, or choose another protocol of ${PROTOCOLS.join(', ')}.`,
    );
  }
}

function warningsOf(groups: readonly string[], name: ProtocolName, folds: number, options: ProtocolOptions): string[] {
  const count = new Set(groups).size;
  const alone = [...new Set(groups)].filter((group) => groups.indexOf(group) === groups.lastIndexOf(group)).length;
  return [
    ...(count < FEW_GROUPS
      ? [
          `${count} groups are few: intervals over them are wide and unsure, and fitted back-ends can fall below the training-free floor. Eight or more are better.`,
        ]
      : []),
    ...(alone > 0 ? [`${alone} of ${count} groups have one spectrum: they make different-source pairs only.`] : []),
    ...(options.folds === undefined && ['groups', 'groups-and-runs'].includes(name) && folds < FOLDS
      ? [`${folds} folds instead of ${FOLDS}, since each needs two groups.`]
      : []),
  ];
}
