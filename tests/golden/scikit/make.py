"""Fits pipelines of many kinds on invented leads and exports them.

    python tests/golden/scikit/make.py tests/golden/scikit           # the golden files: few leads, few trees
    python tests/golden/scikit/make.py FOLDER --all                  # every kind, with 200 checks each

Needs scikit-learn, pandas and LightGBM, and for one of the files XGBoost; the files hold the versions.
"""

import argparse
import importlib.util
import os
import sys
from importlib.metadata import version

import numpy as np
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.ensemble import (
    ExtraTreesClassifier,
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
)
from sklearn.feature_selection import SelectKBest, VarianceThreshold
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.linear_model import LogisticRegression, LogisticRegressionCV
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    KBinsDiscretizer,
    MaxAbsScaler,
    MinMaxScaler,
    OneHotEncoder,
    OrdinalEncoder,
    PowerTransformer,
    RobustScaler,
    StandardScaler,
)
from sklearn.tree import DecisionTreeClassifier

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../../clients/python"))
from scorelane_export import export  # noqa: E402

NUMBERS = ["age", "visits", "budget"]
WORDS = ["source", "region"]


def leads(rows, seed=7):
    random = np.random.default_rng(seed)
    source = random.choice(
        ["web", "fair", "referral", "__proto__", "naïve café"], rows, p=[0.45, 0.25, 0.2, 0.05, 0.05]
    ).astype(object)
    region = random.choice(
        [f"r{i}" for i in range(12)], rows, p=np.array([30, 25, 15, 10, 5, 4, 3, 3, 2, 1, 1, 1]) / 100
    ).astype(object)
    age = np.round(random.normal(45, 12, rows), 2)
    visits = random.poisson(4, rows)
    budget = np.round(np.exp(random.normal(7, 1.2, rows)), 2)
    opened = random.random(rows) < 0.4
    code = random.integers(1, 6, rows)
    z = (
        0.05 * (age - 45)
        + 0.3 * (visits - 4)
        + (source == "referral")
        + opened
        - 0.5 * (code == 2)
        + (region == "r3") * opened * 2
    )
    y = np.where(random.random(rows) < 1 / (1 + np.exp(1 - z)), "yes", "no")
    age[random.random(rows) < 0.12] = np.nan
    source[random.random(rows) < 0.1] = None
    X = pd.DataFrame(
        {
            "source": source,
            "region": region,
            "age": age,
            "visits": visits,
            "budget": budget,
            "opened": opened,
            "code": code,
        }
    )
    return X, y


def words(**settings):
    return make_pipeline(SimpleImputer(strategy="constant", fill_value="none"), OneHotEncoder(**settings))


def prepare(numbers=None, **settings):
    numbers = numbers or make_pipeline(SimpleImputer(add_indicator=True), StandardScaler())
    return ColumnTransformer([("numbers", numbers, NUMBERS), ("words", words(**settings), WORDS)])


def coded():
    """Categories as codes, for trees."""
    ordinal = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)
    return ColumnTransformer([("words", ordinal, WORDS)], remainder="passthrough")


def as_category(X):
    return X.assign(**{name: X[name].astype("category") for name in WORDS})


# decision_function, which calibrations of several folds need, came with 4.7.
LIGHTGBM = tuple(int(part) for part in version("lightgbm").split(".")[:2])


def lgbm(**settings):
    from lightgbm import LGBMClassifier

    return LGBMClassifier(verbose=-1, n_jobs=1, deterministic=True, min_child_samples=10, **settings)


# Name → (model, what is done to the leads before). The first are the golden files.
GOLDEN = {
    "logistic": lambda: Pipeline(
        [
            ("prepare", prepare(min_frequency=0.05, drop="first", handle_unknown="infrequent_if_exist")),
            ("model", LogisticRegression()),
        ]
    ),
    "random-forest": lambda: make_pipeline(
        coded(), RandomForestClassifier(n_estimators=5, max_depth=4, random_state=1)
    ),
    "gradient-boosting": lambda: make_pipeline(
        prepare(handle_unknown="ignore", sparse_output=False),
        GradientBoostingClassifier(n_estimators=8, max_depth=3, random_state=1),
    ),
    "hist-gradient-boosting": lambda: HistGradientBoostingClassifier(
        max_iter=8, max_leaf_nodes=8, min_samples_leaf=10, max_bins=16
    ),
    "isotonic-of-logistic": lambda: CalibratedClassifierCV(
        make_pipeline(prepare(handle_unknown="ignore"), LogisticRegression(class_weight="balanced")),
        method="isotonic",
        cv=3,
    ),
    "sigmoid-of-hist": lambda: CalibratedClassifierCV(
        make_pipeline(
            coded(), HistGradientBoostingClassifier(max_iter=8, max_leaf_nodes=6, min_samples_leaf=10)
        ),
        method="sigmoid",
        ensemble=False,
        cv=3,
    ),
    "decision-tree": lambda: make_pipeline(
        ColumnTransformer(
            [
                (
                    "bins",
                    make_pipeline(
                        SimpleImputer(strategy="median"),
                        KBinsDiscretizer(5, encode="ordinal", quantile_method="averaged_inverted_cdf"),
                    ),
                    ["age", "budget"],
                ),
                (
                    "order",
                    OrdinalEncoder(
                        handle_unknown="use_encoded_value", unknown_value=np.nan, min_frequency=10
                    ),
                    WORDS,
                ),
            ],
            remainder="drop",
        ),
        DecisionTreeClassifier(max_depth=5, random_state=1),
    ),
    "lightgbm": lambda: make_pipeline(
        prepare(numbers="passthrough", handle_unknown="ignore"), lgbm(n_estimators=8, num_leaves=6)
    ),
}

if importlib.util.find_spec("xgboost"):
    from xgboost import XGBClassifier

    # The words become a sparse matrix, whose zeros are missing to XGBoost.
    GOLDEN["xgboost"] = lambda: make_pipeline(
        ColumnTransformer(
            [("words", words(handle_unknown="ignore"), WORDS), ("numbers", StandardScaler(), NUMBERS)],
            sparse_threshold=1,
        ),
        XGBClassifier(n_estimators=6, max_depth=3),
    )

MORE = {
    "logistic-of-everything": lambda: make_pipeline(
        ColumnTransformer(
            [
                ("robust", make_pipeline(SimpleImputer(strategy="most_frequent"), RobustScaler()), ["age"]),
                (
                    "robust2",
                    make_pipeline(SimpleImputer(strategy="median"), RobustScaler(with_centering=False)),
                    [2],
                ),
                (
                    "minmax",
                    make_pipeline(
                        MinMaxScaler(clip=True, feature_range=(-1, 2)),
                        SimpleImputer(strategy="constant", fill_value=0.3),
                    ),
                    slice(2, 5),
                ),
                ("max", MaxAbsScaler(), make_column_selector(pattern="visits|budget")),
                ("power", PowerTransformer(), ["visits", "budget"]),
                (
                    "log",
                    make_pipeline(FunctionTransformer(np.log1p), StandardScaler(with_mean=False)),
                    ["budget"],
                ),
                (
                    "bins",
                    KBinsDiscretizer(4, encode="onehot", quantile_method="averaged_inverted_cdf"),
                    ["visits", "budget"],
                ),
                (
                    "dense",
                    make_pipeline(
                        PowerTransformer(), KBinsDiscretizer(4, encode="onehot-dense", strategy="uniform")
                    ),
                    ["budget"],
                ),
                ("codes", OneHotEncoder(drop="if_binary"), ["code", "opened"]),
                ("array", OneHotEncoder(drop=[3], handle_unknown="ignore"), ["code"]),
                ("ordinal", make_pipeline(OrdinalEncoder(), StandardScaler()), ["code", "region"]),
                ("none", OneHotEncoder(max_categories=4, handle_unknown="infrequent_if_exist"), WORDS),
                ("mask", "passthrough", np.array([False, False, False, True, False, True, False])),
                ("missing", MissingIndicator(), ["age", "visits"]),
                ("nothing", "drop", ["region"]),
            ],
            transformer_weights={"power": 0.5},
        ),
        VarianceThreshold(),
        LogisticRegression(C=0.1, max_iter=1000, class_weight="balanced"),
    ),
    "select": lambda: make_pipeline(
        prepare(drop="if_binary"), SelectKBest(k=8), LogisticRegressionCV(Cs=3, cv=3)
    ),
    "extra-trees": lambda: make_pipeline(
        prepare(), ExtraTreesClassifier(20, min_samples_leaf=3, random_state=1)
    ),
    "missing-in-forest": lambda: make_pipeline(coded(), RandomForestClassifier(30, random_state=1)),
    "isotonic-of-forest": lambda: CalibratedClassifierCV(
        make_pipeline(coded(), RandomForestClassifier(10, max_depth=5, random_state=1)),
        method="isotonic",
        cv=3,
    ),
    "sigmoid-of-forest": lambda: CalibratedClassifierCV(
        make_pipeline(coded(), ExtraTreesClassifier(10, max_depth=5, random_state=1)), cv=3, ensemble=False
    ),
    "isotonic-of-gradient-boosting": lambda: make_pipeline(
        prepare(),
        CalibratedClassifierCV(GradientBoostingClassifier(n_estimators=20), method="isotonic", cv=4),
    ),
    "exponential": lambda: make_pipeline(
        prepare(), GradientBoostingClassifier(loss="exponential", init="zero", n_estimators=30)
    ),
    "sigmoid-of-exponential": lambda: CalibratedClassifierCV(
        make_pipeline(prepare(), GradientBoostingClassifier(loss="exponential", n_estimators=30)), cv=3
    ),
    "temperature": lambda: CalibratedClassifierCV(
        make_pipeline(prepare(), LogisticRegression()), method="temperature", cv=3
    ),
    "isotonic-of-one": lambda: CalibratedClassifierCV(
        make_pipeline(prepare(), LogisticRegression()), method="isotonic", ensemble=False
    ),
    "hist-balanced": lambda: make_pipeline(
        coded(),
        HistGradientBoostingClassifier(
            categorical_features=[0, 1], class_weight="balanced", max_iter=60, min_samples_leaf=5
        ),
    ),
    "lightgbm-calibrated": lambda: CalibratedClassifierCV(
        make_pipeline(coded(), lgbm(n_estimators=20, is_unbalance=True)),
        method="isotonic",
        ensemble=False,
        cv=3,
    ),
    "lightgbm-forest-calibrated": lambda: CalibratedClassifierCV(
        make_pipeline(
            coded(),
            lgbm(
                n_estimators=10, boosting_type="rf", bagging_freq=1, bagging_fraction=0.7, scale_pos_weight=2
            ),
        ),
        cv=3,
        ensemble=LIGHTGBM >= (4, 7),
    ),
    "lightgbm-after-a-table": lambda: make_pipeline(
        ColumnTransformer(
            [("words", OneHotEncoder(handle_unknown="ignore", sparse_output=False), WORDS)],
            remainder="passthrough",
        ).set_output(transform="pandas"),
        lgbm(n_estimators=10),
    ),
    "hist-after-nothing": lambda: make_pipeline(
        "passthrough",
        HistGradientBoostingClassifier(
            categorical_features=["code", *WORDS], max_iter=30, min_samples_leaf=5
        ),
    ),
    "codes-of-rare-levels": lambda: make_pipeline(
        ColumnTransformer(
            [
                (
                    "codes",
                    OrdinalEncoder(
                        max_categories=3,
                        handle_unknown="use_encoded_value",
                        unknown_value=-5,
                        encoded_missing_value=-9,
                    ),
                    [*WORDS, "code"],
                )
            ]
        ),
        DecisionTreeClassifier(max_depth=6),
    ),
    "lightgbm-zero-is-missing": lambda: make_pipeline(
        ColumnTransformer(
            [("numbers", StandardScaler(), ["age"]), ("visits", "passthrough", ["visits", "opened"])]
        ),
        lgbm(n_estimators=20, zero_as_missing=True),
    ),
    "lightgbm-categories": lambda: lgbm(n_estimators=20, min_data_per_group=5, cat_smooth=1),
    "nested": lambda: Pipeline(
        [
            (
                "outer",
                ColumnTransformer(
                    [
                        (
                            "inner",
                            ColumnTransformer(
                                [("n", make_pipeline(SimpleImputer(), StandardScaler()), NUMBERS)],
                                remainder="drop",
                            ),
                            [*NUMBERS, "code"],
                        )
                    ],
                    remainder=OneHotEncoder(handle_unknown="ignore"),
                ),
            ),
            ("model", Pipeline([("scale", MaxAbsScaler()), ("logistic", LogisticRegression())])),
        ]
    ),
}


def frozen(X, y):
    from sklearn.frozen import FrozenEstimator

    half = len(X) // 2
    fitted = make_pipeline(prepare(handle_unknown="ignore"), LogisticRegression()).fit(X[:half], y[:half])
    return CalibratedClassifierCV(FrozenEstimator(fitted), method="isotonic").fit(X[half:], y[half:])


def objects(X, y):
    """Words and None in a table of objects."""
    given = pd.DataFrame(
        {name: pd.Series([None if pd.isna(v) else v for v in X[name]], dtype=object) for name in WORDS}
    )
    filled = make_pipeline(
        SimpleImputer(missing_values=None, strategy="most_frequent", add_indicator=True),
        OneHotEncoder(handle_unknown="ignore"),
    )
    model = make_pipeline(
        ColumnTransformer([("filled", filled, ["source"]), ("kept", OneHotEncoder(), WORDS)]),
        LogisticRegression(),
    )
    return model.fit(given, y), given


def arrays(X, y):
    """Without names, in 32 bits."""
    model = make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression())
    return model.fit(X[NUMBERS].to_numpy(dtype=np.float32), y == "yes")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--all", action="store_true")
    asked = parser.parse_args()
    X, y = leads(1000 if asked.all else 400)
    checks = 200 if asked.all else 40
    for name, make in {**GOLDEN, **(MORE if asked.all else {})}.items():
        given = as_category(X) if name in ("hist-gradient-boosting", "lightgbm-categories") else X
        model = make()
        if name == "logistic" or not asked.all:
            # A level and a missing value that training did not have are among the checks.
            seen = (given["region"] != "r9").to_numpy()
        else:
            seen = np.ones(len(given), dtype=bool)
        if name == "missing-in-forest":
            seen = given["age"].notna().to_numpy() & given["source"].notna().to_numpy()
        target = (y == "yes").astype(int) if name == "xgboost" else y
        export(
            model.fit(given[seen], target[seen]), given, os.path.join(asked.folder, f"{name}.json"), checks
        )
    if asked.all:
        export(frozen(X, y), X, os.path.join(asked.folder, "frozen.json"))
        export(*objects(X, y), os.path.join(asked.folder, "objects.json"))
        numbers = X[NUMBERS].to_numpy(dtype=np.float32)
        export(arrays(X, y), numbers, os.path.join(asked.folder, "arrays.json"))


if __name__ == "__main__":
    main()
