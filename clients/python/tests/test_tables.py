"""Leads in every form that Python has for them."""

import copy
import datetime
import importlib.util
import json
import math
import pickle
import tempfile
import unittest
import warnings
from decimal import Decimal
from pathlib import Path

from scorelane import ArtifactError, LeadError, load_model, read_csv

GOLDEN = Path(__file__).parent / "golden"


def has(module):
    return importlib.util.find_spec(module) is not None


def golden(name="gradient-descent-platt"):
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


class Case(unittest.TestCase):
    def setUp(self):
        self.golden = golden()
        self.model = load_model(self.golden["model"])
        outcomes = self.golden["table"]["outcomes"]
        columns = self.golden["table"]["columns"]
        # Rows that fit and are texts, as a file has them.
        rows = [
            row
            for row, outcome in enumerate(outcomes)
            if "errors" not in outcome
            and all(isinstance(column[row], (str, type(None))) for column in columns.values())
        ]
        self.assertGreater(len(rows), 2)
        self.columns = {name: [column[row] for row in rows] for name, column in columns.items()}
        self.expected = [outcomes[row] for row in rows]

    def assert_probabilities(self, expected, actual):
        self.assertEqual(len(expected), len(actual))
        for outcome, (_, probability) in zip(expected, actual):
            self.assertLessEqual(abs(outcome["probability"] - probability), 1e-12)


class TablesTest(Case):
    def test_the_standard_library_is_enough_for_a_csv_file(self):
        for separator in ";,":
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "leads.csv"
                rows = zip(*([cell or "" for cell in column] for column in self.columns.values()))
                lines = [[*self.columns, "id"], *([*row, str(i)] for i, row in enumerate(rows))]
                quoted = (
                    separator.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines
                )
                path.write_text("\ufeff" + "\r\n".join(quoted) + "\r\n", encoding="utf-8")
                self.assert_probabilities(self.expected, self.model.predict_proba(read_csv(path)))

    def test_a_row_with_too_many_cells_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "leads.csv"
            path.write_text("a,b\n1,2\n1,2,3\n", encoding="utf-8")
            with self.assertRaisesRegex(ValueError, "line 3: expected 2 cells, got 3"):
                read_csv(path)

    def test_values_of_the_standard_library(self):
        model = self.model
        plain = {
            "visits": 3,
            "created": "2025-03-01T10:30:00",
            "signed": "2025-03-02",
            "revenue": 1234.5,
            "opened": True,
        }
        lead = {
            "visits": Decimal(3),
            "created": datetime.datetime(2025, 3, 1, 10, 30),
            "signed": datetime.date(2025, 3, 2),
            "revenue": Decimal("1234.5"),
            "opened": True,
            "delta": math.nan,
            "company": None,
        }
        self.assertEqual(model.results([plain]), model.results([lead]))
        self.assertEqual([plain], model.leads([lead]))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            columns = {name: [value] for name, value in lead.items()}
            self.assertEqual([plain], model.leads(columns))

    def test_a_list_of_leads_and_a_table_are_read_as_the_api_and_as_files(self):
        (error,) = self.model.validate([{"visits": "12"}])
        self.assertIn('expected a number, got text "12"', error.message)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.assertEqual([], self.model.validate({"visits": ["12"], "id": ["x"]}))

    def test_errors_name_rows_and_fields_and_are_all_there(self):
        with self.assertRaises(LeadError) as caught:
            self.model.predict_proba([{"visits": "many"}, {}, {"vists": 3, "opened": "maybe"}, 7])
        self.assertEqual(
            [(0, "visits"), (2, "opened"), (2, "vists"), (3, "")], [e[:2] for e in caught.exception.errors]
        )
        self.assertIn(
            "3 of 4 leads do not fit the model:\n  row 0: visits: expected a number", str(caught.exception)
        )
        self.assertIn('row 2: vists: unknown field; did you mean "visits"?', str(caught.exception))

    def test_a_missing_column_is_told_and_no_column_is_refused(self):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            self.model.predict_proba({"visits": [3], "sourc": ["web"]})
        messages = [str(warning.message) for warning in caught]
        self.assertIn("no column “source”: taken as missing in every row; is it “sourc”?", messages)
        self.assertEqual({__file__}, {warning.filename for warning in caught})
        with self.assertRaisesRegex(ValueError, "expected columns of the model"):
            self.model.predict_proba({"other": [1]})
        required = load_model(golden("logistic-none")["model"])
        with self.assertRaisesRegex(ValueError, "expected the column “source”, which the model requires"):
            required.predict_proba({"visits": [1]})

    def test_what_is_no_table_is_refused_with_what_to_do(self):
        for given, message in (
            ({"visits": 3}, r"is it one lead\? Then pass \[lead\]"),
            ("leads.csv", "read_csv reads a file"),
            (7, "expected a DataFrame, a dict of columns or a list of dicts"),
        ):
            with self.assertRaisesRegex(TypeError, message):
                self.model.predict_proba(given)
        with self.assertRaisesRegex(ValueError, "expected columns of one length, got 1, 2"):
            self.model.predict_proba({"visits": [1], "opened": [True, False]})

    def test_no_leads_give_no_results(self):
        self.assertEqual(0, len(self.model.predict_proba([])))
        self.assertEqual([], self.model.results([]))
        self.assertEqual([], self.model.leads([]))


class ArtifactTest(Case):
    def test_a_file_its_bytes_and_its_json_are_one_model(self):
        data = json.dumps(self.golden["model"]).encode()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.json"
            path.write_bytes(data)
            models = [load_model(path), load_model(str(path)), load_model(data), self.model]
        self.assertEqual(1, len({tuple(model.scores(self.columns)) for model in models}))
        self.assertEqual(models[0].sha256, models[2].sha256)
        copy = pickle.loads(pickle.dumps(models[0]))
        self.assertEqual(
            (models[0].sha256, models[0].scores(self.columns)), (copy.sha256, copy.scores(self.columns))
        )
        self.assertEqual("gradient-descent-platt", models[0].name)
        self.assertEqual("gradient-descent", models[0].metadata["trainer"])
        self.assertEqual(self.golden["model"]["schema"], models[0].schema)

    def test_what_cannot_be_scored_is_refused_with_a_sentence(self):
        def changed(**changes):
            return {**self.golden["model"], **changes}

        terms = self.golden["model"]["terms"]
        for artifact, message in (
            (b"\xff", "expected JSON in UTF-8"),
            (b"[]", "expected a JSON object"),
            (b"{}", "is it a model.json of `scorelane train`"),
            (changed(kind="splines"), "kind: expected additive, trees, got “splines”. A newer release"),
            (changed(kind="trees"), "expected a member 'trees'"),
            (changed(format="scorelane-model/2"), "format: expected “scorelane-model/1”"),
            (changed(intercept=math.inf), "intercept: expected a finite number, got inf"),
            (changed(terms=[{**terms[0], "kind": "spline"}]), r"terms\[0\].kind: expected linear, binned"),
            (
                changed(terms=[{**terms[0], "feature": "nope"}]),
                r"terms\[0\]: expected a field of the schema, got “nope”",
            ),
            (changed(terms=[{"kind": "category"}]), "expected a member 'mean'"),
            (changed(calibration={"method": "beta"}), "expected none, platt, isotonic or identity, got “beta”"),
        ):
            with self.subTest(message), self.assertRaisesRegex(ArtifactError, message):
                load_model(artifact)

    def test_trees_that_would_give_wrong_numbers_are_refused(self):
        model = golden("trees-platt")["model"]

        def changed(place, name, value):
            trees = copy.deepcopy(model["trees"])
            trees[place][0][name] = value
            return {**model, "trees": trees}

        first = model["trees"]["members"][0]
        for artifact, message in (
            ({**model, "trees": {**model["trees"], "members": []}}, "expected at least one"),
            (changed("members", "input", first["input"][:-1]), r"expected \d+, as `input` says"),
            (changed("members", "input", [99] + first["input"][1:]), "expected −1 or a position among 9 inputs"),
            (changed("members", "route", [7] + first["route"][1:]), "expected 0, 1, 2 or 3, got 7"),
            (changed("members", "cover", [0] + first["cover"][1:]), "expected numbers above 0"),
            (changed("members", "link", {"method": "identity"}), "makes a probability of log-odds"),
            (changed("members", "kind", "spline"), "expected trees or linear"),
            (changed("inputs", "feature", "nope"), "expected a field of the schema"),
            (changed("inputs", "steps", [{"op": "sine"}]), "unknown step “sine”"),
        ):
            with self.subTest(message), self.assertRaisesRegex(ArtifactError, message):
                load_model(artifact)


@unittest.skipUnless(has("pandas"), "pandas is not installed")
class PandasTest(Case):
    def test_a_frame_of_texts_is_a_csv_file(self):
        import pandas

        frame = pandas.DataFrame({name: [c or "" for c in cells] for name, cells in self.columns.items()})
        self.assert_probabilities(self.expected, self.model.predict_proba(frame))
        self.assert_probabilities(self.expected, self.model.predict_proba(frame.astype("string")))
        self.assert_probabilities(self.expected, self.model.predict_proba(frame.astype("category")))

    def test_a_frame_of_objects_with_its_index(self):
        import pandas

        index = [f"lead {i}" for i in range(len(self.expected))]
        frame = pandas.DataFrame({**self.columns, "id": index}, index=index)
        probabilities = self.model.predict_proba(frame)
        self.assertEqual((len(index), 2), probabilities.shape)
        self.assert_probabilities(self.expected, probabilities)
        explained = self.model.explain(frame)
        self.assertEqual(index, list(explained.contributions.index))
        self.assertEqual(self.model._schema.names, list(explained.contributions.columns))
        off = explained.intercept + explained.contributions.sum(axis=1) - explained.log_odds
        self.assertLessEqual(off.abs().max(), 1e-12)
        self.assertEqual(index, list(pandas.DataFrame(self.model.results(frame), index=frame.index).index))

    def test_dtypes(self):
        import numpy
        import pandas

        model = self.model
        plain = [
            {
                "visits": 3,
                "created": "2025-03-01T10:30:00",
                "signed": "2025-03-02",
                "opened": True,
                "source": "web",
                "delta": 1.5,
            },
            {"visits": None, "created": None, "signed": None, "opened": None, "source": None, "delta": None},
        ]
        expected = model.results(plain)
        frames = [
            pandas.DataFrame(
                {
                    "visits": [3.0, numpy.nan],
                    "created": pandas.to_datetime(["2025-03-01 10:30", None]),
                    "signed": pandas.to_datetime(["2025-03-02", None]),
                    "opened": pandas.array([True, None], dtype="boolean"),
                    "source": pandas.Categorical(["web", None]),
                    "delta": numpy.array([1.5, numpy.nan], dtype=numpy.float32),
                }
            ),
            pandas.DataFrame(
                {
                    "visits": pandas.array([3, None], dtype="Int64"),
                    "created": numpy.array(["2025-03-01T10:30:00", "NaT"], dtype="datetime64[ns]"),
                    "signed": [datetime.date(2025, 3, 2), None],
                    "opened": [True, numpy.nan],
                    "source": pandas.array(["web", None], dtype="string"),
                    "delta": [Decimal("1.5"), pandas.NA],
                }
            ),
        ]
        for frame in frames:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self.assertEqual(expected, model.results(frame))
            records = frame.to_dict("records")
            self.assertEqual(expected, model.results(records))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            whole = model.results(
                pandas.DataFrame({"visits": numpy.array([3], dtype="int8"), "source": ["web"]})
            )
        self.assertEqual(model.results([{"visits": 3, "source": "web"}]), whole)

    def test_a_column_of_numbers_is_a_category_by_its_text(self):
        import pandas

        schema = {
            "fields": [{"name": "code", "type": "category", "required": False, "levels": ["5", "7"]}],
            "missing_words": [],
        }
        term = {
            "kind": "category",
            "feature": "code",
            "values": {"5": 1.0, "7": -1.0},
            "other": 0,
            "missing": 0.25,
            "mean": 0,
        }
        model = load_model(
            {**self.golden["model"], "schema": schema, "terms": [term], "intercept": 0, "baseline": {}}
        )
        for codes in ([5, 7], [5.0, 7.0, None]):
            log_odds = model.decision_function(pandas.DataFrame({"code": codes}))
            self.assertEqual([1, -1, 0.25][: len(codes)], list(log_odds))

    def test_two_columns_of_one_name(self):
        import pandas

        frame = pandas.DataFrame([[3, 9]], columns=["visits", "visits"])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.assertEqual(self.model.scores({"visits": [3]}), self.model.scores(frame))


@unittest.skipUnless(has("numpy"), "numpy is not installed")
class NumpyTest(Case):
    def test_probabilities_are_an_array(self):
        import numpy

        probabilities = self.model.predict_proba(self.columns)
        self.assertEqual((len(self.expected), 2), probabilities.shape)
        self.assertEqual(numpy.float64, probabilities.dtype)
        self.assertEqual((0, 2), self.model.predict_proba([]).shape)

    def test_values_and_columns_of_numpy(self):
        import numpy

        expected = self.model.results([{"visits": 3, "opened": True, "source": "web"}])
        lead = {"visits": numpy.int64(3), "opened": numpy.bool_(True), "source": numpy.str_("web")}
        self.assertEqual(expected, self.model.results([lead]))
        self.assertIs(int, type(self.model.leads([lead])[0]["visits"]))
        with self.assertRaisesRegex(TypeError, "expected a DataFrame, a dict of columns"):
            self.model.predict_proba(numpy.zeros((2, 2)))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            columns = {name: numpy.array([value]) for name, value in lead.items()}
            dates = {"created": numpy.array(["2025-03-01T10:30", "NaT"], dtype="datetime64[ns]")}
            self.assertEqual(
                self.model.results([{"created": "2025-03-01T10:30:00"}, {}]), self.model.results(dates)
            )
            self.assertEqual(expected, self.model.results(columns))


if __name__ == "__main__":
    unittest.main()
