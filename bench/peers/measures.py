"""Independent measures of scored pairs: scikit-learn's curves and isotonic fit, NumPy's arithmetic.

Reads one JSON object from standard input, {"sets": [{"scores": [...], "same": [...], "weights": [...]}, ...]}, and answers
with one: {"sets": [{"areaUnderRoc": ..., ...}, ...]}. Weights are counts.
"""

import json
import sys

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import average_precision_score, balanced_accuracy_score, roc_auc_score, roc_curve


def equal_error_rate(same, scores, weights):
    """Where the ROC, linear between its points, crosses the line on which both errors are equal."""
    fpr, tpr, _ = roc_curve(same, scores, sample_weight=weights, drop_intermediate=False)
    gap = fpr - (1 - tpr)
    after = int(np.argmax(gap >= 0))
    before = after - 1
    share = -gap[before] / (gap[after] - gap[before])
    return fpr[before] + share * (fpr[after] - fpr[before])


def miss_rate_at(same, scores, weights, rate):
    fpr, tpr, _ = roc_curve(same, scores, sample_weight=weights, drop_intermediate=False)
    return (1 - tpr[fpr <= rate + 1e-12]).min()


def cllr(same, llr, weights):
    positive = np.average(np.logaddexp(0, -llr[same == 1]), weights=weights[same == 1])
    negative = np.average(np.logaddexp(0, llr[same == 0]), weights=weights[same == 0])
    return (positive + negative) / 2 / np.log(2)


def min_cllr(same, scores, weights):
    share = IsotonicRegression(y_min=0, y_max=1).fit(scores, same, sample_weight=weights).predict(scores)
    prior = np.average(same, weights=weights)
    with np.errstate(divide="ignore"):
        llr = np.log(share) - np.log1p(-share) - np.log(prior / (1 - prior))
    return cllr(same, llr, weights)


def measure(pairs):
    scores = np.array(pairs["scores"], dtype=float)
    same = np.array(pairs["same"])
    weights = np.array(pairs["weights"], dtype=float)
    return {
        "areaUnderRoc": roc_auc_score(same, scores, sample_weight=weights),
        "averagePrecision": average_precision_score(same, scores, sample_weight=weights),
        "equalErrorRate": equal_error_rate(same, scores, weights),
        "missRateAt": miss_rate_at(same, scores, weights, 0.01),
        "balancedAccuracy": balanced_accuracy_score(same, scores >= 0, sample_weight=weights),
        "cllr": cllr(same, scores, weights),
        "minCllr": min_cllr(same, scores, weights),
    }


json.dump({"sets": [measure(pairs) for pairs in json.load(sys.stdin)["sets"]]}, sys.stdout)
