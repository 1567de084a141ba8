"""Golden values for the scorecard: weights of evidence, information values, coefficients and points of golden/leads.csv.

python3 -m venv VENV && VENV/bin/pip install scikit-learn==1.9.1 pandas==3.0.6
VENV/bin/python tests/unit/learning/golden/scorecard.py > tests/unit/learning/golden/scorecard.json

golden/leads.csv holds 800 leads of the built-in sample (seed 7); "" is missing; no level is rare. A weight of evidence
is ln((c/C + s/M) / (n/N + s/M)), with s = .5 in the tables and s = 2 in the scorecard, M = min(C, N).
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

leads = pd.read_csv(Path(__file__).parent / "leads.csv", dtype=str, keep_default_na=False)
converted = leads["converted"] == "yes"
C, N = converted.sum(), (~converted).sum()


def tabulate(bins, smoothing):
    cells = pd.crosstab(bins, converted)
    good, bad = cells[True] / C, cells[False] / N
    woe = np.log((good + smoothing / min(C, N)) / (bad + smoothing / min(C, N)))
    return pd.DataFrame({"rows": cells.sum(axis=1), "converted": cells[True], "woe": woe, "iv": (good - bad) * woe})


categories = ["country", "demo_requested", "email_opened", "industry", "source"]
tables = {name: tabulate(leads[name], 0.5) for name in categories}

edges = [0, 1, 2, 4, 8]
visits = pd.to_numeric(leads["visits"].replace("", np.nan))
ranges = pd.cut(visits, [-np.inf, *edges, np.inf], right=True, labels=False)
tables["visits"] = tabulate(ranges.fillna(len(edges) + 1).astype(int), 0.5)

evidence = {name: tabulate(leads[name], 2)["woe"] for name in categories}
design = np.column_stack([leads[name].map(evidence[name]) for name in categories])
model = LogisticRegression(C=1, solver="newton-cholesky", tol=1e-14, max_iter=1000).fit(design, converted)
intercept, coefficients = float(model.intercept_[0]), model.coef_[0]

factor = 20 / np.log(2)
offset = 600 - factor * np.log(C / N)
points = {
    name: {
        level: round(float((woe * coefficient + intercept / len(categories)) * factor + offset / len(categories)))
        for level, woe in evidence[name].items()
    }
    for name, coefficient in zip(categories, coefficients)
}

print(
    json.dumps(
        {
            "tables": {
                name: {
                    "iv": float(table["iv"].sum()),
                    "bins": {str(bin): dict(row) for bin, row in table.astype(float).to_dict("index").items()},
                }
                for name, table in tables.items()
            },
            "edges": edges,
            "base_odds": float(C / N),
            "intercept": intercept,
            "coefficients": dict(zip(categories, map(float, coefficients))),
            "evidence": {name: {level: float(woe) for level, woe in evidence[name].items()} for name in categories},
            "points": points,
        },
        indent=1,
    )
)
