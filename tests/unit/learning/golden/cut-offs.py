"""Golden figures for tabulate-cut-offs.test.ts and measure-shuffles.test.ts.

/usr/bin/python3 tests/unit/learning/golden/cut-offs.py > tests/unit/learning/golden/cut-offs.json  (scikit-learn 1.2.1)

The cut-offs' precision and recall are those of scikit-learn's `precision_recall_curve`, their specificity that of `roc_curve`, F1 that
of `f1_score`. Permutation importance is scikit-learn's `permutation_importance` of a fixed model, the mean of so many repeats that
the seed hardly matters; for log-loss also its expectation over all permutations, written out.
"""

import json

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.inspection import permutation_importance
from sklearn.metrics import f1_score, precision_recall_curve, roc_curve

rng = np.random.default_rng(11)


def cut_offs(probabilities, labels):
    precision, recall, thresholds = precision_recall_curve(labels, probabilities)
    fpr, _, at = roc_curve(labels, probabilities, drop_intermediate=False)
    rates = dict(zip(at.tolist(), fpr.tolist()))
    points = [
        {
            "probability": float(t),
            "precision": float(p),
            "recall": float(r),
            "specificity": 1 - rates[float(t)],
            "f1": float(f1_score(labels, probabilities >= t)),
        }
        for p, r, t in zip(precision, recall, thresholds)
    ]
    best_f1 = max(points, key=lambda point: (point["f1"], point["probability"]))
    best_youden = max(points, key=lambda point: (point["recall"] + point["specificity"], point["probability"]))
    value, cost = 50, 20
    worth = [
        (float(np.sum((probabilities >= p["probability"]) * (value * labels - cost))), p["probability"]) for p in points
    ]
    return {
        "probabilities": probabilities.tolist(),
        "labels": labels.tolist(),
        "points": points,
        "best_f1": best_f1["probability"],
        "best_youden": best_youden["probability"],
        "value": value,
        "cost": cost,
        "best_profit": {"probability": max(worth)[1], "per_1000": 1000 * max(worth)[0] / len(labels)},
    }


p = rng.uniform(0.02, 0.98, 60)
smooth = cut_offs(p, (rng.uniform(size=60) < p).astype(int))
p = np.round(rng.uniform(0.05, 0.95, 80), 1)
ties = cut_offs(p, (rng.uniform(size=80) < p).astype(int))

WEIGHTS = np.array([1.2, -0.7, 0.0])
INTERCEPT = -0.4


class Fixed(BaseEstimator, ClassifierMixin):
    classes_ = np.array([0, 1])

    def fit(self, X, y):
        return self

    def predict_proba(self, X):
        p = 1 / (1 + np.exp(-(INTERCEPT + X @ WEIGHTS)))
        return np.column_stack([1 - p, p])


X = np.round(rng.normal(size=(60, 3)), 3)
y = (rng.uniform(size=60) < Fixed().predict_proba(X)[:, 1]).astype(int)
REPEATS = 5000
shuffled = {}
for scoring in ["neg_log_loss", "roc_auc"]:
    found = permutation_importance(Fixed(), X, y, scoring=scoring, n_repeats=REPEATS, random_state=1)
    shuffled[scoring] = {"mean": found.importances_mean.tolist(), "sd": found.importances_std.tolist()}


def loss(X):
    p = Fixed().predict_proba(X)[:, 1]
    return -np.where(y == 1, np.log(p), np.log(1 - p))


expected = []
for feature in range(3):
    total = 0
    for giver in range(len(y)):
        Z = X.copy()
        Z[:, feature] = X[giver, feature]
        total += loss(Z).mean() / len(y)
    expected.append(float(total - loss(X).mean()))

print(
    json.dumps(
        {
            "cut_offs": {"smooth": smooth, "ties": ties},
            "shuffles": {
                "intercept": INTERCEPT,
                "weights": WEIGHTS.tolist(),
                "columns": X.T.tolist(),
                "labels": y.tolist(),
                "repeats": REPEATS,
                **shuffled,
                "expected_log_loss": expected,
            },
        },
        indent=1,
    )
)
