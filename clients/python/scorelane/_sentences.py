"""What a reason and a warning say, word for word as the API says it."""

from __future__ import annotations

import math
import re
from typing import Any, Mapping

from ._words import SPACE, number_text, round_half_up, short_number, trim


def describe_change(effect: float, shift: float) -> str:
    """` raises the odds by 42 %`.

    :param effect: log-odds before calibration
    :param shift: log-odds of the published probability
    """
    if shift == 0:
        return (
            f" speaks {'for' if effect > 0 else 'against'} a conversion, but alone does not change the odds"
        )
    factor = math.exp(shift) if shift < 700 else math.inf
    if factor >= 10:
        return f" multiplies the odds by {round_half_up(factor) if factor < 1_000_000 else 'more than 1,000,000'}"
    if factor >= 2:
        return f" multiplies the odds by {round_half_up(10 * factor) / 10:.1f}"
    percent = round_half_up(abs(factor - 1) * 100)
    if shift > 0:
        return f" raises the odds by {percent or 'less than 1'} %"
    return f" lowers the odds by {'less than 1' if percent == 0 else 'more than 99' if percent == 100 else percent} %"


def describe_move(effect: float, moved: float) -> str:
    """` raises the probability by 4.2 percentage points`.

    :param effect: a part of the raw score, which is a probability
    :param moved: by how much the published probability is another with it
    """
    if moved == 0:
        return f" speaks {'for' if effect > 0 else 'against'} a conversion, but alone does not change the probability"
    tenths = round_half_up(1000 * abs(moved))
    points = number_text(tenths / 10) if tenths < 100 else str(round_half_up(100 * abs(moved)))
    shown = "less than 0.1" if tenths == 0 else points
    return f" {'raises' if moved > 0 else 'lowers'} the probability by {shown} percentage point{'' if shown == '1' else 's'}"


def describe_value(field: Mapping[str, Any], value: Any) -> str:
    """`Origin “paid search”`, `Visits 31`, `Budget (not given)`."""
    label = label_of(field)
    if value is None:
        return f"{label} (not given)"
    if isinstance(value, bool):
        return f"{label} “{'yes' if value else 'no'}”"
    if isinstance(value, str):
        return f"{label} “{value}”"
    unit = f" {field['unit']}" if field["type"] == "number" and "unit" in field else ""
    return f"{label} {short_number(value)}{unit}"


def label_of(field: Mapping[str, Any]) -> str:
    if "label" in field:
        return field["label"]
    words = trim(re.sub(f"[_{SPACE}]+", " ", field["name"]))
    return words[:1].upper() + words[1:]
