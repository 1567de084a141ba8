"""Golden figures for the tests of lib/learning/profile, from ../../golden/leads.csv (800 leads of the built-in sample).

python3 -m venv VENV && VENV/bin/pip install scikit-learn==1.9.1 scipy==1.17.1 pandas==3.0.6
VENV/bin/python tests/unit/learning/profile/golden/profile.py > tests/unit/learning/profile/golden/profile.json
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import binomtest, skew
from sklearn.metrics import roc_auc_score

leads = pd.read_csv(Path(__file__).parents[2] / "golden" / "leads.csv")
labels = (leads["converted"] == "yes").to_numpy().astype(int)


def describe(name):
    known = leads[name].dropna()
    q1, median, q3 = known.quantile([0.25, 0.5, 0.75])
    outlying = (known < q1 - 1.5 * (q3 - q1)) | (known > q3 + 1.5 * (q3 - q1))
    return {
        "min": known.min(),
        "q1": q1,
        "median": median,
        "q3": q3,
        "max": known.max(),
        "mean": known.mean(),
        "sd": known.std(ddof=0),
        "skewness": skew(known),
        "zeros_share": (known == 0).mean(),
        "outliers_share": outlying.mean(),
        "missing": leads[name].isna().sum(),
        "distinct": known.nunique(),
        "ranked_auc": roc_auc_score(labels, leads[name].fillna(known.quantile(0.5, interpolation="lower"))),
    }


def rates(name):
    """Rows, converted leads and Wilson interval per level; the information value of the column."""
    groups = pd.Series(labels).groupby(leads[name].fillna("missing"))
    bins = {}
    for level, outcome in groups:
        interval = binomtest(int(outcome.sum()), len(outcome)).proportion_ci(method="wilson")
        bins[level] = [len(outcome), int(outcome.sum()), interval.low, interval.high]
    converted = np.array([c for _, c, _, _ in bins.values()])
    other = np.array([n - c for n, c, _, _ in bins.values()])
    extra = 0.5 / min(converted.sum(), other.sum())
    good, bad = converted / converted.sum(), other / other.sum()
    value = ((good - bad) * np.log((good + extra) / (bad + extra))).sum()
    return {"bins": bins, "information_value": value}


def score_out_of_fold(name):
    """Mean over 200 random dealings of the area that the leads' out-of-fold rates reach; its spread is that of the dealing."""
    codes = pd.factorize(leads[name].fillna("missing"))[0]
    areas = []
    for seed in range(200):
        fold = np.random.RandomState(seed).randint(0, 5, len(labels))
        won = pairs = 0
        for f in range(5):
            train, test = fold != f, fold == f
            base = labels[train].mean()
            total = np.bincount(codes[train], minlength=codes.max() + 1)
            converted = np.bincount(codes[train], labels[train], minlength=codes.max() + 1)
            scores = ((converted + 20 * base) / (total + 20))[codes[test]]
            here = labels[test].sum() * (1 - labels[test]).sum()
            won += here * roc_auc_score(labels[test], scores)
            pairs += here
        areas.append(won / pairs)
    return {"mean": np.mean(areas), "sd": np.std(areas)}


golden = {
    "numbers": {name: describe(name) for name in ["employees", "visits", "pages_viewed"]},
    "levels": {name: rates(name) for name in ["source", "industry", "email_opened"]},
    "months": leads["first_contact"].str.slice(0, 7).value_counts().sort_index().to_dict(),
    "out_of_fold_auc": {name: score_out_of_fold(name) for name in ["source", "lead_id"]},
    "row_order_auc": roc_auc_score(labels, np.arange(len(labels))),
}
print(json.dumps(golden, indent=1, default=float))
