"""From log-odds to a published probability."""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import Any, Mapping, Sequence


def calibrate(calibration: Mapping[str, Any], z: float) -> float:
    """The probability that belongs to a raw score: log-odds, unless the method is `identity`."""
    method = calibration["method"]
    if method == "identity":
        return min(1.0, max(0.0, z))
    if method == "none":
        return _sigmoid(z)
    if method == "platt":
        return _sigmoid(calibration["slope"] * z + calibration["offset"])
    return _interpolate(calibration["z"], calibration["p"], z)


def _sigmoid(z: float) -> float:
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    e = math.exp(z)
    return e / (1 + e)


def _interpolate(x: Sequence[float], y: Sequence[float], at: float) -> float:
    if at <= x[0]:
        return y[0]
    if at >= x[-1]:
        return y[-1]
    high = bisect_left(x, at)
    if x[high] == at:
        return y[high]
    share = (at - x[high - 1]) / (x[high] - x[high - 1])
    return y[high - 1] + share * (y[high] - y[high - 1])


def shift_of(calibration: Mapping[str, Any], effect: float, log_odds: float) -> float:
    """By how much an effect moves the log-odds of the published probability."""
    if calibration["method"] == "none":
        return effect
    if calibration["method"] == "platt":
        return calibration["slope"] * effect
    with_, without = (_logit(calibrate(calibration, z)) for z in (log_odds, log_odds - effect))
    return 0 if with_ == without else with_ - without


def _logit(p: float) -> float:
    return -math.inf if p == 0 else math.inf if p == 1 else math.log(p / (1 - p))
