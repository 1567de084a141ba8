"""Golden figures for evaluate.test.ts.

python3 -m venv VENV && VENV/bin/pip install scikit-learn==1.9.1
VENV/bin/python tests/unit/training/golden/metrics.py > tests/unit/training/golden/metrics.json
"""

import json

import numpy as np
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

rng = np.random.default_rng(7)
cases = {}


def add(name, probabilities, labels):
    cases[name] = {
        "probabilities": [float(p) for p in probabilities],
        "labels": [int(y) for y in labels],
        "roc_auc": float(roc_auc_score(labels, probabilities)),
        "pr_auc": float(average_precision_score(labels, probabilities)),
        "log_loss": float(log_loss(labels, probabilities)),
        "brier": float(brier_score_loss(labels, probabilities)),
        "constant_log_loss": float(log_loss(labels, np.full(len(labels), np.mean(labels)))),
    }


p = rng.uniform(0.01, 0.99, 60)
add("no ties", p, rng.uniform(size=60) < p)
p = np.round(rng.uniform(0.05, 0.95, 80), 1)
add("many ties", p, rng.uniform(size=80) < p)
add("all tied", np.full(10, 0.3), [1, 0, 0, 1, 0, 0, 0, 1, 0, 0])
add("perfect", [0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1])
add("inverted", [0.9, 0.8, 0.2, 0.1], [0, 0, 1, 1])
add("certain", [0, 0.5, 1, 1], [0, 1, 1, 0])
print(json.dumps(cases, indent=1))
