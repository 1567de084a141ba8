"""Golden weights for gradient-descent.test.ts: the ridge logistic regression of golden/leads.csv.

python3 -m venv VENV && VENV/bin/pip install scikit-learn==1.9.1
VENV/bin/python tests/unit/learning/golden/fit.py > tests/unit/learning/golden/fit.json

golden/leads.csv holds 800 leads of the built-in sample (seed 7). Its three numbers are skewed, so they are read as
log(1 + x); "" is the missing level; no level is rare.
"""

import csv
import json
import math
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

here = Path(__file__).parent
rows = list(csv.DictReader(open(here / "leads.csv")))
labels = np.array([row["converted"] == "yes" for row in rows], dtype=int)
names, columns = [], []

for field in ["employees", "visits", "pages_viewed"]:
    known = np.array([math.log1p(float(row[field])) for row in rows if row[field] != ""])
    mean, sd = known.mean(), known.std()
    names.append(field)
    columns.append([0 if row[field] == "" else (math.log1p(float(row[field])) - mean) / sd for row in rows])
    if any(row[field] == "" for row in rows):
        names.append(f"{field}=")
        columns.append([float(row[field] == "") for row in rows])

for field in ["source", "industry", "country", "email_opened", "demo_requested"]:
    for level in sorted({row[field] for row in rows}):
        names.append(f"{field}={level}")
        columns.append([float(row[field] == level) for row in rows])

model = LogisticRegression(C=1, solver="newton-cholesky", tol=1e-14, max_iter=1000)
model.fit(np.array(columns).T, labels)
print(json.dumps({"intercept": float(model.intercept_[0]), "weights": dict(zip(names, map(float, model.coef_[0])))}, indent=1))
