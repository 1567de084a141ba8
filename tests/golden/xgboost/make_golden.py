"""Writes the golden files of this folder: small models of XGBoost, each with leads, the probabilities that XGBoost gives them and its
contributions (pred_contribs: one per column, then the expected value).

    python3 tests/golden/xgboost/make_golden.py

Made with Python 3.11, XGBoost 1.7.4 and numpy 1.24. The words of categories are given beside the models, as XGBoost keeps them
since 3.1 only; what newer releases write otherwise is made of these files in the tests.
"""

import json
import pathlib
import sys

import numpy as np
import xgboost as xgb

# A folder, rounds and leads to show may be given: a test compares larger models with the library itself.
HERE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent).resolve()
ROUNDS, SHOWN = (int(sys.argv[2]), int(sys.argv[3])) if len(sys.argv) > 3 else (5, 40)
ROWS = 1500
CITIES = ["007", "Berlin", "Frankfurt, Main", 'Halle "Saale"', "Köln", "none"]
NAMES = ["days since visit", "city", "employees", "opened", "visits", "unused"]
TYPES = ["float", "c", "float", "i", "int", "float"]


def make_leads(rng, rows=ROWS):
    days = np.round(rng.exponential(20, rows), 1)
    city = rng.integers(0, 6, rows).astype(float)
    employees = rng.integers(1, 500, rows) / 7
    opened = (rng.random(rows) < 0.4).astype(float)
    visits = rng.poisson(2, rows).astype(float)
    z = -1 - 0.03 * days + 1.2 * np.isin(city, [0, 1]) - (city == 3) + 0.03 * employees + 0.8 * opened + 0.3 * visits
    target = (rng.random(rows) < 1 / (1 + np.exp(-z))).astype(int)
    employees[rng.random(rows) < 0.15] = np.nan
    city[rng.random(rows) < 0.1] = np.nan
    leads = np.column_stack([days, city, employees, opened, visits, np.zeros(rows)])
    return leads, target


def as_matrix(leads, target=None, columns=range(6)):
    columns = list(columns)
    return xgb.DMatrix(leads[:, columns], target, feature_names=[NAMES[c] for c in columns],
                       feature_types=[TYPES[c] for c in columns], enable_categorical=True)


def plain(value, name, threshold=False):
    if np.isnan(value):
        return None
    if name == "city":
        return CITIES[int(value)]
    if name == "opened":
        return bool(value)
    return float(value)


def write(name, booster, leads, target, columns=range(6), iterations=(0, 0)):
    columns = list(columns)
    booster.save_model(HERE / f"{name}.model.json")
    shown = as_matrix(leads[:SHOWN], None, columns)
    contributions = booster.predict(shown, pred_contribs=True, iteration_range=iterations)
    golden = {
        "xgboost": xgb.__version__,
        "categories": {"city": CITIES} if 1 in columns else {},
        "leads": [{NAMES[c]: plain(row[c], NAMES[c]) for c in columns} for row in leads[:SHOWN]],
        "target": [int(y) for y in target[:SHOWN]],
        "probability": [float(p) for p in booster.predict(shown, iteration_range=iterations)],
        "contributions": [[float(c) for c in row] for row in contributions],
    }
    (HERE / f"{name}.json").write_text(json.dumps(golden, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    leads, target = make_leads(np.random.default_rng(7))
    small = {"objective": "binary:logistic", "max_depth": 3, "eta": 0.3, "tree_method": "hist", "seed": 1, "nthread": 1}
    numeric = [0, 2, 3, 4, 5]

    def train(params, rounds=ROUNDS, columns=range(6), **more):
        return xgb.train({**small, **params}, as_matrix(leads, target, columns), rounds, verbose_eval=False, **more)

    # Some leads lie on a threshold of a tree: there `<` and `<=` differ, and 32 bits from 64.
    first = json.loads(train({}, columns=numeric).save_raw("json"))["learner"]["gradient_booster"]["model"]["trees"]
    splits = [(numeric[f], c) for tree in first for f, c, left in
              zip(tree["split_indices"], tree["split_conditions"], tree["left_children"]) if left >= 0]
    for row, (column, threshold) in enumerate(splits[: SHOWN // 2]):
        if column in (0, 2, 4):
            leads[row, column] = np.float32(threshold) if row % 2 else np.nextafter(np.float32(threshold), np.float32(-1))
    leads[30, [0, 4]] = [1e30, -5]

    write("numeric", train({"base_score": 0.3, "scale_pos_weight": 2}, columns=numeric), leads, target, numeric)
    write("partition", train({"max_cat_to_onehot": 1}), leads, target)
    write("one-hot", train({"max_cat_to_onehot": 100}), leads, target)
    write("dart", train({"booster": "dart", "rate_drop": 0.5, "skip_drop": 0}), leads, target)
    write("forest", train({"num_parallel_tree": 4, "subsample": 0.6, "eta": 1}, 1), leads, target)
    valid = as_matrix(*make_leads(np.random.default_rng(8), 400))
    early = train({"eta": 1}, 50, evals=[(valid, "valid")], early_stopping_rounds=2)
    assert early.best_iteration + 1 < early.num_boosted_rounds()
    write("early", early, leads, target, iterations=(0, early.best_iteration + 1))


if __name__ == "__main__":
    main()
