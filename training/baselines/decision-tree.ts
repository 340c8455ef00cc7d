import { growTree, leafOf, sortFeatures } from './grow-tree.js';
import { type PairClassifier, scoreRows } from './pair-classifier.js';

/**
 * One tree, grown until its leaves are pure. The score is the log-odds of a leaf, one pair added to either kind (Provost &
 * Domingos 2003): a large leaf is surer than a small one.
 */
export const decisionTree: PairClassifier = {
  title: 'decision tree',
  fit(features, same) {
    const tree = growTree(sortFeatures(features, same), Int32Array.from(same.keys()));
    return {
      score: (rows) =>
        scoreRows(rows, (row) => {
          const leaf = leafOf(tree, row);
          return Math.log((leaf.same + 1) / (leaf.different + 1));
        }),
    };
  },
};
