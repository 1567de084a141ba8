"""Golden figures for the calibration tests of ../evaluation.

python3 -m venv VENV && VENV/bin/pip install scikit-learn==1.9.1 scipy==1.17.1 statsmodels==0.15.0
VENV/bin/python tests/unit/learning/golden/calibration.py > tests/unit/learning/golden/calibration.json

platt      scikit-learn's CalibratedClassifierCV(method="sigmoid") fits with _sigmoid_calibration, by L-BFGS to about
           1e-5; `exact` is the same maximum by statsmodels' GLM with Platt's targets.
isotonic   scikit-learn's IsotonicRegression, with the two leads that fit-isotonic.ts adds: the leads' probabilities, and
           those at the points `at` by a straight line through the blocks' centres.
cox        statsmodels' Logit of the labels on the log-odds.
wilson     scipy's binomtest.
"""

import json
import warnings

import numpy as np
import statsmodels.api as sm
from scipy.stats import binomtest
from sklearn.calibration import _sigmoid_calibration
from sklearn.isotonic import IsotonicRegression

warnings.simplefilter("ignore")
rng = np.random.default_rng(11)


def draw(rows, slope, offset, digits):
    z = np.round(rng.normal(-1.5, 1.2, rows), digits)
    return z, (rng.uniform(size=rows) < 1 / (1 + np.exp(-(slope * z + offset)))).astype(int)


data = {
    "too extreme": draw(400, 0.6, -0.3, 12),
    "too timid": draw(300, 1.8, 0.4, 12),
    "many ties": draw(300, 1, 0, 1),
    "separated": (np.array([-2.0, -1, 1, 2]), np.array([0, 0, 1, 1])),
    "two scores": (np.repeat([-2.0, 0.5], [40, 20]), np.repeat([0, 1, 0, 1], [35, 5, 12, 8])),
    "steep ends": (np.arange(30) / 4 - 4, (np.arange(30) >= 12).astype(int)),
}
cases = {}
for name, (z, labels) in data.items():
    converted, others = int(labels.sum()), int((1 - labels).sum())
    targets = np.where(labels == 1, (converted + 1) / (converted + 2), 1 / (others + 2))
    design = sm.add_constant(z)
    exact = sm.GLM(targets, design, family=sm.families.Binomial()).fit(tol=1e-15, maxiter=200).params
    a, b = _sigmoid_calibration(z, labels)
    z_added, labels_added = np.append(z, [z.min(), z.max()]), np.append(labels, [1, 0])
    steps = IsotonicRegression().fit_transform(z_added, labels_added)
    blocks = np.unique(np.round(steps, 14))
    centres = [z_added[np.isclose(steps, p, rtol=0, atol=1e-12)].mean() for p in blocks]
    at = np.unique(np.append(np.linspace(z.min() - 1, z.max() + 1, 40), z[:20]))
    cases[name] = {
        "z": z.tolist(),
        "labels": labels.tolist(),
        "platt": {"slope": -float(a), "offset": -float(b)},
        "exact": {"slope": float(exact[1]), "offset": float(exact[0])},
        "isotonic": {"blocks": blocks.tolist(), "at": at.tolist(), "p": np.interp(at, centres, blocks).tolist()},
    }
    if name not in ("separated", "steep ends"):
        cox = sm.Logit(labels, design).fit(disp=0, method="newton", tol=1e-14, maxiter=100).params
        cases[name]["cox"] = {"slope": float(cox[1]), "intercept": float(cox[0])}

wilson = [
    {"count": count, "rows": rows, "low": interval.low, "high": interval.high}
    for count, rows in [(0, 1), (0, 12), (3, 12), (12, 12), (117, 1000), (5289, 45211)]
    for interval in [binomtest(count, rows).proportion_ci(method="wilson")]
]
print(json.dumps({"cases": cases, "wilson": wilson}, indent=1))
