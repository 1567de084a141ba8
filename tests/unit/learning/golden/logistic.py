"""Golden weights for logistic.test.ts: other penalties, class weights and no penalty at all, on golden/leads.csv.

python3 -m venv VENV && VENV/bin/pip install scikit-learn==1.9.1
VENV/bin/python tests/unit/learning/golden/logistic.py > tests/unit/learning/golden/logistic.json

The design is that of fit.py; the unpenalised fit has the numbers only, as the one-hot levels are tied together.
"""

import csv
import json
import math
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

here = Path(__file__).parent
rows = list(csv.DictReader(open(here / "leads.csv")))
labels = np.array([row["converted"] == "yes" for row in rows], dtype=int)
names, columns = [], []

for field in ["employees", "pages_viewed", "visits"]:
    known = np.array([math.log1p(float(row[field])) for row in rows if row[field] != ""])
    mean, sd = known.mean(), known.std()
    names.append(field)
    columns.append([0 if row[field] == "" else (math.log1p(float(row[field])) - mean) / sd for row in rows])
    if any(row[field] == "" for row in rows):
        names.append(f"{field}=")
        columns.append([float(row[field] == "") for row in rows])
numbers = len(names)

for field in ["country", "demo_requested", "email_opened", "industry", "source"]:
    for level in sorted({row[field] for row in rows}):
        names.append(f"{field}={level}")
        columns.append([float(row[field] == level) for row in rows])
X = np.array(columns).T


def fit(design, weight=1, **options):
    model = LogisticRegression(**options).fit(design, labels, sample_weight=np.where(labels == 1, weight, 1.0))
    used = dict(zip(names, map(float, model.coef_[0])))
    loss = log_loss(labels, model.predict_proba(design)[:, 1])
    return {"intercept": float(model.intercept_[0]), "weights": used, "log_loss": float(loss)}


exact = {"solver": "newton-cholesky", "tol": 1e-14, "max_iter": 1000}
print(
    json.dumps(
        {
            "ridge": fit(X, C=1, **exact),
            "strong": fit(X, C=0.01, **exact),
            "weighted": fit(X, weight=3.5, C=1, **exact),
            "unpenalised": fit(X[:, :numbers], C=np.inf, **exact),
            # l1 = 4, l2 = 6: C = 1 / (l1 + l2), l1_ratio = l1 / (l1 + l2)
            "elastic": fit(X, C=0.1, l1_ratio=0.4, solver="saga", tol=1e-12, max_iter=1000000),
        },
        indent=1,
    )
)
