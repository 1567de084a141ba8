"""What may be scored: lists of leads, columns of cells, DataFrames. numpy and pandas are used where they are, never needed."""

from __future__ import annotations

import csv
import datetime
import os
import re
import sys
from decimal import Decimal
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Sequence, Union

from ._words import to_word

Leads = Union[Sequence[Mapping[str, Any]], Mapping[str, Sequence[Any]], Any]


class Given(NamedTuple):
    """Leads as they were given: one of `leads` and `table` is there."""

    rows: int
    leads: Optional[List[Any]]
    table: Optional[Dict[str, Sequence[Any]]]
    #: Of a DataFrame.
    index: Any = None


def take(X: Leads) -> Given:
    """Tells a list of leads from a table.

    :raises TypeError: it is neither
    """
    if hasattr(X, "iloc") and hasattr(X, "columns"):
        return _take_frame(X)
    if isinstance(X, Mapping):
        return _take_columns(X)
    if isinstance(X, (str, bytes)) or hasattr(X, "ndim") or not hasattr(X, "__iter__"):
        raise TypeError(
            "expected a DataFrame, a dict of columns or a list of dicts, whose names are those of the model's fields;"
            f" got {type(X).__name__}" + (". read_csv reads a file" if isinstance(X, str) else "")
        )
    leads = list(X)
    return Given(len(leads), leads, None)


def _take_frame(frame: Any) -> Given:
    table: Dict[str, Sequence[Any]] = {}
    for place, name in enumerate(frame.columns):
        # Of columns that have one name it is the first, as in files.
        table.setdefault(_clean(name), [plain(cell) for cell in frame.iloc[:, place].tolist()])
    return Given(len(frame), None, table, frame.index)


def _take_columns(columns: Mapping[str, Any]) -> Given:
    table: Dict[str, Sequence[Any]] = {}
    for name, cells in columns.items():
        if isinstance(cells, (str, bytes)) or not hasattr(cells, "__iter__"):
            raise TypeError(
                f"expected a list of cells in the column “{name}”, got {type(cells).__name__}; is it one lead? Then pass [lead]"
            )
        # numpy's tolist makes nanoseconds since 1970 of dates.
        is_listed = hasattr(cells, "tolist") and getattr(cells.dtype, "kind", "") != "M"
        table[_clean(name)] = [plain(cell) for cell in (cells.tolist() if is_listed else cells)]
    lengths = {len(cells) for cells in table.values()}
    if len(lengths) > 1:
        raise ValueError(f"expected columns of one length, got {', '.join(map(str, sorted(lengths)))}")
    return Given(lengths.pop() if lengths else 0, None, table)


def _clean(name: Any) -> str:
    return to_word(str(name))


def plain(value: Any) -> Any:
    """A value of numpy, pandas or the standard library as JSON would have it; NaN, NaT and NA are None."""
    if value is None or type(value) in (str, bool, int):
        return value
    # numpy's texts and numbers are subclasses of Python's.
    if isinstance(value, (str, int)):
        return str(value) if isinstance(value, str) else int(value)
    if isinstance(value, float):
        return None if value != value else float(value)
    if type(value).__name__ in ("NaTType", "NAType"):
        return None
    if isinstance(value, datetime.datetime):
        at_midnight = value.time() == datetime.time() and not getattr(value, "nanosecond", 0)
        return value.date().isoformat() if at_midnight and value.tzinfo is None else value.isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return None if value.is_nan() else float(value)
    if type(value).__name__ == "datetime64":
        return None if str(value) == "NaT" else re.sub(r"\.0+\Z", "", str(value))
    if hasattr(value, "dtype") and hasattr(value, "item") and getattr(value, "ndim", 0) == 0:
        return plain(value.item())
    return value


def numpy() -> Any:
    """numpy, or None where it is not installed."""
    try:
        import numpy as module
    except ImportError:
        return None
    return module


def pandas_of(index: Any) -> Any:
    """pandas, when a DataFrame was given, which has loaded it."""
    return None if index is None else sys.modules["pandas"]


def read_csv(path: Union[str, "os.PathLike[str]"], separator: Optional[str] = None) -> Dict[str, List[str]]:
    """A CSV file in UTF-8 as columns of texts, which `Model` reads as `scorelane score` reads cells.

    `pandas.read_csv(path, dtype=str, keep_default_na=False)` gives the same as a DataFrame. Files in other encodings, with
    titles above the header or in other formats are for `scorelane score`, which recognises them.

    :param separator: found in the first line unless given: the most frequent of `,` `;` tab `|`
    :raises ValueError: a row has more cells than the header
    """
    with open(path, encoding="utf-8-sig", newline="") as file:
        if separator is None:
            first = file.readline()
            separator = max(",;\t|", key=first.count)
            file.seek(0)
        rows = csv.reader(file, delimiter=separator)
        header = next(rows, [])
        columns: List[List[str]] = [[] for _ in header]
        for row in rows:
            if not row:
                continue
            if len(row) > len(header):
                raise ValueError(
                    f"{path}, line {rows.line_num}: expected {len(header)} cells, got {len(row)}"
                )
            for place, column in enumerate(columns):
                column.append(row[place] if place < len(row) else "")
    return {name: columns[header.index(name)] for name in header}
