import { boundedLlr, fitCalibration } from '../calibration/calibration.js';
import { applyScoreMapToAll } from '../calibration/score-map.js';
import type { Dataset } from '../dataset.js';
import type { PooledScores } from '../evaluation/measure-pooled.js';
import type { Fold } from '../evaluation/protocols/fold.js';
import { meanThreshold } from '../evaluation/protocols/leaky.js';
import { type BaselineName, CLASSIFIER_NAMES, type ClassifierName } from './baselines.js';
import type { ComparedSpectra } from './compared-spectra.js';
import { innerSides, outerSide } from './pair-sides.js';
import { scoreSide } from './score-side.js';
import { type ScoresOfSides, voteOf } from './soft-vote.js';

/** Principal components of difference vectors at most. */
const MOST_COMPONENTS = 50;

/** Same-source training pairs a component, at least: few pairs tell few features apart. */
const PAIRS_PER_COMPONENT = 5;

/** A fold's pairs as baselines score them. */
export interface FoldByBaselines {
  /** Principal components taken at most. */
  readonly components: number;
  readonly baselines: ReadonlyMap<BaselineName, Required<PooledScores>>;
}

/** Scores a fold's pairs by baselines, calibrated by what its inner sides scored. */
export async function scoreFoldByBaselines(
  { groups }: Dataset,
  fold: Fold,
  names: readonly BaselineName[],
  spectra: ComparedSpectra,
  thresholdFromTest: boolean,
  seed: number,
): Promise<FoldByBaselines> {
  const outer = outerSide(fold, groups);
  const inner = innerSides(fold, groups, seed);
  const positives = inner.map(({ train }) => train.same.reduce((sum, one) => sum + one, 0));
  // As many everywhere: scores out of fold are to be like those of the test.
  const components = Math.max(1, Math.min(MOST_COMPONENTS, Math.floor(Math.min(...positives) / PAIRS_PER_COMPONENT)));
  const classifiers = CLASSIFIER_NAMES.filter((name) => names.includes(name) || names.includes('ensemble'));
  const score = async (side: typeof outer) =>
    scoreSide(await spectra.of(side.rows), side, classifiers, components, seed);
  const tested = await score(outer);
  const parts: Map<ClassifierName, Float64Array>[] = [];
  for (const side of inner) {
    parts.push(await score(side));
  }
  const scoresOf = (name: ClassifierName): ScoresOfSides => ({
    tested: tested.get(name) as Float64Array,
    inner: parts.map((part) => part.get(name) as Float64Array),
  });
  const sames = inner.map(({ test }) => test.same);
  const baselines = new Map(
    names.map((name) => {
      const scores = name === 'ensemble' ? voteOf(classifiers.map(scoresOf), sames) : scoresOf(name);
      return [name, calibrated(scores, sames, thresholdFromTest)] as const;
    }),
  );
  return { components, baselines };
}

/** Scores of tested pairs as log-likelihood ratios, by what inner sides scored. */
function calibrated(
  { tested, inner }: ScoresOfSides,
  sames: readonly Uint8Array[],
  thresholdFromTest: boolean,
): Required<PooledScores> {
  const calibration = fitCalibration(
    inner.flatMap((scores) => Array.from(scores)),
    sames.flatMap((same) => Array.from(same)),
  );
  const llrs = applyScoreMapToAll(calibration, tested);
  return {
    llrs,
    bounded: llrs.map((llr) => boundedLlr(calibration, llr)),
    thresholds: new Float64Array(llrs.length).fill(thresholdFromTest ? meanThreshold(llrs) : 0),
  };
}
