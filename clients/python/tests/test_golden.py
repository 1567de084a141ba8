"""Models of every trainer agree with Scorelane's own scorer, on leads and tables of every kind."""

import json
import unittest
from pathlib import Path

from scorelane import LeadError, load_model
from scorelane._fields import Field
from scorelane._sentences import describe_change
from scorelane._words import number_text, short_number

GOLDEN = Path(__file__).parent / "golden"
MODELS = sorted(path for path in GOLDEN.glob("*.json") if path.stem not in ("words", "metrics"))
TOLERANCE = 1e-12


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


class GoldenTest(unittest.TestCase):
    maxDiff = None

    def each_model(self):
        self.assertGreaterEqual(len(MODELS), 4)
        models = [load(path) for path in MODELS]
        return [(golden, load_model(golden["model"])) for golden in models]

    def assert_near(self, expected, actual):
        self.assertLessEqual(abs(expected - actual), TOLERANCE, f"expected {expected!r}, got {actual!r}")

    def assert_agrees(self, expected, model, X):
        """That a lead or a row gives what is expected: errors, or every number and text."""
        if "errors" in expected:
            errors = [{"field": e.field, "message": e.message} for e in model.validate(X)]
            self.assertEqual(
                sorted(e["field"] for e in expected["errors"]), sorted(e["field"] for e in errors)
            )
            with self.assertRaises(LeadError):
                model.predict_proba(X)
            return errors
        self.assertEqual([], model.validate(X))
        (result,) = model.results(X)
        self.assert_near(expected["log_odds"], float(model.decision_function(X)[0]))
        for against, name in (("zero", "contributions"), ("average", "effects")):
            explained = model.explain(X, against=against)
            (contributions,) = as_rows(explained.contributions)
            self.assertEqual(model._schema.names, list(contributions))
            for value, actual in zip(expected[name], contributions.values()):
                self.assert_near(value, actual)
            self.assert_near(expected["log_odds"], explained.intercept + sum(contributions.values()))
        no, yes = model.predict_proba(X)[0]
        self.assert_near(expected["probability"], yes)
        self.assert_near(1, no + yes)
        self.assert_near(expected["probability"], result["probability"])
        self.assertEqual(expected["score"], result["score"])
        self.assertEqual(expected["grade"], result["grade"])
        self.assertEqual(expected["warnings"], result["warnings"])
        self.assertEqual(len(expected["reasons"]), len(result["reasons"]))
        for reason, actual in zip(expected["reasons"], result["reasons"]):
            self.assert_near(reason["effect"], actual["effect"])
            self.assertEqual({**reason, "effect": 0}, {**actual, "effect": 0})
        return []

    def test_leads_as_the_api_takes_them(self):
        for golden, model in self.each_model():
            fitting = [case for case in golden["leads"] if "errors" not in case["outcome"]]
            self.assertGreater(len(fitting), 12)
            self.assertGreater(len(golden["leads"]), len(fitting))
            for case in golden["leads"]:
                errors = self.assert_agrees(case["outcome"], model, [case["lead"]])
                self.assertEqual(case["outcome"].get("errors", []), errors, case["lead"])

    def test_rows_as_files_have_them(self):
        for golden, model in self.each_model():
            columns = golden["table"]["columns"]
            outcomes = golden["table"]["outcomes"]
            self.assertGreater(sum("errors" not in outcome for outcome in outcomes), 12)
            self.assertGreater(sum("errors" in outcome for outcome in outcomes), 5)
            for row, outcome in enumerate(outcomes):
                cells = {name: [column[row]] for name, column in columns.items()}
                errors = self.assert_agrees(outcome, model, cells)
                # Of other values than texts the reader of JSON Lines says it in other words.
                if all(isinstance(cell, str) for (cell,) in cells.values()):
                    self.assertEqual(by_field(outcome.get("errors", [])), by_field(errors), cells)

    def test_many_rows_at_once_are_what_each_is_alone(self):
        for golden, model in self.each_model():
            good = [row for row, outcome in enumerate(golden["table"]["outcomes"]) if "errors" not in outcome]
            columns = {
                name: [column[row] for row in good] for name, column in golden["table"]["columns"].items()
            }
            for row, (no_and_yes, score) in enumerate(
                zip(model.predict_proba(columns), model.scores(columns))
            ):
                outcome = golden["table"]["outcomes"][good[row]]
                self.assert_near(outcome["probability"], no_and_yes[1])
                self.assertEqual(outcome["score"], score)

    def test_words_of_every_form(self):
        golden = load(GOLDEN / "words.json")
        for case in golden["fields"]:
            field = Field(case["field"], ["na", "n/a", "null", "999"])
            for word, expected in zip(golden["words"], case["values"]):
                value, message = field.read_cell(word)
                with self.subTest(field=case["field"], word=word):
                    if expected == {}:
                        self.assertIsNotNone(message, value)
                    else:
                        self.assertIsNone(message)
                        self.assertEqual(expected, value)
                        self.assertEqual(isinstance(expected, bool), isinstance(value, bool))

    def test_sentences(self):
        golden = load(GOLDEN / "words.json")
        for shift, text in golden["changes"]:
            self.assertEqual(text, describe_change(shift or 0.2, shift))
        for number, text in golden["numbers"]:
            self.assertEqual(text, short_number(number))


class NumberTextTest(unittest.TestCase):
    def test_numbers_are_written_as_javascript_writes_them(self):
        for number, text in (
            (0.0, "0"), (-0.0, "0"), (5.0, "5"), (-5, "-5"), (0.1, "0.1"), (1e-6, "0.000001"), (1e-7, "1e-7"),
            (1.5e-7, "1.5e-7"), (123456789012345680000.0, "123456789012345680000"), (1e21, "1e+21"), (1.25e22, "1.25e+22"),
            (1e16, "10000000000000000"), (5e-324, "5e-324"), (12.5, "12.5"), (100, "100"), (-0.0001, "-0.0001"),
        ):  # fmt: skip
            self.assertEqual(text, number_text(number))


def by_field(errors):
    return sorted(errors, key=lambda error: error["field"])


def as_rows(contributions):
    return contributions.to_dict("records") if hasattr(contributions, "to_dict") else contributions


if __name__ == "__main__":
    unittest.main()
