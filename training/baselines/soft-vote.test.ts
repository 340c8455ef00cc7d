import { createRandom } from '@spectrosim/models';
import { describe, expect, it } from 'vitest';
import { fitCalibration } from '../calibration/calibration.js';
import { applyScoreMap } from '../calibration/score-map.js';
import { type ScoresOfSides, voteOf } from './soft-vote.js';

const [SIDES, PAIRS] = [3, 40];
const sames = Array.from({ length: SIDES }, () => Uint8Array.from({ length: PAIRS }, (_, p) => (p % 4 === 0 ? 1 : 0)));

/** Scores that lie so far apart for the two kinds, in a unit of its own. */
function classifier(seed: number, apart: number, unit: number): ScoresOfSides {
  const random = createRandom(seed, 'classifier');
  const scores = (same: Uint8Array) => Float64Array.from(same, (kind) => unit * (random.normal() + apart * kind));
  return { tested: scores(sames[0] as Uint8Array), inner: sames.map(scores) };
}
const sure = classifier(1, 4, 1);
const unsure = classifier(2, 1, 30);

/** The ratio of a classifier's score, calibrated on what it scored of some sides. */
function ratio({ inner }: ScoresOfSides, sides: readonly number[], score: number): number {
  const calibration = fitCalibration(
    sides.flatMap((side) => [...(inner[side] as Float64Array)]),
    sides.flatMap((side) => [...(sames[side] as Uint8Array)]),
  );
  return applyScoreMap(calibration, score);
}

const odds = (...ratios: number[]) => {
  const mean = ratios.reduce((sum, one) => sum + 1 / (1 + Math.exp(-one)), 0) / ratios.length;
  return Math.log(mean / (1 - mean));
};

describe('voteOf', () => {
  const vote = voteOf([sure, unsure], sames);

  it('gives the log-odds of the mean of the probabilities of calibrated ratios', () => {
    vote.tested.forEach((score, p) => {
      const expected = odds(...[sure, unsure].map((one) => ratio(one, [0, 1, 2], one.tested[p] as number)));
      expect(score).toBeCloseTo(expected, 9);
    });
  });

  it('is calibrated, of a side inside, on the others alone', () => {
    vote.inner[1]?.forEach((score, p) => {
      const expected = odds(...[sure, unsure].map((one) => ratio(one, [0, 2], one.inner[1]?.[p] as number)));
      expect(score).toBeCloseTo(expected, 9);
    });
  });

  it('does not know the unit of anyone’s scores', () => {
    const scaled = (values: Float64Array) => values.map((value) => value / 64);
    const small = { tested: scaled(unsure.tested), inner: unsure.inner.map(scaled) };
    voteOf([sure, small], sames).tested.forEach((score, p) => {
      expect(score).toBeCloseTo(vote.tested[p] as number, 9);
    });
  });
});
