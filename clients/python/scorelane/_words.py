"""Texts and numbers as Scorelane reads and writes them.

The reference is the TypeScript of the project, so what JavaScript calls a space or a number's text counts here, where Python has
another opinion (`str.strip`, `repr`).
"""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal
from typing import Any, Iterable, List, Optional

#: ECMAScript's white space and line ends, as a character class without brackets.
SPACE = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_TRIM = re.compile(f"^[{SPACE}]+|[{SPACE}]+\\Z")
_EDGES = re.compile(f"^[{SPACE}\u0085\u200b\u2060]+|[{SPACE}\u0085\u200b\u2060]+\\Z")
_SURROGATE = re.compile("[\ud800-\udfff]")


def trim(text: str) -> str:
    return _TRIM.sub("", text)


def to_word(text: str) -> str:
    """Without the space around it, in Unicode's composed form (NFC)."""
    if text.isascii():
        return trim(text)
    return unicodedata.normalize("NFC", _EDGES.sub("", text))


def fold_case(word: str) -> str:
    return unicodedata.normalize("NFC", word.upper().lower())


def to_utf8(text: str) -> bytes:
    """Half of a surrogate pair becomes U+FFFD, as in browsers and Node."""
    return _SURROGATE.sub("\ufffd", text).encode("utf-8")


def number_text(x: float) -> str:
    """A number as JavaScript and JSON write it: 5.0 is `5`, 1e21 is `1e+21`."""
    if math.isnan(x):
        return "NaN"
    if math.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    x = float(x)
    if x == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(x)).normalize().as_tuple()
    text = "".join(map(str, digits))
    point = len(text) + int(exponent)
    if 0 < point <= 21:
        shown = text + "0" * (point - len(text)) if point >= len(text) else f"{text[:point]}.{text[point:]}"
    elif -6 < point <= 0:
        shown = f"0.{'0' * -point}{text}"
    else:
        mantissa = text if len(text) == 1 else f"{text[0]}.{text[1:]}"
        shown = f"{mantissa}e{point - 1:+d}"
    return "-" + shown if sign else shown


def round_half_up(x: float) -> int:
    return math.floor(x + 0.5)


def short_number(x: float) -> str:
    """As a sentence has it: two decimals, four below 1, three digits of the very small."""
    if x == math.floor(x):
        return number_text(x)
    size = abs(x)
    if size < 0.01:
        return number_text(float(f"{x:.2e}"))
    if size < 1:
        return number_text(round_half_up(x * 1e4) / 1e4)
    hundredths = round_half_up(size * 100)
    whole, rest = divmod(hundredths, 100)
    decimals = "" if rest == 0 else number_text(rest / 100)[1:]
    return ("-" if x < 0 else "") + str(whole) + decimals


def shorten(word: str, most: int = 40) -> str:
    return word if len(word) <= most else f"{word[:most]}…"


def describe(value: Any) -> str:
    """A value in a few words, for a message."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "empty text" if value == "" else f'text "{shorten(value)}"'
    if isinstance(value, (int, float)):
        text = number_text(value) if abs(value) < 1e308 or isinstance(value, float) else "Infinity"
        return (
            f"the number {text}" if math.isfinite(float(text)) else f"{text}, or a number too large for JSON"
        )
    if isinstance(value, (list, tuple)):
        return "a list"
    return "an object"


def nearest_name(name: str, names: Iterable[str]) -> Optional[str]:
    """The name that was most likely meant: at most two edits (a third of its length) away, whatever its case and punctuation."""
    if len(name) > 100:
        return None
    meant = _plain(name)
    best, least = None, min(2, len(name) // 3) + 1
    for candidate in names:
        known = _plain(candidate)
        if abs(len(known) - len(meant)) >= least:
            continue
        distance = _edit_distance(meant, known)
        if distance < least:
            best, least = candidate, distance
    return best


def _plain(text: str) -> str:
    return "".join(c for c in text.lower() if unicodedata.category(c)[0] in "LN")


def _edit_distance(a: str, b: str) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment)."""
    before: List[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        following = [i]
        for j, y in enumerate(b, 1):
            cost = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        before, row = row, following
    return row[-1]
