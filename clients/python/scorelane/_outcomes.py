"""Rows of outcomes and of scored leads as the API takes them."""

from __future__ import annotations

import datetime
from typing import Any, Dict, Iterable, Iterator, Mapping

from ._http import ApiError
from ._tables import plain

_UTC = datetime.timezone.utc
_LAST = datetime.time(23, 59, 59, 999000)


def events(rows: Any) -> Iterator[Dict[str, Any]]:
    """Events of a dict, of a list of dicts or of a DataFrame. A day alone stands for its end: what happened on the day that a
    lead was scored happened after its score."""
    return _objects([rows] if isinstance(rows, Mapping) else rows, "occurred_at", _LAST)


def scored(rows: Any) -> Iterator[Dict[str, Any]]:
    """The same of scored leads. A day alone stands for its beginning."""
    return _objects([rows] if isinstance(rows, Mapping) else rows, "scored_at", datetime.time())


def shift(error: ApiError, first: int) -> ApiError:
    """The error of a request as one of the whole call."""
    if first == 0:
        return error
    errors = [
        {**one, "index": one["index"] + first} if "index" in one else one
        for one in error.problem.get("errors", [])
    ]
    problem = {**error.problem, **({"errors": errors} if errors else {})}
    where = f"after {first:,} were sent: "
    return ApiError(error.status, problem, error.request_id, error.retry_after, where)


def _objects(rows: Any, time: str, clock: datetime.time) -> Iterator[Dict[str, Any]]:
    for row in _rows(rows):
        if not isinstance(row, Mapping):
            raise TypeError(f"expected a dict, a list of dicts or a DataFrame, got {type(row).__name__} in it")
        members = {str(name): value for name, value in row.items()}
        if time in members:
            members[time] = _instant(members[time], clock)
        found = {name: plain(value) for name, value in members.items()}
        if isinstance(found.get("reference"), int):
            found["reference"] = str(found["reference"])
        # What a table has no value of is left out, as JSON would leave it out.
        yield {name: value for name, value in found.items() if value is not None}


def _rows(rows: Any) -> Iterable[Any]:
    if hasattr(rows, "iloc") and hasattr(rows, "columns"):
        # Column by column: a row of a DataFrame makes one type of all its cells.
        columns = {name: rows.iloc[:, place].tolist() for place, name in enumerate(rows.columns)}
        return (dict(zip(columns, cells)) for cells in zip(*columns.values()))
    return rows


def _instant(value: Any, clock: datetime.time) -> Any:
    """A time as the wire has it: UTC, with a `Z`. One without an offset is taken for UTC; texts stay as they are."""
    if type(value).__name__ in ("NaTType", "NAType"):
        return None
    if isinstance(value, datetime.datetime):
        at = value.replace(tzinfo=_UTC) if value.tzinfo is None else value.astimezone(_UTC)
    elif isinstance(value, datetime.date):
        at = datetime.datetime.combine(value, clock, _UTC)
    else:
        return value
    return at.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
