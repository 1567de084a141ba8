"""Reads model artifacts (`model.json`) and refuses what this package cannot score."""

from __future__ import annotations

import hashlib
import json
import math
import os
from typing import Any, Dict, Mapping, Optional, Sequence, Tuple, Union

FORMAT = "scorelane-model/1"
_MOST_BYTES = 20_000_000
#: Splits on a way: deeper trees are walked by recursion no more.
_DEEPEST = 256
_TYPES = ("number", "category", "boolean", "date")


class ArtifactError(ValueError):
    """A file is no model that this package can score."""


def read_artifact(
    source: Union[str, "os.PathLike[str]", bytes, Mapping[str, Any]],
) -> Tuple[Dict[str, Any], Optional[str]]:
    """The artifact and its SHA-256, which a dict does not have.

    :raises ArtifactError: naming the place, what was expected there and what was found
    """
    if isinstance(source, Mapping):
        return _check(dict(source)), None
    if isinstance(source, (bytes, bytearray, memoryview)):
        data = bytes(source)
    else:
        with open(source, "rb") as file:
            data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise ArtifactError(f"model artifact: expected at most {_MOST_BYTES // 1_000_000} MB, got more")
    try:
        parsed = json.loads(data.decode("utf-8"))
    except ValueError:
        raise ArtifactError(
            "model artifact: expected JSON in UTF-8, as `scorelane train` writes it"
        ) from None
    return _check(parsed), hashlib.sha256(data).hexdigest()


def _check(artifact: Any) -> Dict[str, Any]:
    try:
        return _check_parts(artifact)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        missing = f"expected a member {error}" if isinstance(error, KeyError) else str(error)
        raise ArtifactError(f"model artifact: {missing}; is it a model.json of `scorelane train`?") from error


def _check_parts(artifact: Any) -> Dict[str, Any]:
    if not isinstance(artifact, dict) or "format" not in artifact:
        _fail("expected a JSON object with the member format; is it a model.json of `scorelane train`?")
    if artifact["format"] != FORMAT:
        _fail(
            f"format: expected “{FORMAT}”, got “{artifact['format']}”. A newer release of this package may read it"
        )
    fields = artifact["schema"]["fields"]
    types = {field["name"]: field["type"] for field in fields}
    if len(types) != len(fields):
        _fail("schema.fields: expected unique names, got one twice")
    for i, field in enumerate(fields):
        if field["type"] not in _TYPES:
            _fail(f"schema.fields[{i}].type: expected one of {', '.join(_TYPES)}, got “{field['type']}”")
    if artifact["kind"] in ("additive", "trees"):
        _number(artifact["intercept"], "intercept")
        for i, term in enumerate(artifact["terms"]):
            _check_term(term, types, f"terms[{i}]")
    if artifact["kind"] == "trees":
        _check_trees(artifact["trees"], types)
    _check_calibration(artifact["calibration"])
    _numbers(artifact["scale"]["percentiles"], "scale.percentiles")
    for grade in "ABC":
        _number(artifact["scale"]["grades"][grade], f"scale.grades.{grade}")
    artifact["schema"]["missing_words"], artifact["baseline"]  # noqa: B018: a KeyError says that they are missing
    return artifact


def _check_term(term: Mapping[str, Any], types: Mapping[str, str], at: str) -> None:
    kind = term["kind"]
    _number(term["mean"], f"{at}.mean")
    if kind == "pair":
        height, width = (
            _check_axis(axis, types.get(feature), f"{at}.axes[{side}]", feature)
            for side, (axis, feature) in enumerate(zip(term["axes"], term["features"]))
        )
        if len(term["values"]) != height or any(len(row) != width for row in term["values"]):
            _fail(f"{at}.values: expected a grid of {height} by {width}")
        for row in term["values"]:
            _numbers(row, f"{at}.values")
        return
    if kind not in ("linear", "binned", "category"):
        _fail(f"{at}.kind: expected linear, binned, category or pair, got “{kind}”")
    _check_reading(kind == "category", term, types.get(term["feature"]), at, term["feature"])
    _number(term["missing"], f"{at}.missing")
    if kind == "linear":
        _number(term["weight"], f"{at}.weight")
        _check_steps(term["steps"], f"{at}.steps")
    elif kind == "binned":
        _numbers(term["values"], f"{at}.values")
        _numbers(term["edges"], f"{at}.edges")
        if len(term["values"]) != len(term["edges"]) + 1:
            _fail(
                f"{at}.values: expected {len(term['edges']) + 1}, one more than edges, got {len(term['values'])}"
            )
    else:
        _number(term["other"], f"{at}.other")
        _numbers(list(term["values"].values()), f"{at}.values")
        _numbers(list(term["rare"]["values"].values()) if "rare" in term else [], f"{at}.rare")


def _check_steps(steps: Sequence[Mapping[str, Any]], at: str) -> None:
    for step in steps:
        if step["op"] not in ("clip", "log1p", "yeo-johnson", "scale", "affine"):
            _fail(f"{at}: unknown step “{step['op']}”")
        _numbers([x for name, x in step.items() if name != "op"], at)


def _check_trees(trees: Mapping[str, Any], types: Mapping[str, str]) -> None:
    for i, spec in enumerate(trees["inputs"]):
        at, kind = f"trees.inputs[{i}]", spec["kind"]
        if kind not in ("number", "bins", "level"):
            _fail(f"{at}.kind: expected number, bins or level, got “{kind}”")
        _check_reading(kind == "level", spec, types.get(spec["feature"]), at, spec["feature"])
        _number_or_none(spec["missing"], f"{at}.missing")
        if kind == "number":
            _check_steps(spec["steps"], f"{at}.steps")
        elif kind == "bins":
            _numbers(spec["edges"], f"{at}.edges")
            for value in spec["values"]:
                _number_or_none(value, f"{at}.values")
            if len(spec["values"]) != len(spec["edges"]) + 1:
                _fail(f"{at}.values: expected {len(spec['edges']) + 1}, one more than edges, got {len(spec['values'])}")
        else:
            _number_or_none(spec["other"], f"{at}.other")
            _numbers(list(spec["values"].values()), f"{at}.values")
            _numbers(list(spec["rare"]["values"].values()) if "rare" in spec else [], f"{at}.rare")
    if not trees["members"]:
        _fail("trees.members: expected at least one")
    for i, member in enumerate(trees["members"]):
        _check_member(member, len(trees["inputs"]), f"trees.members[{i}]")


def _check_member(member: Mapping[str, Any], inputs: int, at: str) -> None:
    _number(member["weight"], f"{at}.weight")
    _number(member.get("intercept", 0), f"{at}.intercept")
    if "link" in member:
        _check_calibration(member["link"])
        if member["link"]["method"] == "identity":
            _fail(f"{at}.link: expected a method that makes a probability of log-odds")
    if member["kind"] == "linear":
        for name in ("coefficients", "means"):
            _numbers(member[name], f"{at}.{name}")
            if len(member[name]) != inputs:
                _fail(f"{at}.{name}: expected {inputs}, one per input, got {len(member[name])}")
        return
    if member["kind"] != "trees":
        _fail(f"{at}.kind: expected trees or linear, got “{member['kind']}”")
    leaves = sum(1 for node in member["input"] if node == -1)
    splits = len(member["input"]) - leaves
    for name, expected in (("threshold", splits), ("route", splits), ("value", leaves), ("cover", leaves)):
        _numbers(member[name], f"{at}.{name}")
        if len(member[name]) != expected:
            _fail(f"{at}.{name}: expected {expected}, as `input` says, got {len(member[name])}")
    due, depths = 0, []
    for node, place in enumerate(member["input"]):
        if not isinstance(place, int) or not -1 <= place < inputs:
            _fail(f"{at}.input[{node}]: expected −1 or a position among {inputs} inputs, got {place!r:.40}")
        depth = depths.pop() if due else 0
        due = (due or 1) + (-1 if place == -1 else 1)
        if place != -1:
            depths += [depth + 1, depth + 1]
        if depth > _DEEPEST:
            _fail(f"{at}.input: expected trees of at most {_DEEPEST} splits on a way")
    if due:
        _fail(f"{at}.input: expected whole trees, got a last one that lacks {due} of its nodes")
    for split, route in enumerate(member["route"]):
        if route not in (0, 1, 2, 3):
            _fail(f"{at}.route[{split}]: expected 0, 1, 2 or 3, got {route!r:.40}")
        if route >= 2 and member["threshold"][split] not in range(len(member["sets"])):
            _fail(f"{at}.threshold[{split}]: expected a position among {len(member['sets'])} sets")
    if any(cover <= 0 for cover in member["cover"]):
        _fail(f"{at}.cover: expected numbers above 0")


def _check_axis(axis: Mapping[str, Any], type_: Optional[str], at: str, feature: str) -> int:
    if ("edges" in axis) == ("levels" in axis):
        _fail(f"{at}: expected edges or levels, got {'both' if 'edges' in axis else 'neither'}")
    _check_reading("levels" in axis, axis, type_, at, feature)
    return len(axis["edges"] if "edges" in axis else axis["levels"]) + 2


def _check_reading(
    as_levels: bool, spec: Mapping[str, Any], type_: Optional[str], at: str, feature: str
) -> None:
    """Whether levels, or else numbers, can be made of a field."""
    if type_ is None:
        _fail(f"{at}: expected a field of the schema, got “{feature}”")
    part = spec.get("part")
    parts = (
        (None,) if type_ != "date" else ("weekday", "month", "daypart", "hour") if as_levels else ("days",)
    )
    if part not in parts or (type_ != "date" and as_levels == (type_ == "number")):
        _fail(f"{at}: it cannot read the {type_} “{feature}”")


def _check_calibration(calibration: Mapping[str, Any]) -> None:
    method = calibration["method"]
    if method == "platt":
        _numbers([calibration["slope"], calibration["offset"]], "calibration")
    elif method == "isotonic":
        _numbers(calibration["z"], "calibration.z")
        _numbers(calibration["p"], "calibration.p")
        if not calibration["z"] or len(calibration["z"]) != len(calibration["p"]):
            _fail("calibration: expected as many z as p and at least one")
    elif method not in ("none", "identity"):
        _fail(f"calibration.method: expected none, platt, isotonic or identity, got “{method}”")


def _number_or_none(value: Any, at: str) -> None:
    if value is not None:
        _number(value, at)


def _number(value: Any, at: str) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        _fail(f"{at}: expected a finite number, got {value!r:.40}")


def _numbers(values: Sequence[Any], at: str) -> None:
    for i, value in enumerate(values):
        _number(value, f"{at}[{i}]")


def _fail(problem: str) -> None:
    raise ArtifactError(f"model artifact: {problem}")
