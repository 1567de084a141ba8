"""What `scorelane_export.py` refuses, by name and place.

    python -m unittest discover tests/unit/importing/scikit

`tests/integration/import-scikit.test.ts` runs them where a Python with scikit-learn is.
"""

import importlib.util
import io
import os
import sys
import tempfile
import unittest
from contextlib import redirect_stderr, redirect_stdout

if importlib.util.find_spec("sklearn") is None or importlib.util.find_spec("pandas") is None:
    raise unittest.SkipTest("scikit-learn and pandas are not here")

import joblib
import numpy as np
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import (
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
)
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    OneHotEncoder,
    OrdinalEncoder,
    PolynomialFeatures,
    PowerTransformer,
    StandardScaler,
)

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../..")
sys.path.insert(0, os.path.join(ROOT, "clients/python"))
import scorelane_export  # noqa: E402
from scorelane_export import Refused, describe, export  # noqa: E402

ROWS = 60
X = pd.DataFrame(
    {
        "age": np.linspace(20, 60, ROWS),
        "visits": np.arange(ROWS) % 7,
        "source": ["web", "fair", "referral"] * (ROWS // 3),
        "notes": [f"lead {i}" for i in range(ROWS)],
        "day": pd.date_range("2026-01-01", periods=ROWS),
    }
)
Y = np.where((np.arange(ROWS) * 7) % 5 < 2, "yes", "no")
NUMBERS = ["age", "visits"]


class OwnScaler(StandardScaler):
    pass


class OwnLogistic(LogisticRegression):
    pass


def prepared(step, columns, name="own"):
    return Pipeline([("prep", ColumnTransformer([(name, step, columns)])), ("model", LogisticRegression())])


def double(values):
    return values * 2


class Refusals(unittest.TestCase):
    def refused(self, model, *words, leads=X, y=Y):
        with self.assertRaises(Refused) as caught:
            describe(model.fit(leads, y), leads)
        for word in words:
            self.assertIn(word, str(caught.exception))
        return str(caught.exception)

    def test_a_transformer_by_name_and_place(self):
        message = self.refused(prepared(TfidfVectorizer(), "notes", "text"))
        self.assertTrue(
            message.startswith("step ‘prep’ → ‘text’: TfidfVectorizer is not supported; "), message
        )

    def test_others(self):
        self.refused(prepared(PolynomialFeatures(), NUMBERS), "‘prep’ → ‘own’", "PolynomialFeatures")
        nested = make_pipeline(StandardScaler(), PolynomialFeatures())
        self.refused(prepared(nested, NUMBERS), "‘prep’ → ‘own’ → ‘polynomialfeatures’")

    def test_subclasses(self):
        self.refused(prepared(OwnScaler(), NUMBERS), "OwnScaler", "a subclass of StandardScaler")
        self.refused(
            make_pipeline(StandardScaler(), OwnLogistic()),
            "step ‘ownlogistic’",
            "a subclass of LogisticRegression",
            leads=X[NUMBERS],
        )

    def test_a_model_and_what_to_export_of_a_search(self):
        self.refused(make_pipeline(GaussianNB()), "step ‘gaussiannb’: GaussianNB", leads=X[NUMBERS])
        search = GridSearchCV(LogisticRegression(), {"C": [1]}, cv=2)
        self.refused(search, "GridSearchCV", "export its best_estimator_", leads=X[NUMBERS])

    def test_a_class_in_place_of_an_object(self):
        with self.assertRaisesRegex(Refused, "expected a fitted object, got the class LogisticRegression"):
            describe(LogisticRegression, X[NUMBERS])

    def test_functions_but_for_log1p(self):
        self.refused(
            prepared(FunctionTransformer(double), NUMBERS), "FunctionTransformer(double)", "numpy.log1p"
        )
        self.refused(prepared(FunctionTransformer(np.sqrt), NUMBERS), "FunctionTransformer(sqrt)")

    def test_settings(self):
        box = PowerTransformer(method="box-cox")
        self.refused(prepared(box, ["age"]), "PowerTransformer(method='box-cox')", "expected 'yeo-johnson'")
        self.refused(prepared(SimpleImputer(missing_values=0), NUMBERS), "SimpleImputer(missing_values=0)")
        init = GradientBoostingClassifier(init=LogisticRegression(), n_estimators=2)
        self.refused(init, "GradientBoostingClassifier(init=LogisticRegression)", leads=X[NUMBERS])
        inner = CalibratedClassifierCV(CalibratedClassifierCV(LogisticRegression(), cv=2), cv=2)
        self.refused(inner, "CalibratedClassifierCV of a CalibratedClassifierCV", leads=X[NUMBERS])
        heat = CalibratedClassifierCV(RandomForestClassifier(2), method="temperature", cv=2)
        self.refused(heat, "method='temperature'", "RandomForestClassifier", leads=X[NUMBERS])

    def test_three_classes(self):
        three = np.array(["a", "b", "c"] * (ROWS // 3))
        self.refused(LogisticRegression(), "has 3 classes: expected two", leads=X[NUMBERS], y=three)

    def test_columns_that_no_lead_can_have(self):
        days = OneHotEncoder(handle_unknown="ignore")
        self.refused(prepared(days, ["day"]), "column ‘day’", "Timestamp", "make numbers of it")
        endless = X[["age"]].assign(age=[np.inf] + list(X["age"][1:]))
        self.refused(
            HistGradientBoostingClassifier(max_iter=2), "‘age’ holds an infinite number", leads=endless
        )
        empty = X[["source"]].assign(source=[" "] + list(X["source"][1:]))
        self.refused(
            make_pipeline(OneHotEncoder(), LogisticRegression()), "a text without a character", leads=empty
        )

    def test_missing_values_written_in_two_ways(self):
        source = pd.Series([None, float("nan"), "web", "fair", "web", "fair"] * (ROWS // 6), dtype=object)
        both = pd.DataFrame({"source": source})
        self.refused(make_pipeline(OneHotEncoder(), LogisticRegression()), "tells None and NaN", leads=both)
        none = pd.DataFrame({"source": pd.Series([None, "web", "fair"] * (ROWS // 3), dtype=object)})
        filled = make_pipeline(
            SimpleImputer(strategy="most_frequent"), OrdinalEncoder(), LogisticRegression()
        )
        self.refused(
            filled, "SimpleImputer fills NaN", "column ‘source’ holds None, which it leaves", leads=none
        )

    def test_leads_that_lack_a_column(self):
        model = LogisticRegression().fit(X[NUMBERS], Y)
        with self.assertRaisesRegex(Refused, "the leads lack “visits”"):
            describe(model, X[["age"]])


class Written(unittest.TestCase):
    def test_columns_that_the_model_does_not_use_have_no_type_and_no_values(self):
        model = prepared(StandardScaler(), NUMBERS).fit(X, Y)
        written = describe(model, X[list(reversed(X.columns))])
        types = {column["name"]: column.get("type") for column in written["columns"]}
        self.assertEqual(types, {**dict.fromkeys(X.columns), **dict.fromkeys(NUMBERS, "number")})
        self.assertEqual(set(written["checks"][0]["lead"]), set(NUMBERS))
        self.assertEqual(written["positive"], "yes")

    def test_a_value_that_scikit_learn_refuses_as_missing_makes_the_column_strict(self):
        filled = make_pipeline(SimpleImputer(), LogisticRegression()).fit(X[NUMBERS], Y)
        bare = LogisticRegression().fit(X[NUMBERS], Y)
        strict = lambda model: [
            column.get("strict", False) for column in describe(model, X[NUMBERS])["columns"]
        ]
        self.assertEqual(strict(filled), [False, False])
        self.assertEqual(strict(bare), [True, True])

    def test_checks_have_every_level_and_what_is_missing(self):
        leads = X[["age", "source"]].copy()
        leads.loc[41, "age"] = np.nan
        leads.loc[52, "source"] = "rare"
        ordinal = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
        model = make_pipeline(
            ColumnTransformer([("s", ordinal, ["source"])], remainder="passthrough"),
            RandomForestClassifier(3),
        )
        checks = describe(model.fit(leads, Y), leads, checks=12)["checks"]
        self.assertEqual(len(checks), 12)
        self.assertIn(None, [check["lead"]["age"] for check in checks])
        self.assertIn("rare", [check["lead"]["source"] for check in checks])

    def test_nothing_is_written_of_what_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "export.json")
            with self.assertRaises(Refused):
                export(make_pipeline(GaussianNB()).fit(X[NUMBERS], Y), X[NUMBERS], path)
            self.assertFalse(os.path.exists(path))

    def test_class_weights_are_told(self):
        model = LogisticRegression(class_weight="balanced").fit(X[NUMBERS], Y)
        self.assertIn("class weights ('balanced')", " ".join(describe(model, X[NUMBERS])["notes"]))


class Command(unittest.TestCase):
    def run_command(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = scorelane_export.main(list(arguments))
        return status, out.getvalue(), err.getvalue()

    def test_a_pickle_and_a_csv_file_become_json(self):
        with tempfile.TemporaryDirectory() as folder:
            model, leads, out = (os.path.join(folder, name) for name in ("m.joblib", "leads.csv", "out.json"))
            joblib.dump(prepared(StandardScaler(), NUMBERS).fit(X, Y), model)
            X.assign(converted=Y).to_csv(leads, index=False)
            status, said, _ = self.run_command(model, leads, "-o", out)
            self.assertEqual(status, 0)
            self.assertIn("scorelane import", said)
            self.assertGreater(os.path.getsize(out), 1000)

    def test_errors_are_one_line(self):
        with tempfile.TemporaryDirectory() as folder:
            model, leads, out = (os.path.join(folder, name) for name in ("m.joblib", "leads.csv", "out.json"))
            X.to_csv(leads, index=False)
            status, _, error = self.run_command(model, leads, "-o", out)
            self.assertEqual((status, error.count("\n")), (1, 1))
            with open(model, "wb") as file:
                file.write(b"no pickle")
            status, _, error = self.run_command(model, leads, "-o", out)
            self.assertEqual((status, error.count("\n")), (1, 1))
            self.assertIn("m.joblib cannot be loaded here", error)
            joblib.dump(prepared(PolynomialFeatures(), NUMBERS).fit(X, Y), model)
            status, _, error = self.run_command(model, leads, "-o", out)
            self.assertEqual((status, error.count("\n")), (1, 1))
            self.assertIn("step ‘prep’ → ‘own’: PolynomialFeatures is not supported", error)


if __name__ == "__main__":
    unittest.main()
