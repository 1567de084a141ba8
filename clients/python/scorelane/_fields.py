"""What a field of a lead may be: the rules of the API for values, and those of `scorelane score` for the cells of a table."""

from __future__ import annotations

import hashlib
import math
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Sequence, Set, Tuple, Union

from ._dates import IMPOSSIBLE, example_of, is_iso_date, parse_date
from ._numbers import PLAIN_FORM, describe_form, parse_number
from ._words import describe, fold_case, number_text, shorten, to_utf8, to_word, trim

#: A value of a valid lead; None is missing, dates are ISO 8601 texts.
Value = Union[None, bool, float, str]

MAX_TEXT_LENGTH = 256
_TRUE, _FALSE = {"true", "yes", "t", "y"}, {"false", "no", "f", "n"}


class FieldError(NamedTuple):
    """One value that does not fit."""

    #: Of the lead among those given, from 0.
    row: int
    field: str
    message: str


class LeadError(ValueError):
    """Leads do not fit the model. `errors` names every row and field that is wrong."""

    def __init__(self, errors: Sequence[FieldError], rows: int):
        self.errors = list(errors)
        wrong = len({error.row for error in errors})
        shown = [f"  row {e.row}: {e.field + ': ' if e.field else ''}{e.message}" for e in self.errors[:10]]
        more = [f"  and {len(errors) - 10:,} more (see .errors)"] if len(errors) > 10 else []
        super().__init__("\n".join([f"{wrong:,} of {rows:,} leads do not fit the model:", *shown, *more]))


class HashedLevels:
    """What is kept by the hash of a level, found by the level: rare values are readable in no model."""

    def __init__(self, salt: str, by_hash: Mapping[str, Any]):
        self._salt, self._by_hash = salt, by_hash

    def get(self, level: str) -> Any:
        digest = hashlib.sha256(to_utf8(f"{self._salt}\n{level}")).hexdigest()
        return self._by_hash.get(digest[:16])


class Field:
    """A field of the schema, ready to read values."""

    def __init__(self, field: Mapping[str, Any], missing_words: Sequence[str]):
        self.name: str = field["name"]
        self.type: str = field["type"]
        self.required: bool = field["required"]
        self.unused: bool = field.get("unused", False)
        self.spec = field
        self.missing_words: Set[str] = set(field.get("missing_words", missing_words))
        self.levels: List[str] = field.get("levels", [])
        self._level_set = set(self.levels)
        self._rare: Optional[HashedLevels] = None
        if "rare_levels" in field:
            rare = field["rare_levels"]
            self._rare = HashedLevels(rare["salt"], dict.fromkeys(rare["hashes"], True))
        self._form = field.get("form", PLAIN_FORM if self.type == "number" else None)
        self._numbers_may_be_missing = self.type == "number" and any(
            parse_number(word, PLAIN_FORM) is not None for word in self.missing_words
        )
        self._exact: Dict[str, str] = {}
        self._by_case: Dict[str, str] = {}
        for level in self.levels:
            word = to_word(level)
            if word not in self._exact or word == level:
                self._exact[word] = level
            if field.get("merge_case"):
                self._by_case.setdefault(fold_case(word), level)

    def is_known_level(self, value: str) -> bool:
        return value in self._level_set or (self._rare is not None and self._rare.get(value) is True)

    def check(self, given: Any) -> Tuple[Value, Optional[str]]:
        """A value of a lead, as `POST /predict` reads it: what it becomes, and what is wrong with it."""
        if self.unused:
            return self._check_unused(given)
        if self.type == "category" and isinstance(given, str):
            if len(given) > MAX_TEXT_LENGTH and given not in self._level_set:
                return None, f"expected at most {MAX_TEXT_LENGTH} characters, got {len(given)}"
        value = self._read_text(given) if isinstance(given, str) else given
        message = self._complain(value, self.required)
        if message is None and self.type == "number" and value is not None:
            value = float(value)
        return value, message

    def read_cell(self, cell: Any) -> Tuple[Value, Optional[str]]:
        """A cell of a table, as `scorelane score` reads it: its text in the form that the training table had."""
        if self.unused:
            return None, None
        if self.type == "number" and is_number(cell):
            if self._numbers_may_be_missing and self._is_missing(number_text(cell)):
                return self.check(None)
            return self.check(float(cell) if abs(cell) < 2**1023 else math.inf)
        if cell is not None and not isinstance(cell, (str, bool, int, float)):
            return self.check(cell)
        word = to_word(_text_of(cell))
        value = self._parse_word(word)
        if value is not IMPOSSIBLE:
            return self.check(value)
        impossible = self.type == "date" and parse_date(word, self._form) is IMPOSSIBLE
        hint = ", a date that does not exist" if impossible else ""
        return None, f"expected {self._expected_word()}, got {describe(word)}{hint}"

    def _is_missing(self, word: str) -> bool:
        return word == "" or word.lower() in self.missing_words

    def _parse_word(self, word: str) -> Any:
        """The value that a word stands for; `IMPOSSIBLE` where it does not fit."""
        if self._is_missing(word):
            return None
        if self.type == "category":
            return self._level_of(word)
        if self.type == "date":
            date = parse_date(word, self._form)
            # A day that does not exist is missing, as it was in training.
            return (None if not self.required else date) if date is IMPOSSIBLE else _or_impossible(date)
        if self.type == "number":
            assert self._form is not None
            return _or_impossible(parse_number(word, self._form))
        return _or_impossible(_boolean_of(word))

    def _level_of(self, text: str) -> str:
        word = to_word(text)
        found = self._exact.get(word)
        if found is None and self._by_case:
            found = self._by_case.get(fold_case(word))
        return word if found is None else found

    def _read_text(self, text: str) -> Value:
        """A text as the field has it; one that is no word of the field stays as it is, for the message."""
        if self.type == "category":
            return text if text in self._level_set else self._level_of(text) or text
        if self.type != "boolean":
            return text
        word = trim(text)
        found = None if word.lower() in self.missing_words else _boolean_of(word)
        return text if found is None else found

    def _complain(self, value: Any, required: bool) -> Optional[str]:
        if value is None:
            return f"expected {self._expected()}; this field is required" if required else None
        if self.type == "number":
            fits = is_number(value) and abs(value) < 2**1024 and math.isfinite(value)
        elif self.type == "boolean":
            fits = isinstance(value, bool)
            if isinstance(value, str) and trim(value).lower() in self.missing_words:
                return _meant_missing(value)
        elif self.type == "date":
            fits = isinstance(value, str) and is_iso_date(value)
        else:
            fits = isinstance(value, str) and (value in self._level_set or to_word(value) != "")
            # As an unseen level it would silently be scored differently from training.
            if fits and value not in self._level_set and value.lower() in self.missing_words:
                return _meant_missing(value)
        if fits:
            return None
        hint = "" if self.required else "; send null when it is not known"
        return f"expected {self._expected()}, got {describe(value)}{hint}"

    def _check_unused(self, given: Any) -> Tuple[Value, Optional[str]]:
        if given is None:
            return None, f"expected {self._expected()}; this field is required" if self.required else None
        if not isinstance(given, (str, bool, int, float)):
            return None, (
                f"expected text, a number, true, false or null, got {describe(given)}; the model does not use this field,"
                " so that it can be left out"
            )
        if isinstance(given, str) and len(given) > MAX_TEXT_LENGTH:
            return None, None
        value = self._read_text(given) if isinstance(given, str) else given
        return (value if self._complain(value, False) is None else None), None

    def _expected(self) -> str:
        if self.type == "category":
            return f'text such as "{shorten(self.levels[0], 100)}"' if self.levels else "text"
        return {
            "number": "a number",
            "boolean": 'true or false, or a word for it such as "yes" or "no"',
            "date": 'an ISO 8601 date such as "2026-01-31"',
        }[self.type]

    def _expected_word(self) -> str:
        if self.type == "boolean":
            return "true or false, yes or no, t or f, y or n"
        if self.type == "date":
            kind = (
                "an ISO 8601 date" if self._form is None else f"a date in the form {self._form} or ISO 8601,"
            )
            return f"{kind} such as {example_of(self._form)}"
        assert self._form is not None
        example = f"1234{self._form['decimal']}5"
        if len(self._form) == 1:
            return f"a number such as {example} (no thousands sign, no leading zero)"
        plain = "" if self._form.get("percent") else f" or {example}"
        return f"a number such as {describe_form(self._form)}{plain}, as in the training table"


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _or_impossible(value: Any) -> Any:
    return IMPOSSIBLE if value is None else value


def _boolean_of(word: str) -> Optional[bool]:
    lower = word.lower()
    return True if lower in _TRUE else False if lower in _FALSE else None


def _text_of(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else number_text(value)


def _meant_missing(text: str) -> str:
    return f'the text "{text}" meant "missing" in the training data; send null instead'
