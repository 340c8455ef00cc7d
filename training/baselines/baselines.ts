import { decisionTree } from './decision-tree.js';
import { lda } from './lda.js';
import { logisticRegression } from './logistic-regression.js';
import { naiveBayes } from './naive-bayes.js';
import { nearestNeighbours } from './nearest-neighbours.js';
import { oplsDa } from './opls-da.js';
import type { PairClassifier } from './pair-classifier.js';
import { randomForest } from './random-forest.js';
import { svm } from './svm.js';

/** The classifiers, by name. */
export const CLASSIFIERS = {
  'opls-da': oplsDa,
  knn: nearestNeighbours,
  'decision-tree': decisionTree,
  lda,
  'naive-bayes': naiveBayes,
  'random-forest': randomForest,
  svm,
  'logistic-regression': logisticRegression,
} as const satisfies Record<string, PairClassifier>;

/** The name of a classifier. */
export type ClassifierName = keyof typeof CLASSIFIERS;

/** The name of a baseline: a classifier's, or that of the soft vote of all. */
export type BaselineName = ClassifierName | 'ensemble';

/** All classifiers, in the order in which they vote. */
export const CLASSIFIER_NAMES = Object.keys(CLASSIFIERS) as readonly ClassifierName[];

/** The classical baselines, as papers list them. */
export const BASELINES: readonly BaselineName[] = [...CLASSIFIER_NAMES, 'ensemble'];

/** What a baseline is called in a table. */
export function baselineTitle(name: BaselineName): string {
  return name === 'ensemble' ? 'soft vote of the eight' : CLASSIFIERS[name].title;
}
