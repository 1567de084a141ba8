"""Writes the golden files of this folder: small models of LightGBM, each with leads, the probabilities that LightGBM gives them
and its contributions (pred_contrib: one per column, then the expected value).

    python tests/golden/lightgbm/make_golden.py

Made with Python 3.11, LightGBM 4.7.0, pandas 3.0 and numpy 2.4.
"""

import json
import pathlib
import sys

import lightgbm as lgb
import numpy as np
import pandas as pd

# A folder, rounds and leads to show may be given: a test compares larger models with the library itself.
HERE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent).resolve()
ROUNDS, SHOWN = (int(sys.argv[2]), int(sys.argv[3])) if len(sys.argv) > 3 else (5, 40)
ROWS = 1500
SMALL = {"num_leaves": 7, "learning_rate": 0.2, "min_data_in_leaf": 10, "verbose": -1, "num_threads": 1, "seed": 1,
         "deterministic": True}


def make_leads(rng, rows=ROWS):
    cities = ["Berlin", "Köln", 'Halle "Saale"', "Frankfurt, Main", "none", "007"]
    leads = pd.DataFrame({
        "days since visit": np.round(rng.exponential(20, rows), 1),
        "city": rng.choice(cities, rows, p=[0.3, 0.25, 0.2, 0.15, 0.05, 0.05]),
        "plan": rng.choice(["basic", "plus", "pro"], rows),
        "employees": rng.integers(1, 500, rows).astype(float),
        "opened": rng.random(rows) < 0.4,
        "region": rng.choice([10, 20, 30, 41], rows),
        "visits": rng.poisson(2, rows).astype(float),
        "constant": np.full(rows, "x"),
    })
    z = (-1 - 0.03 * leads["days since visit"] + 1.2 * leads["city"].isin(["Berlin", "007"])
         + 0.004 * leads["employees"] + 0.8 * leads["opened"] * (leads["plan"] == "pro")
         - 0.7 * (leads["region"] == 30) + 0.3 * leads["visits"])
    target = (rng.random(rows) < 1 / (1 + np.exp(-z))).astype(int)
    leads.loc[rng.random(rows) < 0.15, "employees"] = np.nan
    leads.loc[rng.random(rows) < 0.1, "city"] = None
    leads.loc[rng.random(rows) < 0.1, "visits"] = np.nan
    return leads, target


def as_pandas(leads):
    table = leads.copy()
    table["city"] = table["city"].astype("category")
    table["plan"] = pd.Categorical(table["plan"], categories=["basic", "plus", "pro"], ordered=True)
    table["region"] = table["region"].astype("category")
    table["constant"] = table["constant"].astype("category")
    return table


def plain(value):
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value


def write(name, booster, leads, table, target, iteration=None, factor=1.0):
    """factor: what makes log-odds of the contributions, which know neither sigmoid nor the mean of a forest"""
    (HERE / f"{name}.txt").write_text(booster.model_to_string(num_iteration=iteration), encoding="utf-8")
    shown = table.iloc[:SHOWN] if hasattr(table, "iloc") else table[:SHOWN]
    golden = {
        "lightgbm": lgb.__version__,
        "leads": [{k: plain(v) for k, v in row.items()} for row in leads.iloc[:SHOWN].to_dict("records")],
        "target": [int(y) for y in target[:SHOWN]],
        "probability": booster.predict(shown, num_iteration=iteration).tolist(),
        "contributions": np.asarray(booster.predict(shown, num_iteration=iteration, pred_contrib=True)) * factor,
    }
    odds = np.log(golden["probability"]) - np.log1p(-np.asarray(golden["probability"]))
    assert np.allclose(golden["contributions"].sum(axis=1), odds, atol=1e-9)
    golden["contributions"] = golden["contributions"].tolist()
    (HERE / f"{name}.json").write_text(json.dumps(golden, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    leads, target = make_leads(np.random.default_rng(7))
    table = as_pandas(leads)

    def train(params, rounds=ROUNDS, data=table, **more):
        dataset = lgb.Dataset(data, target, free_raw_data=False, **more)
        return lgb.train({"objective": "binary", **SMALL, **params}, dataset, rounds)

    # Leads that training never saw: unseen words, missing values where none was missing, numbers far outside.
    leads.loc[0, ["city", "employees"]] = ["Ulm", 1e9]
    leads.loc[1, ["days since visit", "plan"]] = [np.nan, None]
    leads.loc[2, ["visits", "days since visit"]] = [0, 0]
    odd = as_pandas(leads)

    write("pandas", train({}), leads, odd, target)
    write("zero-as-missing", train({"zero_as_missing": True}), leads, odd, target)
    write("no-missing", train({"use_missing": False}), leads, odd, target)
    write("forest", train({"boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.6}), leads, odd, target, factor=1 / ROUNDS)
    write("weights", train({"scale_pos_weight": 3, "sigmoid": 0.7}), leads, odd, target, factor=0.7)
    write("dart", train({"boosting": "dart", "drop_rate": 0.5, "drop_seed": 3, "objective": "cross_entropy"}), leads, odd, target)
    write("one-leaf", train({"min_data_in_leaf": 5000}, 2), leads, odd, target)

    valid_leads, valid_target = make_leads(np.random.default_rng(8), 500)
    dataset = lgb.Dataset(table, target, free_raw_data=False)
    valid = lgb.Dataset(as_pandas(valid_leads), valid_target, reference=dataset)
    monotone = [-1 if name == "days since visit" else 1 if name == "visits" else 0 for name in table.columns]
    booster = lgb.train({"objective": "binary", **SMALL, "learning_rate": 0.9, "monotone_constraints": monotone}, dataset, 200,
                        valid_sets=[valid], callbacks=[lgb.early_stopping(2, verbose=False)])
    assert 0 < booster.best_iteration < 200
    write("early", booster, leads, odd, target, booster.best_iteration)

    # Columns of numbers alone; codes of categories without words.
    codes = leads[["days since visit", "employees", "region", "visits"]].copy()
    booster = train({}, data=codes.astype(float), categorical_feature=["region"])
    write("codes", booster, codes, codes.astype(float), target)


if __name__ == "__main__":
    main()
