"""Reads model artifacts (`model.json`) and refuses what this package cannot score."""

from __future__ import annotations

import hashlib
import json
import math
import os
from typing import Any, Dict, Mapping, Optional, Sequence, Tuple, Union

FORMAT = "scorelane-model/1"
_MOST_BYTES = 20_000_000
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
    if artifact["kind"] == "additive":
        _number(artifact["intercept"], "intercept")
        for i, term in enumerate(artifact["terms"]):
            _check_term(term, types, f"terms[{i}]")
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
        for step in term["steps"]:
            if step["op"] not in ("clip", "log1p", "yeo-johnson", "scale"):
                _fail(f"{at}.steps: unknown step “{step['op']}”")
            _numbers([x for name, x in step.items() if name != "op"], f"{at}.steps")
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
    elif method != "none":
        _fail(f"calibration.method: expected none, platt or isotonic, got “{method}”")


def _number(value: Any, at: str) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        _fail(f"{at}: expected a finite number, got {value!r:.40}")


def _numbers(values: Sequence[Any], at: str) -> None:
    for i, value in enumerate(values):
        _number(value, f"{at}[{i}]")


def _fail(problem: str) -> None:
    raise ArtifactError(f"model artifact: {problem}")
