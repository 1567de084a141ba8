"""Dates as files write them, and what a model reads in them. A lead has them in ISO 8601, as they are written: no time zone is changed."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from typing import Any, Dict, List, Optional, Tuple

from ._numbers import parse_plain
from ._words import SPACE, number_text

_ISO_DATE = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_NUMBER_FORMS = ("yyyymmdd", "epoch_s", "epoch_ms", "excel")


class Impossible:
    """What a word is that has the form of a date, but names no day or no time."""


IMPOSSIBLE = Impossible()


def is_iso_date(text: str) -> bool:
    """A calendar date of ISO 8601 that exists, alone or with a time of day."""
    match = _ISO_DATE.fullmatch(text)
    return match is not None and _exists(*(int(part) for part in match.groups()))


def _exists(year: int, month: int, day: int) -> bool:
    # The calendar repeats after 400 years, and Python has no year 0.
    try:
        datetime.date(2000 + year % 400, month, day)
    except ValueError:
        return False
    return True


def parse_date(word: str, form: Optional[str] = None) -> Any:
    """The ISO 8601 date of a word, `IMPOSSIBLE`, or None where it is no date in this form nor in ISO 8601."""
    if len(word) >= 10 and word[4] == "-" and word[0] != "0" and is_iso_date(word):
        return f"{word[:10]}T{word[11:]}" if word[10:11] == " " else word
    if form in _NUMBER_FORMS:
        number = parse_plain(word)
        if number is not None:
            return _date_of_number(form, number)
    for found, iso in _readings(word):
        if found is None or found == form:
            return IMPOSSIBLE if iso is None else iso
    return IMPOSSIBLE if _is_zero_date(word) else None


def example_of(form: Optional[str]) -> str:
    """31 January 2026 in a form."""
    fixed = {None: "2026-01-31", "epoch_s": "1769850000", "epoch_ms": "1769850000000", "excel": "46053"}
    if form in fixed:
        return fixed[form]
    assert form is not None
    for part, shown in (("yyyy", "2026"), ("yy", "26"), ("dd", "31"), ("mmm", "Jan"), ("mm", "01")):
        form = form.replace(part, shown, 1)
    return form


def day_number(iso: str) -> int:
    """Whole days since 1970-01-01 of a date as it is written."""
    year, month, day = int(iso[:4]), int(iso[5:7]), int(iso[8:10])
    if year == 0:
        return datetime.date(400, month, day).toordinal() - 146_097 - _EPOCH
    return datetime.date(year, month, day).toordinal() - _EPOCH


_EPOCH = datetime.date(1970, 1, 1).toordinal()
_DAYPARTS = ("night", "morning", "afternoon", "evening")


def date_part(part: str, iso: str) -> Optional[str]:
    """The level that a calendar part of a date is: `weekday`, `month`, `hour` or `daypart`, which midnight does not have."""
    if part == "month":
        return iso[5:7]
    if part == "hour":
        return "00" if len(iso) < 13 else iso[11:13]
    if part == "weekday":
        return str((day_number(iso) + 3) % 7 + 1)
    clock = _clock_ms(iso)
    return None if clock == 0 else _DAYPARTS[clock // 3_600_000 // 6]


def _clock_ms(iso: str) -> int:
    if len(iso) < 16:
        return 0
    seconds = 0.0
    if iso[16:17] == ":":
        match = re.match(r"[0-9]+(?:\.[0-9]+)?", iso[17:])
        seconds = float(match.group()) if match else 0.0
    return int(iso[11:13]) * 3_600_000 + int(iso[14:16]) * 60_000 + math.floor(1000 * seconds + 1e-6)


_S = f"[{SPACE}]"
_TIME = rf"(?:(?:T|,?{_S}+(?:at{_S}+)?)([^{SPACE}].*))?"
_WEEKDAY = rf"(?:[^\W\d_]{{2,12}}[.,]?{_S}+)?"
_YEAR = r"([0-9]{4}|'?[0-9]{2})"
_ISO_LIKE = re.compile(rf"([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}}){_TIME}", re.I)
_NUMERIC = re.compile(rf"([0-9]{{1,4}})([/.-]) ?([0-9]{{1,2}})\2 ?([0-9]{{1,4}}){_TIME}", re.I)
_COMPACT = re.compile(rf"([0-9]{{4}})([0-9]{{2}})([0-9]{{2}})(?:([0-9]{{4}}|[0-9]{{6}})|{_TIME})", re.I)
_DAY_MONTH = re.compile(
    rf"{_WEEKDAY}([0-9]{{1,2}})(?:st|nd|rd|th|er|º)?[{SPACE}\-/.]*(?:de{_S}+|of{_S}+)?([^\W\d_]{{3,}})"
    rf"[{SPACE}\-/.,]*(?:del?{_S}+)?{_YEAR}{_TIME}",
    re.I,
)
_MONTH_DAY = re.compile(
    rf"{_WEEKDAY}([^\W\d_]{{3,}})[{SPACE}\-/.]*([0-9]{{1,2}})(?:st|nd|rd|th)?[{SPACE}\-/.,]+{_YEAR}{_TIME}",
    re.I,
)
_YEAR_MONTH = re.compile(
    rf"([0-9]{{4}})[{SPACE}\-/.]+([^\W\d_]{{3,}})[{SPACE}\-/.]+([0-9]{{1,2}}){_TIME}", re.I
)

#: Form, None for ISO 8601, and the date; no date: that day or time does not exist.
_Reading = Tuple[Optional[str], Optional[str]]
_Parts = Tuple[Optional[str], str, str, str]


def _readings(word: str) -> List[_Reading]:
    if len(word) > 80 or re.search("[0-9]", word) is None:
        return []
    match = _ISO_LIKE.fullmatch(word)
    if match:
        year, month, day, time = match.groups()
        return _with_time(time, [(None, year, month, day)])
    match = _NUMERIC.fullmatch(word)
    if match:
        return _read_numeric(*match.groups())
    match = _COMPACT.fullmatch(word)
    if match:
        year, month, day, clock, time = match.groups()
        return _with_time(clock if clock is not None else time, [("yyyymmdd", year, month, day)])
    return _read_named(word)


def _read_numeric(a: str, mark: str, b: str, c: str, time: Optional[str]) -> List[_Reading]:
    if len(a) == 4 and len(c) <= 2:
        form = f"yyyy{mark}mm{mark}dd"
        return _with_time(time, [(None if mark == "-" else form, a, b, c)])
    if len(a) > 2:
        return []
    day_first, month_first = f"dd{mark}mm{mark}", f"mm{mark}dd{mark}"
    if len(c) == 4:
        return _with_time(time, [(day_first + "yyyy", c, b, a), (month_first + "yyyy", c, a, b)])
    # 1.2.10 is a version.
    if len(c) > 2 or (mark == "." and len(a) + len(b) + len(c) < 6):
        return []
    found: List[_Parts] = []
    if len(c) == 2:
        found += [(day_first + "yy", c, b, a), (month_first + "yy", c, a, b)]
    if len(a) == 2:
        found.append((f"yy{mark}mm{mark}dd", a, b, c))
    return _with_time(time, found)


def _read_named(word: str) -> List[_Reading]:
    for pattern, order, places in (
        (_DAY_MONTH, "dd mmm yyyy", (3, 2, 1)),
        (_MONTH_DAY, "mmm dd yyyy", (3, 1, 2)),
        (_YEAR_MONTH, "yyyy mmm dd", (1, 2, 3)),
    ):
        match = pattern.fullmatch(word)
        if match is None:
            continue
        year, name, day = (match.group(place) for place in places)
        month = _month_of(name)
        digits = year.replace("'", "", 1)
        form = order.replace("yyyy", "yy") if len(digits) == 2 else order
        return [] if month is None else _with_time(match.group(4), [(form, digits, str(month), day)])
    return []


def _with_time(text: Optional[str], found: List[_Parts]) -> List[_Reading]:
    time: Any = "" if text is None else _parse_time(text)
    if time is None:
        return []
    readings: List[_Reading] = []
    for form, year, month, day in found:
        date = _iso_day(year, month, day)
        readings.append((form, None if date is None or time is IMPOSSIBLE else date + time))
    return readings


def _iso_day(year: str, month: str, day: str) -> Optional[str]:
    # POSIX: of two digits, 69 to 99 are 1969 to 1999.
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 69 else 1900)
    # Programs write no date as the first day of the year 1.
    if full < 1000 or not _exists(full, int(month), int(day)):
        return None
    return f"{full}-{int(month):02d}-{int(day):02d}"


_ZONE = rf"{_S}*(Z|UTC|GMT|(?:UTC|GMT)?[+-][0-9]{{1,2}}(?::?[0-9]{{2}})?)?(?:{_S}*\([^)]*\))?"
_CLOCK = re.compile(
    rf"([0-9]{{1,2}}):([0-9]{{2}})(?::([0-9]{{2}})(?:[.,]([0-9]{{1,9}}))?)?(?:{_S}*([ap])\.?{_S}?m\.?)?{_ZONE}",
    re.I,
)
_COMPACT_CLOCK = re.compile(
    rf"([0-9]{{2}})([0-9]{{2}})(?:([0-9]{{2}})(?:[.,]([0-9]{{1,9}}))?)?(){_ZONE}", re.I
)


def _parse_time(text: str) -> Any:
    """`T09:30`, `T21:05:00.250+02:00`; `IMPOSSIBLE`; None: it is no time."""
    match = _CLOCK.fullmatch(text) or _COMPACT_CLOCK.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds, fraction, half, zone = match.groups()
    hour = int(hours)
    if half:
        if not 1 <= hour <= 12:
            return IMPOSSIBLE
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    offset = "" if zone is None else _format_offset(zone)
    if hour > 23 or int(minutes) > 59 or int(seconds or 0) > 59 or offset is None:
        return IMPOSSIBLE
    start = f"T{hour:02d}:{minutes}"
    if seconds is None:
        return start + offset
    return f"{start}:{seconds}{'' if fraction is None else '.' + fraction}{offset}"


def _format_offset(zone: str) -> Optional[str]:
    match = re.search(r"([+-])([0-9]{1,2})(?::?([0-9]{2}))?\Z", zone)
    if match is None:
        return "Z"
    sign, hours, minutes = match.group(1), match.group(2), match.group(3) or "00"
    # No place on Earth is further from UTC.
    if int(hours) > 14 or int(minutes) > 59:
        return None
    return f"{sign}{hours.zfill(2)}:{minutes}"


def _date_of_number(form: str, value: float) -> Any:
    if form == "yyyymmdd":
        found = _readings(number_text(value))
        return found[0][1] if found and found[0][1] is not None else IMPOSSIBLE
    if form == "excel":
        return _date_of_serial(value)
    ms = 1000 * value if form == "epoch_s" else value
    # Of an epoch 0 is none, too: programs write it for “not known”.
    if ms == 0 or not _FIRST_INSTANT <= ms <= _LAST_INSTANT:
        return IMPOSSIBLE
    return _to_iso(math.floor(ms + 0.5)).replace(".000Z", "Z")


_FIRST_INSTANT = (datetime.date(1000, 1, 1).toordinal() - _EPOCH) * 86_400_000
_LAST_INSTANT = (datetime.date(9999, 12, 31).toordinal() - _EPOCH) * 86_400_000


def _date_of_serial(serial: float) -> Any:
    """Excel's 1900 date system, whose day 60 is 29 February 1900, which was not."""
    if not 1 <= serial < 2_958_466 or math.floor(serial) == 60:
        return IMPOSSIBLE
    day = math.floor(serial)
    seconds = math.floor((serial - day) * 86_400 + 0.5)
    first = datetime.date(1899, 12, 31 if day < 60 else 30).toordinal() - _EPOCH
    text = _to_iso(((first + day) * 86_400 + seconds) * 1000)
    return text[:10] if serial == day else text[:19]


def _to_iso(ms: int) -> str:
    at = datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=ms)
    return f"{at.year:04d}{at.strftime('-%m-%dT%H:%M:%S')}.{at.microsecond // 1000:03d}Z"


def _is_zero_date(word: str) -> bool:
    """`0000-00-00`, `0001-01-01`, `1/1/0001`: no date, as databases and programs write it."""
    return (
        re.fullmatch(rf"(?=.*0)[0{SPACE}:T./-]+", word, re.S) is not None
        or re.match(r"(0001([-/.]?)01\2?01|0?1([-/.])0?1\3(0001))(?![0-9])", word) is not None
    )


# Long names, January first: English, German, French, Spanish, Italian, Portuguese, Dutch.
_LONG_NAMES = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
)
_OTHER_NAMES = {"mrz": 3, "mrt": 3, "janner": 1, "jaenner": 1, "maerz": 3}


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c)[0] != "M")


def _list_months() -> Dict[str, int]:
    """Every beginning of three letters and more that one month alone has: `jui` is June and July in French."""
    months, shared = dict(_OTHER_NAMES), set()
    for names in _LONG_NAMES:
        for month, name in enumerate(names.split(), 1):
            plain = _without_accents(name)
            for length in range(3, len(plain) + 1):
                start = plain[:length]
                if months.setdefault(start, month) != month:
                    shared.add(start)
    return {name: month for name, month in months.items() if name not in shared}


_MONTHS = _list_months()


def _month_of(name: str) -> Optional[int]:
    return _MONTHS.get(_without_accents(name).lower())
