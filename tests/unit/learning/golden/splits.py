"""Golden splits for plan-split.test.ts, and the trend test for drift-over-time.test.ts.

python3 -m venv VENV && VENV/bin/pip install scikit-learn==1.9.1 statsmodels==0.15.0
VENV/bin/python tests/unit/learning/golden/splits.py > tests/unit/learning/golden/splits.json

forward   scikit-learn's TimeSeriesSplit, of leads that were sorted by time and shuffled again.
grouped   how evenly scikit-learn's StratifiedGroupKFold spreads the classes: per class, the standard deviation over the
          folds of their shares of the class; the mean of both classes.
trend     the Cochran–Armitage test by statsmodels' Table.test_ordinal_association, whose variance has n − 1 where
          Cochran, Armitage and R's prop.trend.test have n.
"""

import json

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold, TimeSeriesSplit
from statsmodels.stats.contingency_tables import Table

rng = np.random.default_rng(5)

times = rng.permutation(60).astype(float)
labels = rng.integers(0, 2, 60)
by_time = np.argsort(times)
forward = {
    "times": times.tolist(),
    "labels": labels.tolist(),
    "folds": [
        {"train": sorted(by_time[train].tolist()), "test": sorted(by_time[test].tolist())}
        for train, test in TimeSeriesSplit(n_splits=5).split(times.reshape(-1, 1))
    ],
}

grouped = []
for weights in [np.ones(40), 1 / np.arange(1, 61), np.append(np.full(3, 10), np.ones(30))]:
    groups = rng.choice(len(weights), 400, p=weights / weights.sum())
    rates = rng.beta(1, 4, len(weights))
    outcomes = (rng.uniform(size=400) < rates[groups]).astype(int)
    shares = np.array(
        [
            [np.sum(test_labels == label) / np.sum(outcomes == label) for label in (0, 1)]
            for _, test in StratifiedGroupKFold(n_splits=5).split(outcomes, outcomes, groups)
            for test_labels in [outcomes[test]]
        ]
    )
    grouped.append(
        {"groups": groups.tolist(), "labels": outcomes.tolist(), "unevenness": float(shares.std(axis=0).mean())}
    )

trend = []
for converted in [[10, 12, 15, 19, 30], [20, 20, 21, 19, 20], [60, 50, 30, 20, 12]]:
    table = np.array([[100 - n, n] for n in converted])
    z = Table(table).test_ordinal_association().zscore
    trend.append({"converted": converted, "rows": 100, "z": float(z * np.sqrt(500 / 499))})

print(json.dumps({"forward": forward, "grouped": grouped, "trend": trend}, indent=1))
