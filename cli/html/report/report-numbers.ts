import { fewGroupsWarnings, type Measure, type Standing, standingToFloor } from '@spectrosim/models';
import {
  BAND_RATE,
  type BandShares,
  bandShares,
  type Dataset,
  hasRatios,
  type MeasureName,
  noVerdictBand,
  type RightShares,
  rightShares,
  type ScoredPartition,
  type ScoreKind,
  type WorstPairs,
  worstPairs,
} from '@spectrosim/training';
import type { ReportedBand, ReportSubject } from './report-subject.js';

/** The systems of a report, the model first. */
export type SystemKey = 'model' | 'labelFree' | 'floor';

/** One measure of every system. */
export interface MeasureRow {
  readonly name: MeasureName;
  readonly systems: Readonly<Partial<Record<SystemKey, Measure>>>;
  /** Model − floor; absent where it was not measured. */
  readonly difference?: Measure;
}

/** The numbers that the text of a report is made of. */
export interface ReportNumbers {
  readonly score: ScoreKind;
  readonly partitions: readonly ScoredPartition[];
  readonly protocol: string;
  readonly interval: string;
  readonly positivePairs: number;
  readonly negativePairs: number;
  readonly groups: number;
  /** Absent where there are too few groups to say. */
  readonly standing?: Standing;
  readonly measures: readonly MeasureRow[];
  readonly right: { readonly model: RightShares; readonly floor: RightShares };
  /** Absent where scores are no ratios. */
  readonly band?: ReportedBand;
  readonly inBand?: { readonly same: BandShares; readonly different: BandShares };
  readonly hardPairs: string;
  readonly worst: WorstPairs;
  readonly warnings: readonly string[];
}

/** Takes an evaluation apart, whichever kind it is. */
export function reportNumbers({ dataset, measured, seed }: ReportSubject): ReportNumbers {
  const partitions = measured.kind === 'recipe' ? measured.scores.pooled : [measured.scored.partition];
  const summary = measured.kind === 'recipe' ? measured.evaluation : measured.metrics;
  const score = measured.kind === 'recipe' || hasRatios(measured.scored.manifest) ? 'llr' : 'cosine';
  const standing = standingToFloor(summary);
  const share = (of: 'model' | 'floor') =>
    rightShares(
      partitions.map((partition) => ({ pairs: partition.pairs, scores: partition[of] })),
      dataset.groups,
      seed,
    );
  const band = score === 'llr' ? bandOf(measured, partitions, dataset) : undefined;
  const first = partitions[0] as ScoredPartition;
  return {
    score,
    partitions,
    protocol: summary.protocol,
    interval: summary.interval,
    positivePairs: summary.positivePairs,
    negativePairs: summary.negativePairs,
    groups: summary.groups,
    ...(standing === undefined ? {} : { standing }),
    measures: measureRows(measured),
    right: { model: share('model'), floor: share('floor') },
    ...(band === undefined ? {} : { band }),
    ...(band === undefined || 'refused' in band
      ? {}
      : { inBand: bandShares(first.model.bounded ?? first.model.llrs, first.pairs.same, band) }),
    hardPairs: measured.kind === 'recipe' ? measured.evaluation.hardPairs : measured.scored.hardPairs,
    worst: worstPairs(partitions),
    warnings: measured.kind === 'recipe' ? measured.evaluation.warnings : fewGroupsWarnings(summary.groups),
  };
}

const ORDER: readonly MeasureName[] = [
  'balancedAccuracy',
  'auc',
  'hardAuc',
  'eer',
  'fnrAt1',
  'averagePrecision',
  'cllr',
  'minCllr',
];

/** Measures by name, whatever stands beside them. */
type Measures = Readonly<Partial<Record<MeasureName, Measure | undefined>>>;

function measureRows(measured: ReportSubject['measured']): MeasureRow[] {
  const { model, floor, difference } = measured.kind === 'recipe' ? measured.evaluation : measured.metrics;
  const labelFree = measured.kind === 'recipe' ? measured.evaluation.labelFree : undefined;
  return ORDER.flatMap((name) => {
    // What there are no pairs for is no number.
    const of = (measures: Measures | undefined) => {
      const measure = measures?.[name];
      return measure === undefined || Number.isNaN(measure.mean) ? undefined : measure;
    };
    const [measure, free, floors, change] = [of(model), of(labelFree), of(floor), of(difference)];
    return measure === undefined
      ? []
      : [
          {
            name,
            systems: {
              model: measure,
              ...(free === undefined ? {} : { labelFree: free }),
              ...(floors === undefined ? {} : { floor: floors }),
            },
            ...(change === undefined ? {} : { difference: change }),
          },
        ];
  });
}

function bandOf(
  measured: ReportSubject['measured'],
  [first]: readonly ScoredPartition[],
  { groups }: Dataset,
): ReportedBand | undefined {
  if (measured.kind === 'model') {
    return measured.scored.manifest.decision.band ?? { refused: 'The model was written without one.' };
  }
  if (measured.band !== undefined || first === undefined) {
    return measured.band;
  }
  const band = noVerdictBand(first.model.bounded ?? first.model.llrs, first.pairs, groups, BAND_RATE);
  return 'refused' in band ? { refused: band.refused } : { lo: band.lo, hi: band.hi, rate: BAND_RATE };
}
