"""The record of a training, and its charts."""

import importlib.util
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from scorelane import TrainingRecord, load_metrics, plots

METRICS = Path(__file__).parent / "golden" / "metrics.json"


class RecordTest(unittest.TestCase):
    def setUp(self):
        self.record = load_metrics(METRICS)
        self.raw = json.loads(METRICS.read_text(encoding="utf-8"))

    def test_what_it_says(self):
        self.assertEqual("boosted-isotonic", self.record.name)
        self.assertEqual("boosted", self.record.winner)
        self.assertEqual(self.raw["data"]["base_rate"], self.record.base_rate)
        self.assertEqual(self.raw["choice"], self.record.choice)
        self.assertEqual(len(self.raw["effects"]), len(self.record.effects))
        with self.assertRaisesRegex(KeyError, "no feature 'visit'; there are: .*visits"):
            self.record.effect("visit")

    def test_candidates_are_rows(self):
        rows = self.record.candidates
        if hasattr(rows, "to_dict"):
            rows = rows.to_dict("records")
        self.assertEqual(["cross_validated", "holdout"], [row["measured_on"] for row in rows])
        self.assertEqual(self.raw["candidates"][0]["holdout"]["roc_auc"], rows[1]["roc_auc"])
        self.assertTrue(all(row["winner"] for row in rows))

    def test_another_file_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "metrics.json"
            for text in ("no json", "[]", "{}", '{"format": "scorelane-model/1"}'):
                path.write_text(text)
                with self.subTest(text), self.assertRaisesRegex(ValueError, "expected .*scorelane train"):
                    load_metrics(path)

    def test_a_training_that_measured_nothing_has_no_curves(self):
        record = TrainingRecord({name: value for name, value in self.raw.items() if name != "curves"})
        with self.assertRaisesRegex(ValueError, "the training measured nothing"):
            record.curves

    def test_charts_say_what_they_need(self):
        with mock.patch.dict(sys.modules, {"matplotlib": None}):
            with self.assertRaisesRegex(ImportError, "charts need matplotlib: pip install matplotlib"):
                plots.roc(self.record)

    def test_nothing_but_the_standard_library_is_loaded_by_the_package(self):
        code = "import sys, scorelane, scorelane.plots; print(sorted({'numpy','pandas','matplotlib'} & set(sys.modules)))"
        root = Path(__file__).parents[1]
        self.assertEqual(
            "[]\n",
            subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True).stdout,
        )


@unittest.skipUnless(importlib.util.find_spec("matplotlib"), "matplotlib is not installed")
class PlotsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        import matplotlib

        matplotlib.use("Agg")
        from matplotlib import pyplot

        cls.pyplot = pyplot
        cls.record = load_metrics(METRICS)

    def tearDown(self):
        self.pyplot.close("all")

    def test_curves_are_drawn_as_they_were_measured(self):
        curves = self.record.curves
        ax = plots.roc(self.record)
        self.assertEqual(curves["roc"]["true_positive_rate"], list(ax.lines[0].get_ydata()))
        self.assertEqual("boosted-isotonic: ROC, held-out leads", ax.get_title())
        ax = plots.precision_recall(self.record)
        self.assertEqual(curves["precision_recall"]["precision"], list(ax.lines[0].get_ydata()))
        ax = plots.calibration(self.record)
        self.assertEqual([one["rate"] for one in curves["calibration"]], list(ax.lines[0].get_ydata()))
        ax = plots.gains(self.record)
        self.assertEqual([0, *(one["gain"] for one in curves["lift"])], list(ax.lines[0].get_ydata()))
        self.assertAlmostEqual(1, ax.lines[0].get_xdata()[-1])
        ax = plots.lift(self.record)
        self.assertEqual([one["lift"] for one in curves["lift"]], [bar.get_height() for bar in ax.patches])

    def test_importance_is_sorted_and_cut(self):
        widths = [bar.get_width() for bar in plots.importance(self.record, most=5).patches]
        self.assertEqual(5, len(widths))
        self.assertEqual(sorted(widths, reverse=True), widths)

    def test_every_effect_can_be_drawn_and_a_pair_says_that_it_cannot(self):
        kinds = set()
        for effect in self.record.effects:
            kinds.add(effect["kind"])
            if effect["kind"] == "pair":
                with self.assertRaisesRegex(ValueError, "is a pair of features"):
                    plots.effect(self.record, effect["feature"])
                continue
            ax = plots.effect(self.record, effect["feature"])
            self.assertIn(effect["label"], ax.get_title())
        self.assertEqual({"number", "category", "pair"}, kinds)

    def test_it_draws_where_it_is_told(self):
        figure, (left, right) = self.pyplot.subplots(1, 2)
        self.assertIs(left, plots.roc(self.record, ax=left))
        self.assertIs(right, plots.effect(self.record, "visits", ax=right))
        figure.canvas.draw()
        self.assertEqual([left, right], figure.axes)
