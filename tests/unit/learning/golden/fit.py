"""Golden weights for gradient-descent.test.ts: 300 steps of plain gradient descent on golden/leads.csv.

python3 -m venv VENV && VENV/bin/pip install numpy==2.4.6
VENV/bin/python tests/unit/learning/golden/fit.py > tests/unit/learning/golden/fit.json

golden/leads.csv holds 800 leads of the built-in sample (seed 7). Its three numbers are skewed, so they are read as
log(1 + x); "" is the missing level; no level is rare. Every column is standardised, and the weights are given back for the
columns as they are.
"""

import csv
import json
import math
from pathlib import Path

import numpy as np

here = Path(__file__).parent
rows = list(csv.DictReader(open(here / "leads.csv")))
labels = np.array([row["converted"] == "yes" for row in rows], dtype=float)
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

raw = np.array(columns).T
means, sds = raw.mean(axis=0), raw.std(axis=0)
design = np.column_stack([np.ones(len(rows)), (raw - means) / sds])
rate = 4 / np.abs(design.T @ design).sum(axis=1).max()
weights = np.zeros(design.shape[1])
for _ in range(300):
    weights += rate * design.T @ (labels - 1 / (1 + np.exp(-design @ weights)))
restored = weights[1:] / sds
intercept = weights[0] - restored @ means
gradient = np.abs(design.T @ (labels - 1 / (1 + np.exp(-design @ weights)))).max() / len(rows)
print(json.dumps({"intercept": float(intercept), "gradient": float(gradient), "weights": dict(zip(names, map(float, restored)))}, indent=1))
