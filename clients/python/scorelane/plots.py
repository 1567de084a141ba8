"""Charts of a training for a notebook. Each takes a `TrainingRecord`, draws on `ax` or a new figure, and returns the Axes.

matplotlib is loaded by the first chart, and never before.
"""

from __future__ import annotations

import math
from typing import Any, List, Mapping

from ._record import TrainingRecord

_LINE, _REFERENCE = "#1f6feb", "#8b949e"

__all__ = ["calibration", "effect", "gains", "importance", "lift", "precision_recall", "roc"]


def roc(record: TrainingRecord, ax: Any = None) -> Any:
    """The share of conversions found against the share of other leads taken along."""
    ax = _axes(ax)
    curve = record.curves["roc"]
    ax.plot(curve["false_positive_rate"], curve["true_positive_rate"], color=_LINE, label=record.winner)
    ax.plot([0, 1], [0, 1], color=_REFERENCE, linestyle="--", label="by chance")
    return _finish(ax, record, "ROC", "false positive rate", "true positive rate", square=True)


def precision_recall(record: TrainingRecord, ax: Any = None) -> Any:
    """The share of conversions among the leads taken against the share of all conversions found."""
    ax = _axes(ax)
    curve = record.curves["precision_recall"]
    ax.plot(curve["recall"], curve["precision"], color=_LINE, label=record.winner)
    rate = record.curves["converted"] / record.curves["rows"]
    ax.axhline(rate, color=_REFERENCE, linestyle="--", label="by chance")
    return _finish(ax, record, "Precision and recall", "recall", "precision", square=True)


def calibration(record: TrainingRecord, ax: Any = None) -> Any:
    """Ten groups of leads by probability: how many convert, with 95 % intervals, against how many were predicted."""
    ax = _axes(ax)
    bins = record.curves["calibration"]
    predicted = [one["mean_probability"] for one in bins]
    rates = [one["rate"] for one in bins]
    errors = [[one["rate"] - one["low"] for one in bins], [one["high"] - one["rate"] for one in bins]]
    ax.errorbar(predicted, rates, yerr=errors, fmt="o", color=_LINE, capsize=3, label=record.winner)
    most = max(predicted + [one["high"] for one in bins])
    ax.plot([0, most], [0, most], color=_REFERENCE, linestyle="--", label="as predicted")
    return _finish(ax, record, "Calibration", "mean predicted probability", "share that converted")


def lift(record: TrainingRecord, ax: Any = None) -> Any:
    """Tenths of the leads, the most promising first: their rate of conversion in base rates."""
    ax = _axes(ax)
    groups = record.curves["lift"]
    ax.bar(range(1, len(groups) + 1), [one["lift"] for one in groups], color=_LINE, label=record.winner)
    ax.axhline(1, color=_REFERENCE, linestyle="--", label="by chance")
    ax.set_xticks(range(1, len(groups) + 1))
    return _finish(ax, record, "Lift", "tenth of the leads, best first", "conversions ÷ by chance")


def gains(record: TrainingRecord, ax: Any = None) -> Any:
    """The share of all conversions that the most promising leads hold."""
    ax = _axes(ax)
    groups = record.curves["lift"]
    total = sum(one["rows"] for one in groups)
    shares, rows = [0.0], 0
    for one in groups:
        rows += one["rows"]
        shares.append(rows / total)
    ax.plot(shares, [0.0, *(one["gain"] for one in groups)], marker="o", color=_LINE, label=record.winner)
    ax.plot([0, 1], [0, 1], color=_REFERENCE, linestyle="--", label="by chance")
    return _finish(
        ax, record, "Gains", "share of the leads, best first", "share of the conversions", square=True
    )


def importance(record: TrainingRecord, ax: Any = None, most: int = 20) -> Any:
    """How far each feature moves the log-odds of a lead on average, the strongest first."""
    ax = _axes(ax)
    name, known = ("mean_abs", "mean distance from the average lead")
    if any(name not in effect for effect in record.effects):
        name, known = ("spread", "standard deviation")
    strongest = sorted(record.effects, key=lambda effect: -effect[name])[:most]
    ax.barh([effect["feature"] for effect in strongest], [effect[name] for effect in strongest], color=_LINE)
    ax.invert_yaxis()
    ax.set_title(f"{record.name}: importance")
    ax.set_xlabel(f"effect in log-odds, {known}")
    return ax


def effect(record: TrainingRecord, feature: str, ax: Any = None) -> Any:
    """How a feature moves the odds of the average lead: a curve or steps of a number, bars of a category, with their bands.

    :raises KeyError: there is no such feature
    :raises ValueError: it is a pair of features, which the report draws
    """
    found = record.effect(feature)
    if found["kind"] == "pair":
        raise ValueError(f"{feature} is a pair of features, which report.html draws; plot each by itself")
    ax = _axes(ax)
    if found["kind"] == "number":
        _draw_number(ax, found)
    else:
        _draw_levels(ax, found["points"])
        ax.set_title(f"{found['label']}: effect")
    return ax


def _draw_number(ax: Any, found: Mapping[str, Any]) -> None:
    points = [point for point in found["points"] if point["kind"] in ("curve", "step")]
    others = [point for point in found["points"] if point["kind"] not in ("curve", "step")]
    x = [point["value"] for point in points]
    steps = points[0]["kind"] == "step" if points else False
    ax.plot(
        x, [_odds(point) for point in points], color=_LINE, drawstyle="steps-post" if steps else "default"
    )
    if points and all("odds_low" in point for point in points):
        low, high = ([point[name] for point in points] for name in ("odds_low", "odds_high"))
        ax.fill_between(x, low, high, color=_LINE, alpha=0.15, step="post" if steps else None)
    for point in others:
        ax.axhline(_odds(point), color=_REFERENCE, linestyle=":", label=str(point["value"]))
    ax.axhline(1, color=_REFERENCE, linestyle="--", label="average lead")
    _scale_odds(ax, "y")
    ax.set_xlabel(found["label"])
    ax.set_title(f"{found['label']}: effect")
    ax.legend()


def _draw_levels(ax: Any, points: List[Mapping[str, Any]]) -> None:
    names = [str(point["value"]) for point in points]
    odds = [_odds(point) for point in points]
    errors = None
    if all("odds_low" in point for point in points):
        low = [max(0.0, factor - point["odds_low"]) for factor, point in zip(odds, points)]
        errors = [low, [max(0.0, point["odds_high"] - factor) for factor, point in zip(odds, points)]]
    # The bars begin at the average lead's odds.
    ax.barh(names, [factor - 1 for factor in odds], left=1, xerr=errors, color=_LINE, capsize=3)
    ax.axvline(1, color=_REFERENCE, linestyle="--")
    ax.invert_yaxis()
    _scale_odds(ax, "x")


def _scale_odds(ax: Any, side: str) -> None:
    """A factor and its inverse are as far from 1."""
    from matplotlib import ticker

    axis = getattr(ax, f"{side}axis")
    getattr(ax, f"set_{side}scale")("log")
    axis.set_major_locator(ticker.LogLocator(subs=(1, 2, 5)))
    axis.set_major_formatter(ticker.FuncFormatter(lambda factor, _: f"{factor:g}"))
    axis.set_minor_formatter(ticker.NullFormatter())
    getattr(ax, f"set_{side}label")("factor on the odds of the average lead")


def _odds(point: Mapping[str, Any]) -> float:
    return point.get("odds", math.exp(point["effect"]))


def _axes(ax: Any) -> Any:
    if ax is not None:
        return ax
    try:
        from matplotlib import pyplot
    except ImportError:
        raise ImportError("charts need matplotlib: pip install matplotlib") from None
    return pyplot.subplots()[1]


def _finish(ax: Any, record: TrainingRecord, title: str, x: str, y: str, square: bool = False) -> Any:
    where = {"holdout": "held-out leads", "cross_validation": "out of fold"}.get(
        record.raw.get("curves_on", ""), ""
    )
    ax.set_title(f"{record.name}: {title}" + (f", {where}" if where else ""))
    ax.set_xlabel(x)
    ax.set_ylabel(y)
    if square:
        ax.set_xlim(0, 1)
        ax.set_ylim(0, 1.02)
    ax.legend()
    return ax
