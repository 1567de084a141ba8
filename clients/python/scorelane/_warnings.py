"""How the values of a lead are unlike those of the training leads."""

from __future__ import annotations

import math
from typing import Any, Dict, Mapping, Optional, Tuple

from ._dates import day_number
from ._fields import Field, Value
from ._words import short_number, shorten


class Judge:
    """Compares the values of a field with those of the training leads."""

    def __init__(self, artifact: Mapping[str, Any], field: Field, counts_missing: bool):
        baseline = artifact["baseline"].get(field.name)
        self._field = field
        self._complete = baseline is not None and baseline["missing"] == 0
        self._counted = "" if counts_missing else ": counted as the average lead’s"
        self._low, self._high = _fences(field.spec)

    def warn(self, value: Value) -> Optional[Dict[str, str]]:
        field = self._field
        if value is None:
            message = f"not given, and every lead of the training data has it{self._counted}"
            return self._tell("missing", message) if self._complete else None
        if field.type == "category":
            if field.is_known_level(str(value)):
                return None
            shown = shorten(str(value), 60)
            return self._tell(
                "unseen_level", f"“{shown}” does not appear in the training data: scored as “other”"
            )
        if field.type == "boolean":
            return None
        is_date = field.type == "date"
        at = day_number(str(value)) if is_date else value
        if self._low <= at <= self._high:  # type: ignore[operator]
            return None
        shown = str(value)[:10] if is_date else short_number(float(value))
        known = " to ".join(x if is_date else short_number(x) for x in field.spec["range"])
        return self._tell("out_of_range", f"{shown} is far outside the training data ({known})")

    def _tell(self, code: str, message: str) -> Dict[str, str]:
        return {"field": self._field.name, "code": code, "message": message}


def _fences(field: Mapping[str, Any]) -> Tuple[float, float]:
    """Half a range on each side; time goes on, so dates may be a year earlier or five years later."""
    if field["type"] == "number":
        low, high = field["range"]
        margin = 0.5 * (high - low)
        return (max(0, low - margin) if low >= 0 else low - margin), high + margin
    if field["type"] == "date":
        first, last = (day_number(day) for day in field["range"])
        margin = 0.5 * (last - first)
        return first - max(margin, 366), last + max(margin, 5 * 366)
    return -math.inf, math.inf
