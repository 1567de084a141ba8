"""Writes models of the invented leads of `scorelane sample --rows 600`, which the examples and screens of `scorelane import` name.

    npx scorelane sample --rows 600 --out leads.csv
    python tests/golden/imports/make_models.py leads.csv

Made with LightGBM 4.7.0, scikit-learn 1.9.1 and pandas 3.0 (lightgbm.txt, checks.csv, export.json), and with XGBoost 1.7.4
(xgboost.json, categories.json); it writes those whose library is there.
"""

import csv
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2] / "clients/python"))
NUMBERS = ["employees", "visits", "pages_viewed"]
WORDS = ["source", "industry", "country", "email_opened", "demo_requested"]


def write_pandas(path):
    import lightgbm as lgb
    import pandas as pd
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    from scorelane_export import export

    leads = pd.read_csv(path)
    target = (leads["converted"] == "yes").astype(int)
    raw = leads[NUMBERS + WORDS]
    coded = raw.astype({name: "category" for name in WORDS})
    model = lgb.LGBMClassifier(n_estimators=5, num_leaves=7, min_child_samples=10, verbose=-1, n_jobs=1, random_state=1,
                               deterministic=True)
    model.fit(coded, target)
    model.booster_.save_model(HERE / "lightgbm.txt")
    raw.iloc[:30].assign(probability=model.predict_proba(coded.iloc[:30])[:, 1]).to_csv(HERE / "checks.csv", index=False)
    numbers = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    words = make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore"))
    pipeline = make_pipeline(ColumnTransformer([("numbers", numbers, NUMBERS), ("words", words, WORDS)]), LogisticRegression())
    export(pipeline.fit(raw, target), raw, HERE / "export.json", checks=50)


def write_xgboost(path):
    import numpy as np
    import xgboost as xgb

    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    words = {name: sorted({row[name] for row in rows} - {""}) for name in WORDS}
    code = lambda name, word: np.nan if word == "" else words[name].index(word)
    number = lambda word: np.nan if word == "" else float(word)
    table = [[number(row[name]) for name in NUMBERS] + [code(name, row[name]) for name in WORDS] for row in rows]
    data = xgb.DMatrix(np.array(table), [int(row["converted"] == "yes") for row in rows], feature_names=NUMBERS + WORDS,
                       feature_types=["float"] * len(NUMBERS) + ["c"] * len(WORDS), enable_categorical=True)
    model = xgb.train({"objective": "binary:logistic", "max_depth": 3, "tree_method": "hist", "nthread": 1, "seed": 1}, data, 5)
    model.save_model(HERE / "xgboost.json")
    (HERE / "categories.json").write_text(json.dumps(words) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for write in (write_pandas, write_xgboost):
        try:
            write(sys.argv[1])
        except ImportError as error:
            print(f"skipped: {error}")
