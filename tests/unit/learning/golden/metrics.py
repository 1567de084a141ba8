"""Golden figures for evaluate.test.ts.

python3 -m venv VENV && VENV/bin/pip install scikit-learn==1.9.1 scipy==1.17.1
VENV/bin/python tests/unit/learning/golden/metrics.py > tests/unit/learning/golden/metrics.json

ROC-AUC, PR-AUC, log-loss and Brier score are scikit-learn's, KS is scipy's (one-sided: converted leads score higher).
Neither has the expected calibration error; it is written out here by its definition, bin by bin.
"""

import json

import numpy as np
from scipy.stats import ks_2samp
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

rng = np.random.default_rng(7)
cases = {}


def expected_calibration_error(labels, probabilities, bins=10):
    error = 0
    for i in range(bins):
        inside = (probabilities >= i / bins) & ((probabilities < (i + 1) / bins) | (i == bins - 1))
        if inside.any():
            error += inside.mean() * abs(probabilities[inside].mean() - labels[inside].mean())
    return error


def add(name, probabilities, labels):
    probabilities, labels = np.asarray(probabilities, dtype=float), np.asarray(labels, dtype=int)
    rate = np.full(len(labels), labels.mean())
    ks = ks_2samp(probabilities[labels == 1], probabilities[labels == 0], alternative="less", method="asymp")
    cases[name] = {
        "probabilities": probabilities.tolist(),
        "labels": labels.tolist(),
        "figures": {
            "base_rate": float(labels.mean()),
            "roc_auc": float(roc_auc_score(labels, probabilities)),
            "gini": 2 * float(roc_auc_score(labels, probabilities)) - 1,
            "ks": float(ks.statistic),
            "pr_auc": float(average_precision_score(labels, probabilities)),
            "log_loss": float(log_loss(labels, probabilities)),
            "brier": float(brier_score_loss(labels, probabilities)),
            "ece": float(expected_calibration_error(labels, probabilities)),
            "constant_log_loss": float(log_loss(labels, rate)),
            "constant_brier": float(brier_score_loss(labels, rate)),
        },
    }


p = rng.uniform(0.01, 0.99, 60)
add("no ties", p, rng.uniform(size=60) < p)
p = np.round(rng.uniform(0.05, 0.95, 80), 1)
add("many ties", p, rng.uniform(size=80) < p)
p = rng.choice([0.02, 0.02, 0.02, 0.6], 120)
add("two scores", p, rng.uniform(size=120) < p)
add("all tied", np.full(10, 0.3), [1, 0, 0, 1, 0, 0, 0, 1, 0, 0])
add("perfect", [0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1])
add("inverted", [0.9, 0.8, 0.2, 0.1], [0, 0, 1, 1])
add("certain", [0, 0.5, 1, 1], [0, 1, 1, 0])
p = rng.uniform(0, 0.2, 30)
add("one converted", p, np.arange(30) == 11)
add("all but one converted", 1 - p, np.arange(30) != 11)
add("the converted one tied with the top", [0.7, 0.7, 0.1, 0.2, 0.3], [0, 1, 0, 0, 0])
print(json.dumps(cases, indent=1))
