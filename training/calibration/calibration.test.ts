import { createRandom } from '@spectrosim/models';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderRoc } from '../evaluation/area-under-roc.js';
import { cllr, minCllr } from '../evaluation/cllr.js';
import { scoredPairs } from '../evaluation/scored-pairs.setup.js';
import { fitBalancedLogistic } from './balanced-logistic.js';
import { boundedLlr, fitCalibration } from './calibration.js';
import { applyScoreMap, applyScoreMapToAll } from './score-map.js';

/** Scores N(0, 1) of different sources and N(apart, 1) of the same: the true log-likelihood ratio is apart · (s − apart / 2). */
function gaussian(pairs: number, apart: number, seed: number) {
  const random = createRandom(seed, 'gaussian');
  const same = Array.from({ length: pairs }, (_, p) => (p % 10 === 0 ? 1 : 0));
  return { same, scores: same.map((one) => random.normal() + apart * one) };
}

describe('fitBalancedLogistic', () => {
  it('is the maximum for balanced kinds (closed form: two values of z are the log of the ratio of shares)', () => {
    // z = 1 for 3 of 4 same and 1 of 3 different: at 1 the ratio is (3/4) / (1/3), at 0 it is (1/4) / (2/3).
    const { slope, intercept } = fitBalancedLogistic([1, 1, 1, 0, 1, 0, 0], [1, 1, 1, 1, 0, 0, 0]);
    expect(intercept).toBeCloseTo(Math.log(1 / 4 / (2 / 3)), 4);
    expect(intercept + slope).toBeCloseTo(Math.log(3 / 4 / (1 / 3)), 4);
  });

  it('has its derivatives at 0 (oracle: the objective, differenced)', () => {
    const { same, scores } = gaussian(500, 1.5, 3);
    const objective = (intercept: number, slope: number) =>
      cllr({ same, scores: scores.map((z) => intercept + slope * z) }) * Math.LN2 + 5e-7 * slope ** 2;
    const { slope, intercept } = fitBalancedLogistic(scores, same);
    const h = 1e-4;
    const about = objective(intercept, slope);
    for (const [di, ds] of [
      [h, 0],
      [-h, 0],
      [0, h],
      [0, -h],
    ] as const) {
      expect(objective(intercept + di, slope + ds)).toBeGreaterThan(about);
    }
    expect(objective(intercept + h, slope) - objective(intercept - h, slope)).toBeCloseTo(0, 10);
    expect(objective(intercept, slope + h) - objective(intercept, slope - h)).toBeCloseTo(0, 10);
  });

  it('stays finite where the kinds are parted, and is 0 where scores rank backwards or say nothing', () => {
    const { slope, intercept } = fitBalancedLogistic([-1, -2, 1, 2], [0, 0, 1, 1]);
    expect(slope).toBeGreaterThan(5);
    expect(slope).toBeLessThan(30);
    expect(intercept).toBeCloseTo(0, 6);
    expect(fitBalancedLogistic([1, 2, -1, -2], [0, 0, 1, 1])).toEqual({ slope: 0, intercept: 0 });
    expect(fitBalancedLogistic([0, 0, 0], [1, 0, 0])).toEqual({ slope: 0, intercept: 0 });
  });
});

describe('fitCalibration', () => {
  it('comes near the true ratio of unseen pairs, whatever rising map hides it (oracle: two normals)', () => {
    const train = gaussian(20_000, 2, 1);
    const test = gaussian(20_000, 2, 2);
    const truth = cllr({ same: test.same, scores: test.scores.map((s) => 2 * (s - 1)) });
    for (const hide of [(s: number) => s, (s: number) => Math.exp(s), (s: number) => 5 - Math.exp(-s / 2)]) {
      const map = fitCalibration(train.scores.map(hide), train.same);
      const llr = applyScoreMapToAll(map, test.scores.map(hide));
      const cost = cllr({ same: test.same, scores: llr });
      expect(cost).toBeLessThan(truth + 0.02);
      expect(cost).toBeGreaterThan(minCllr({ same: test.same, scores: llr }));
    }
  });

  it('never falls, keeps to 33 knots, and costs no more than "don\'t know" on its own pairs, for any scores', () => {
    fc.assert(
      fc.property(
        scoredPairs,
        fc.double({ min: -20, max: 20, noNaN: true }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        ({ scores, same }, s, more) => {
          const map = fitCalibration(scores, same);
          expect(map.knots.length).toBeLessThanOrEqual(33);
          expect(applyScoreMap(map, s + more)).toBeGreaterThanOrEqual(applyScoreMap(map, s));
          expect(cllr({ scores: applyScoreMapToAll(map, scores), same })).toBeLessThanOrEqual(1 + 1e-9);
        },
      ),
    );
  });

  it('keeps ranks where scores are far out, and bounds only what is reported', () => {
    const { same, scores } = gaussian(1000, 3, 4);
    const map = fitCalibration(scores, same);
    expect(map.bound).toBe(Math.log(100));
    const far = [50, 60, 1e6].map((s) => applyScoreMap(map, s));
    expect(far).toEqual([...far].sort((a, b) => a - b));
    expect(new Set(far).size).toBe(3);
    expect(far.map((llr) => boundedLlr(map, llr))).toEqual([map.bound, map.bound, map.bound]);
    expect(boundedLlr(map, -1e9)).toBe(-map.bound);
    expect(boundedLlr(map, 0.5)).toBe(0.5);
    expect(areaUnderRoc({ scores: applyScoreMapToAll(map, scores), same })).toBeCloseTo(
      areaUnderRoc({ scores, same }),
      12,
    );
  });

  it('says 0 throughout of scores that rank backwards', () => {
    const { same, scores } = gaussian(300, 3, 5);
    const map = fitCalibration(
      scores.map((s) => -s),
      same,
    );
    expect(Array.from(applyScoreMapToAll(map, [-9, 0, 9]))).toEqual([0, 0, 0]);
  });

  it('refuses one kind of pair', () => {
    for (const same of [[1, 1], [0, 0], []]) {
      expect(() =>
        fitCalibration(
          same.map((_, p) => p),
          same,
        ),
      ).toThrow(expect.objectContaining({ code: 'training' }));
    }
  });
});
