"""Additive models: the log-odds are the intercept and what each term contributes (`kind` “additive”)."""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from ._dates import date_part, day_number
from ._fields import HashedLevels, Value

#: A number or a level, made of a field's value; None is missing.
Entry = Any


class AdditiveScorer:
    """Scores columns of valid values. What two fields contribute together is credited to each by half, its Shapley value."""

    def __init__(self, artifact: Mapping[str, Any]):
        self.intercept: float = artifact["intercept"]
        names = [field["name"] for field in artifact["schema"]["fields"]]
        place = {name: f for f, name in enumerate(names)}
        self._width = len(names)
        self._terms = artifact["terms"]
        self._fields: List[Tuple[int, ...]] = [
            tuple(place[name] for name in _features(term)) for term in self._terms
        ]
        self._contribute = [compile_term(term) for term in self._terms]
        self._rare: Dict[int, HashedLevels] = {}
        for term, (first, *_) in zip(self._terms, self._fields):
            if "rare" in term:
                self._rare.setdefault(first, HashedLevels(term["rare"]["salt"], term["rare"]["values"]))
        #: Positions of the fields that change a score.
        self.used = {
            f for term, fields in zip(self._terms, self._fields) if not _is_nothing(term) for f in fields
        }
        #: Positions of fields whose missing values are not counted as the average lead's.
        self.counts_missing = {
            fields[0]
            for term, fields in zip(self._terms, self._fields)
            if term["kind"] != "pair" and term["missing"] != term["mean"]
        }

    def contributions(
        self, columns: Sequence[Sequence[Value]], rows: int
    ) -> Tuple[List[float], Any]:
        """Log-odds per row, and what `effects` needs: a list per term."""
        log_odds = [self.intercept] * rows
        parts = []
        for fields, contribute in zip(self._fields, self._contribute):
            part = evaluate(contribute, [columns[f] for f in fields])
            log_odds = [sum_ + x for sum_, x in zip(log_odds, part)]
            parts.append(part)
        return log_odds, parts

    def effects(self, parts: Any, rows: int, against_mean: bool) -> List[List[float]]:
        """Log-odds per field of the schema, and row.

        :param against_mean: beyond what the average training lead has; else they and the intercept add up to the log-odds
        """
        effects = [[0.0] * rows for _ in range(self._width)]
        for term, fields, part in zip(self._terms, self._fields, parts):
            mean = term["mean"] if against_mean else 0
            for f in fields:
                effects[f] = [sum_ + (x - mean) / len(fields) for sum_, x in zip(effects[f], part)]
        return effects

    @property
    def base(self) -> float:
        """What the effects, not against the average lead, add up to the log-odds with."""
        return self.intercept

    @property
    def average(self) -> float:
        """Log-odds of the average training lead."""
        return self.intercept + sum(term["mean"] for term in self._terms)

    def is_rare(self, field: int, value: Value) -> bool:
        """Whether the effect of a value was made of few training leads."""
        rare = self._rare.get(field)
        return rare is not None and isinstance(value, str) and rare.get(value) is not None


def _features(term: Mapping[str, Any]) -> Sequence[str]:
    return term["features"] if term["kind"] == "pair" else [term["feature"]]


def evaluate(contribute: Callable[..., float], columns: Sequence[Sequence[Value]]) -> List[float]:
    """Each value is worked out once; the values of one field are of one type."""
    known: Dict[Any, float] = {}
    result = []
    for values in zip(*columns):
        found = known.get(values)
        if found is None:
            found = known[values] = contribute(*values)
        result.append(found)
    return result


def _is_nothing(term: Mapping[str, Any]) -> bool:
    """A lasso leaves terms of zeros."""
    if term["kind"] == "pair":
        return not any(x for row in term["values"] for x in row)
    if term["missing"]:
        return False
    if term["kind"] == "linear":
        return term["weight"] == 0
    if term["kind"] == "binned":
        return not any(term["values"])
    return not any(term["values"].values()) and not term["other"]


def compile_term(term: Mapping[str, Any]) -> Callable[..., float]:
    """A function of a field's value, or of the two of a pair: what the term contributes."""
    kind = term["kind"]
    if kind == "linear":
        to_entry, steps, weight, missing = _to_number(term), term["steps"], term["weight"], term["missing"]

        def linear(value: Value) -> float:
            x = to_entry(value)
            return missing if x is None else weight * _apply(steps, x)

        return linear
    if kind == "binned":
        to_entry, find, values = _to_number(term), _finder(term), [*term["values"], term["missing"]]
        return lambda value: values[find(to_entry(value))]
    if kind == "category":
        return _compile_category(term)
    if kind == "pair":
        first, second = term["axes"]
        find_first, find_second = _finder(first), _finder(second)
        entry_first, entry_second = _to_entry(first), _to_entry(second)
        grid = term["values"]
        return lambda a, b: grid[find_first(entry_first(a))][find_second(entry_second(b))]
    raise ValueError(f"model artifact: unknown kind of term {kind!r}")


def _compile_category(term: Mapping[str, Any]) -> Callable[[Value], float]:
    to_entry, values, other, missing = _to_level(term), term["values"], term["other"], term["missing"]
    rare = HashedLevels(term["rare"]["salt"], term["rare"]["values"]) if "rare" in term else None

    def category(value: Value) -> float:
        level = to_entry(value)
        if level is None:
            return missing
        found = values.get(level)
        if found is None and rare is not None:
            found = rare.get(level)
        return other if found is None else found

    return category


def _to_entry(axis: Mapping[str, Any]) -> Callable[[Value], Entry]:
    return _to_number(axis) if "edges" in axis else _to_level(axis)


def _to_number(spec: Mapping[str, Any]) -> Callable[[Value], Optional[float]]:
    if "part" in spec:
        return lambda value: None if value is None else day_number(str(value))
    return lambda value: value  # type: ignore[return-value]


def _to_level(spec: Mapping[str, Any]) -> Callable[[Value], Optional[str]]:
    part = spec.get("part")
    if part is not None:
        return lambda value: None if value is None else date_part(part, str(value))

    def level(value: Value) -> Optional[str]:
        if value is None or isinstance(value, str):
            return value
        return "true" if value else "false"

    return level


def _finder(axis: Mapping[str, Any]) -> Callable[[Entry], int]:
    """The index of an entry: bin i holds edges[i-1] < number ≤ edges[i]; of levels the next is “other”; missing is last."""
    if "edges" in axis:
        edges = axis["edges"]
        return lambda x: len(edges) + 1 if x is None else bisect_left(edges, x)
    places = {level: i for i, level in enumerate(axis["levels"])}
    other = len(places)
    return lambda level: other + 1 if level is None else places.get(level, other)


def _apply(steps: Sequence[Mapping[str, Any]], x: float) -> float:
    for step in steps:
        op = step["op"]
        if op == "clip":
            x = min(max(x, step["low"]), step["high"])
        elif op == "log1p":
            x = math.log1p(x)
        elif op == "yeo-johnson":
            x = _yeo_johnson(x, step["lambda"])
        elif op == "affine":
            x = x * step["factor"] + step["add"]
        elif op == "scale":
            x = (x - step["mean"]) / step["sd"]
        else:
            raise ValueError(f"model artifact: unknown step {op!r}")
    return x


def _yeo_johnson(x: float, power: float) -> float:
    """Yeo and Johnson, Biometrika 87 (2000), eq. 2.1."""
    if x >= 0:
        return math.log1p(x) if power == 0 else math.expm1(power * math.log1p(x)) / power
    mirrored = 2 - power
    return -math.log1p(-x) if mirrored == 0 else -math.expm1(mirrored * math.log1p(-x)) / mirrored
