"""Golden weights for thinned.test.ts: a logistic regression of which some leads are too young, on golden/leads.csv.

python3 -m venv VENV && VENV/bin/pip install numpy==2.4.6 scipy==1.17.1
VENV/bin/python tests/unit/learning/golden/thinned.py > tests/unit/learning/golden/thinned.json

The leads are given maturities 1, .8, .5, .2 in turn, and of those that converted every third young one has not yet. The weights
are found twice: by EM (label 1 where it converted, else r = p (1 - m) / (1 - p m); refit; until nothing moves), and by scipy's
minimiser of the thinned likelihood. The script fails unless the two agree.
"""

import csv
import json
import math
from pathlib import Path

import numpy as np
from scipy.optimize import brentq, minimize
from scipy.special import expit

here = Path(__file__).parent
rows = list(csv.DictReader(open(here / "leads.csv")))
m = np.array([[1, 0.8, 0.5, 0.2][i % 4] for i in range(len(rows))])
y = np.array([float(row["converted"] == "yes" and (i % 4 == 0 or i % 3 > 0)) for i, row in enumerate(rows)])

names, columns = ["intercept"], [np.ones(len(rows))]
for field in ["employees", "pages_viewed", "visits"]:
    known = np.array([math.log1p(float(row[field])) for row in rows if row[field] != ""])
    mean, sd = known.mean(), known.std()
    names.append(field)
    columns.append([0 if row[field] == "" else (math.log1p(float(row[field])) - mean) / sd for row in rows])
    if any(row[field] == "" for row in rows):
        names.append(f"{field}=")
        columns.append([float(row[field] == "") for row in rows])
for field in ["country", "demo_requested", "email_opened", "industry", "source"]:
    for level in sorted({row[field] for row in rows}):
        names.append(f"{field}={level}")
        columns.append([float(row[field] == level) for row in rows])
X = np.array(columns).T
penalty = np.ones(X.shape[1])
penalty[0] = 0


def refit(r, b):
    """Ridge logistic regression on soft labels, by Newton's method."""
    for _ in range(100):
        p = expit(X @ b)
        hessian = (X * (p * (1 - p))[:, None]).T @ X + np.diag(penalty) + 1e-12 * np.eye(len(b))
        step = np.linalg.solve(hessian, X.T @ (r - p) - penalty * b)
        b = b + step
        if np.abs(step).max() < 1e-13:
            break
    return b


b = refit(y, np.zeros(X.shape[1]))
rounds = 0
while True:
    p = expit(X @ b)
    after = refit(np.where(y == 1, 1, p * (1 - m) / (1 - p * m)), b)
    rounds += 1
    moved = np.abs(after - b).max()
    b = after
    if moved < 1e-12:
        break


def loss(w):
    z = X @ w
    p = expit(z)
    value = np.where(y == 1, np.logaddexp(0, -z), -np.log1p(-m * p)).sum() + (penalty * w**2).sum() / 2
    gradient = X.T @ np.where(y == 1, p - 1, m * p * (1 - p) / (1 - m * p)) + penalty * w
    return value, gradient


found = minimize(loss, np.zeros(X.shape[1]), jac=True, method="BFGS", options={"gtol": 1e-9, "maxiter": 5000})
assert np.abs(X @ (found.x - b)).max() < 1e-5, np.abs(X @ (found.x - b)).max()

# 100 leads of maturity 1, of which 10 converted; 100 of .5, of which 4; 50 of .2, of which 1.
groups = [(100, 10, 1), (100, 4, 0.5), (50, 1, 0.2)]
rate = brentq(lambda p: sum(w / p - (n - w) * share / (1 - share * p) for n, w, share in groups), 1e-6, 0.9, xtol=1e-15)

print(
    json.dumps(
        {"rounds": rounds, "loss": float(loss(b)[0]), "rate": rate, "weights": dict(zip(names, map(float, b)))},
        indent=1,
    )
)
