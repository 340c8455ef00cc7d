"""Independent classifiers: scikit-learn's, with the settings that docs/baselines.md names.

Reads one JSON object from standard input, {"sets": [{"train": [[...]], "same": [...], "test": [[...]]}, ...]}, and answers with one:
{"sets": [{"lda": [...], ...}, ...]}, the log-odds of the test rows.
"""

import json
import sys

import numpy as np
from sklearn.cross_decomposition import PLSRegression
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier


def votes_to_odds(votes, voters):
    return np.log((votes + 0.5) / (voters - votes + 0.5))


def leaf_odds(train, same, test):
    """A tree of the first feature alone, where no two features tie; one pair added to either kind of a leaf."""
    tree = DecisionTreeClassifier(random_state=0).fit(train[:, :1], same)
    leaves = tree.apply(train[:, :1])
    counts = {leaf: (np.sum(same[leaves == leaf] == 1), np.sum(same[leaves == leaf] == 0)) for leaf in leaves}
    return [np.log((counts[leaf][0] + 1) / (counts[leaf][1] + 1)) for leaf in tree.apply(test[:, :1])]


def naive_bayes(train, same, test):
    joint = GaussianNB(priors=[0.5, 0.5]).fit(train, same).predict_joint_log_proba(test)
    return joint[:, 1] - joint[:, 0]


def answer(pairs):
    train, test = np.array(pairs["train"], dtype=float), np.array(pairs["test"], dtype=float)
    same = np.array(pairs["same"])
    logistic = LogisticRegression(C=1.0, tol=1e-12, max_iter=10000).fit(train, same)
    neighbours = KNeighborsClassifier(5).fit(train, same)
    pls = PLSRegression(n_components=3, scale=False, tol=1e-14, max_iter=5000).fit(train, 2.0 * same - 1)
    return {
        "lda": LinearDiscriminantAnalysis(solver="lsqr").fit(train, same).decision_function(test).tolist(),
        "logistic-regression": logistic.decision_function(test).tolist(),
        "naive-bayes": naive_bayes(train, same, test).tolist(),
        "knn": votes_to_odds(neighbours.predict_proba(test)[:, 1] * 5, 5).tolist(),
        "svm": SVC(C=1.0, kernel="rbf", gamma=1 / train.shape[1]).fit(train, same).decision_function(test).tolist(),
        "decision-tree": leaf_odds(train, same, test),
        "opls": (pls.predict(test).ravel() - np.mean(2.0 * same - 1)).tolist(),
    }


json.dump({"sets": [answer(pairs) for pairs in json.load(sys.stdin)["sets"]]}, sys.stdout)
