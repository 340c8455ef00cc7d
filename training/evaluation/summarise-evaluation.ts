import { FEWEST_GROUPS, type Standing, standingOf } from '@spectrosim/models';
import { drawGroups, groupNumbers, groupPairs, INTERVAL, percentileInterval, weighPairs } from './bootstrap.js';
import { countPairs } from './evaluate.js';
import { meanAndSd } from './mean-and-sd.js';
import { MEASURES, type MeasureName, type MeasureValues, measurePooled, type PooledScores } from './measure-pooled.js';
import type { Pairs } from './pairs.js';

/** The pairs of one partition, pooled over its folds, with two systems' scores of them. */
export interface PooledPartition {
  /** Named by indices of the whole set `[P]`. */
  readonly pairs: Pairs;
  /** 1 where a pair is hard `[P]`; absent: none is. */
  readonly hard?: Uint8Array;
  /** The floor's own scores chose the hard pairs: they measure neither the floor nor a difference to it. */
  readonly byFloor?: boolean;
  readonly model: PooledScores;
  readonly floor: PooledScores;
}

/** A measure over partitions: its mean, its spread from one partition to the next, and the interval of the mean. */
export interface MeasureSummary {
  readonly mean: number;
  /** Standard deviation over partitions; 0 of one. */
  readonly sd: number;
  readonly lo: number;
  readonly hi: number;
}

/** All measures of a system. */
export type SystemSummary = Readonly<Record<MeasureName, MeasureSummary>>;

/** A difference with what it comes to; `null` where there is no number, or where there are too few groups to say. */
export type DifferenceSummary = MeasureSummary & { readonly standing: Standing | null };

/** Two systems on the same pairs. */
export interface EvaluationSummary {
  readonly partitions: number;
  readonly groups: number;
  /** Pairs of one group and of two, in the first partition. */
  readonly positivePairs: number;
  readonly negativePairs: number;
  /** What `lo` and `hi` are. */
  readonly interval: string;
  readonly model: SystemSummary;
  /** Numbers are `NaN` under `hardAuc` where the floor chose the hard pairs. */
  readonly floor: SystemSummary;
  /** The model minus the floor, on the same resampled groups. */
  readonly difference: Readonly<Record<MeasureName, DifferenceSummary>>;
}

const NAMES = Object.keys(MEASURES) as MeasureName[];

/**
 * What a model comes to beside the floor.
 *
 * Each measure is taken of a partition's pooled pairs. Mean and standard deviation are over partitions. The interval is
 * that of the mean by resampling groups: a resample draws groups once and measures both systems in every partition with
 * them, so that the difference is paired throughout. It says how much other groups would change the result; the
 * standard deviation, how much another cut.
 *
 * @param groups the group of each spectrum of the whole set `[N]`
 * @throws SpectroSimError `input` when a partition lacks pairs of one group or of two; `training` when a score is not a
 * number.
 * @example
 * ```ts
 * const { model, difference } = summariseEvaluation([{ pairs, hard, model: { llrs }, floor: { llrs: floorLlrs } }], groups, 1);
 * model.cllr; // { mean, sd, lo, hi }
 * difference.cllr.standing; // 'beats', 'tie', 'loses' or null
 * ```
 */
export function summariseEvaluation(
  partitions: readonly PooledPartition[],
  groups: readonly string[],
  seed: number,
): EvaluationSummary {
  const counts = partitions.map(({ pairs }) => countPairs('test', pairs, groups));
  const summarise = resampled(partitions, ['model', 'floor'], groups, seed);
  const many = new Set(groups).size;
  const unfair = partitions.some(({ byFloor = false }) => byFloor);
  /** What the floor is measured by: hard pairs that its own errors chose are none of it. */
  const fair = (name: MeasureName, value: number) => (unfair && name === 'hardAuc' ? Number.NaN : value);
  return {
    partitions: partitions.length,
    groups: many,
    ...(counts[0] as NonNullable<(typeof counts)[0]>),
    interval: INTERVAL,
    model: byName((name) => summarise(({ model }) => model[name])),
    floor: byName((name) => summarise(({ floor }) => fair(name, floor[name]))),
    difference: byName((name) => {
      const difference = summarise(({ model, floor }) => model[name] - fair(name, floor[name]));
      const unsaid = many < FEWEST_GROUPS || Number.isNaN(difference.mean);
      return { ...difference, standing: unsaid ? null : standingOf(difference, MEASURES[name]) };
    }),
  };
}

/**
 * What one system comes to: the same numbers as beside another.
 *
 * @throws SpectroSimError `training` when a score is not a number.
 */
export function summariseSystem(
  partitions: readonly Omit<PooledPartition, 'floor' | 'byFloor'>[],
  groups: readonly string[],
  seed: number,
): SystemSummary {
  const summarise = resampled(partitions, ['model'], groups, seed);
  return byName((name) => summarise(({ model }) => model[name]));
}

/**
 * Measures systems in every partition, with the groups as they are and with every draw of them.
 *
 * @returns what summarises a number of those measures
 */
function resampled<System extends 'model' | 'floor'>(
  partitions: readonly (Pick<PooledPartition, 'pairs' | 'hard'> & Readonly<Record<System, PooledScores>>)[],
  systems: readonly System[],
  groups: readonly string[],
  seed: number,
): (of: (measured: Readonly<Record<System, MeasureValues>>) => number) => MeasureSummary {
  const numbers = groupNumbers(groups);
  const prepared = partitions.map((partition) => {
    const { pairs, hard = new Uint8Array(pairs.same.length) } = partition;
    const { pairs: cells, cellOf } = groupPairs(pairs, numbers);
    return {
      cells,
      weights: new Float64Array(cells.same.length),
      measures: bySystem(systems, (system) => measurePooled(partition[system], pairs.same, hard, cellOf)),
    };
  });
  /** All systems in every partition, groups drawn so often. */
  const measure = (drawn: Int32Array) =>
    prepared.map(({ cells, weights, measures }) => {
      weighPairs(cells, numbers, drawn, weights);
      return bySystem(systems, (system) => measures[system](weights));
    });
  const once = measure(new Int32Array(new Set(groups).size).fill(1));
  const replicates = drawGroups(groups, seed).map(measure);
  return (of) => {
    const { mean, sd } = meanAndSd(once.map(of));
    const means = replicates.map((replicate) => meanAndSd(replicate.map(of)).mean);
    return { mean, sd, ...percentileInterval(means, mean) };
  };
}

function bySystem<System extends string, T>(
  systems: readonly System[],
  of: (system: System) => T,
): Readonly<Record<System, T>> {
  return Object.fromEntries(systems.map((system) => [system, of(system)])) as Record<System, T>;
}

function byName<T>(of: (name: MeasureName) => T): Record<MeasureName, T> {
  return Object.fromEntries(NAMES.map((name) => [name, of(name)])) as Record<MeasureName, T>;
}
