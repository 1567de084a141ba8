"""Reference figures for the preparation of numbers, from numpy and scipy.

python3 -m venv VENV && VENV/bin/pip install numpy scipy==1.17.1
VENV/bin/python tests/unit/learning/golden/preparation.py > tests/unit/learning/golden/preparation.json
"""

import json

import numpy as np
from scipy import stats

random = np.random.default_rng(20)
columns = {
    "lognormal": np.round(np.exp(random.normal(2, 1.2, 300)), 4),
    "left-skewed": np.round(10 - np.exp(random.normal(1, 0.9, 300)), 4),
    "both signs": np.round(random.standard_t(3, 300) * 2 + np.exp(random.normal(0, 1, 300)), 4),
    "counts": np.floor(np.exp(random.normal(0.5, 0.8, 300))),
}


def describe(values):
    transformed, best = stats.yeojohnson(values)
    logarithm = np.log1p(np.maximum(values, 0))
    return {
        "values": values.tolist(),
        "skewness": float(stats.skew(values)),
        "quantiles": {str(q): float(np.quantile(values, q)) for q in (0, 0.01, 0.25, 0.5, 0.9, 1)},
        "mean": float(values.mean()),
        "sd": float(values.std()),
        "yeo_johnson": {
            "lambda": float(best),
            "transformed": transformed[:5].tolist(),
            "skewness": float(stats.skew(transformed)),
            "at_minus_1": stats.yeojohnson(values[:5], -1).tolist(),
            "at_0": stats.yeojohnson(values[:5], 0).tolist(),
            "at_2": stats.yeojohnson(values[:5], 2).tolist(),
        },
        "log1p": {"mean": float(logarithm.mean()), "sd": float(logarithm.std())},
    }


print(json.dumps({name: describe(values) for name, values in columns.items()}))
