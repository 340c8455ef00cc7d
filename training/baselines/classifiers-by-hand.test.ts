import { describe, expect, it } from 'vitest';
import { decisionTree } from './decision-tree.js';
import { flatRows } from './features.setup.js';
import { growTree, leafOf, sortFeatures } from './grow-tree.js';
import { lda } from './lda.js';
import { logisticRegression } from './logistic-regression.js';
import { naiveBayes } from './naive-bayes.js';
import { nearestNeighbours } from './nearest-neighbours.js';
import type { PairClassifier } from './pair-classifier.js';
import { softVote } from './soft-vote.js';
import { svm } from './svm.js';

const kinds = (...same: number[]) => Uint8Array.from(same);

/** Scores of a classifier of one feature. */
async function scoresOf(classifier: PairClassifier, x: number[], same: Uint8Array, at: number[]): Promise<number[]> {
  const fitted = await classifier.fit(flatRows(x.map((value) => [value])), same, 1);
  return [...fitted.score(flatRows(at.map((value) => [value])))];
}

describe('by hand', () => {
  it('LDA: means 0 and 4, one variance of 1: the ratio is 4 (x − 2)', async () => {
    const scores = await scoresOf(lda, [-1, 1, 3, 5], kinds(0, 0, 1, 1), [2, 3, 0]);
    [0, 4, -8].forEach((expected, i) => {
      expect(scores[i]).toBeCloseTo(expected, 6);
    });
  });

  it('naive Bayes: N(0, 1) against N(4, 4): −½ ln 4 − (x − 4)² / 8 + x² / 2', async () => {
    const scores = await scoresOf(naiveBayes, [-1, 1, 2, 6], kinds(0, 0, 1, 1), [0, 4]);
    expect(scores[0]).toBeCloseTo(-Math.log(2) - 2, 6);
    expect(scores[1]).toBeCloseTo(-Math.log(2) + 8, 6);
  });

  it('naive Bayes ranks where densities underflow', async () => {
    const [near, far] = await scoresOf(naiveBayes, [-1, 1, 3, 5], kinds(0, 0, 1, 1), [100, 200]);
    expect(near).toBeCloseTo(4 * 98, 4);
    expect(far).toBeCloseTo(4 * 198, 4);
  });

  it('logistic regression: of pairs at ±1, the slope w solves w = 2 / (1 + e^w)', async () => {
    const [score, middle] = await scoresOf(logisticRegression, [-1, 1], kinds(0, 1), [1, 0]);
    expect(score).toBeCloseTo(2 / (1 + Math.exp(score as number)), 10);
    expect(middle).toBeCloseTo(0, 10);
  });

  it('kNN: five vote, and three of those at 2 are of one source', async () => {
    const scores = await scoresOf(nearestNeighbours, [0, 1, 2, 3, 4, 50, 60], kinds(0, 1, 1, 1, 0, 1, 1), [2, 55]);
    expect(scores[0]).toBeCloseTo(Math.log(3.5 / 2.5), 12);
    // 50, 60, 4, 3, 2
    expect(scores[1]).toBeCloseTo(Math.log(4.5 / 1.5), 12);
  });

  it('SVM: two pairs at distance 1 whose α are at their bound of 1: ±(1 − 1/e)', async () => {
    const scores = await scoresOf(svm, [0, 1], kinds(0, 1), [0, 1, 0.5]);
    [1 / Math.E - 1, 1 - 1 / Math.E, 0].forEach((expected, i) => {
      expect(scores[i]).toBeCloseTo(expected, 10);
    });
  });

  it.each([
    ['different first', [0, 0.2, 1, 1.2], kinds(0, 0, 1, 1)],
    ['same first', [1, 1.2, 0, 0.2], kinds(1, 1, 0, 0)],
  ])('SVM: labels may come in any order, %s', async (_, x, same) => {
    const [low, high] = await scoresOf(svm, x, same, [0, 1.2]);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });

  it('decision tree: parted half-way, leaves of 3 and 2 pairs', async () => {
    const scores = await scoresOf(decisionTree, [1, 2, 3, 6, 8], kinds(0, 0, 0, 1, 1), [4.5, 4.500001]);
    expect(scores).toEqual([-Math.log(4), Math.log(3)]);
  });

  it('decision tree: needs two levels where only both features together tell', () => {
    // Of the corners of a square, counted so that one feature is a little better.
    const rows = [
      [0, 0],
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ];
    const same = kinds(1, 1, 0, 0, 1);
    const tree = growTree(sortFeatures(flatRows(rows), same), Int32Array.from(rows.keys()));
    const at = (...row: number[]) => leafOf(tree, Float64Array.from(row));
    expect(at(0, 0)).toEqual({ same: 2, different: 0 });
    expect(at(0, 1)).toEqual({ same: 0, different: 1 });
    expect(at(1, 0)).toEqual({ same: 0, different: 1 });
    expect(at(1, 1)).toEqual({ same: 1, different: 0 });
  });

  it('decision tree: pairs that are alike and of both kinds share a leaf', () => {
    const tree = growTree(sortFeatures(flatRows([[1], [1], [1]]), kinds(1, 0, 1)), Int32Array.of(0, 1, 2));
    expect(tree).toEqual({ same: 2, different: 1 });
  });

  it('soft vote: probabilities of ¾ and ½ make ⅝; sure votes stay finite', () => {
    const [vote] = softVote([Float64Array.of(Math.log(3)), Float64Array.of(0)]);
    expect(vote).toBeCloseTo(Math.log(5 / 3), 12);
    const [one, other] = softVote([Float64Array.of(800, -800), Float64Array.of(1, 1)]);
    expect(one).toBeGreaterThan(1);
    expect(other).toBeLessThan(0);
  });
});
