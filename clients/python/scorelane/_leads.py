"""Leads and tables as columns of valid values, by the schema of a model."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from ._fields import Field, FieldError, Value
from ._words import describe, nearest_name, shorten


class Schema:
    """The fields of a lead, in order."""

    def __init__(self, schema: Mapping[str, Any]):
        self.fields = [Field(field, schema["missing_words"]) for field in schema["fields"]]
        self.names = [field.name for field in self.fields]

    def read_leads(
        self, leads: Sequence[Any], plain: Callable[[Any], Any]
    ) -> Tuple[List[List[Value]], List[FieldError]]:
        """Leads as `POST /predict` reads them, by column.

        :param plain: makes a value of plain Python of one of another library.
        """
        columns: List[List[Value]] = [[] for _ in self.fields]
        errors: List[FieldError] = []
        known = set(self.names)
        for row, lead in enumerate(leads):
            if not isinstance(lead, Mapping):
                errors.append(FieldError(row, "", f"expected a lead as a dict, got {describe(plain(lead))}"))
                continue
            for column, field in zip(columns, self.fields):
                value, message = field.check(plain(lead.get(field.name)))
                column.append(value)
                if message is not None:
                    errors.append(FieldError(row, field.name, message))
            for name in lead:
                if name not in known:
                    errors.append(FieldError(row, shorten(str(name), 100), self._describe_unknown(str(name))))
        return columns, errors

    def _describe_unknown(self, name: str) -> str:
        nearest = nearest_name(name, self.names)
        if nearest is not None:
            return f'unknown field; did you mean "{shorten(nearest, 100)}"?'
        more = f" and {len(self.names) - 20} more" if len(self.names) > 20 else ""
        return f"unknown field; the model's fields are {', '.join(shorten(n, 100) for n in self.names[:20])}{more}"

    def read_table(
        self, table: Mapping[str, Sequence[Any]], rows: int
    ) -> Tuple[List[List[Value]], List[FieldError], List[str]]:
        """Columns as `scorelane score` reads them, what does not fit, and warnings of fields without a column.

        :raises ValueError: a required field has no column, or no field has one
        """
        absent = [field for field in self.fields if field.name not in table and not field.unused]
        required = [field.name for field in absent if field.required]
        if required:
            raise ValueError(
                f"expected the {'column' if len(required) == 1 else 'columns'} {_quote(required)}, which the model"
                f" requires; the columns are: {', '.join(map(str, table))}"
            )
        if absent and not any(field.name in table and not field.unused for field in self.fields):
            raise ValueError(
                f"expected columns of the model ({_quote([field.name for field in absent])}), found none of them; the"
                f" columns are: {', '.join(map(str, table))}"
            )
        others = [str(name) for name in table if name not in self.names]
        notes = []
        for field in absent:
            nearest = nearest_name(field.name, others)
            hint = "" if nearest is None else f"; is it “{nearest}”?"
            notes.append(f"no column “{field.name}”: taken as missing in every row{hint}")
        columns: List[List[Value]] = []
        errors: List[FieldError] = []
        for field in self.fields:
            cells = table.get(field.name)
            if cells is None or field.unused:
                columns.append([None] * rows)
                continue
            columns.append(_read_column(field, cells, errors))
        errors.sort(key=lambda error: error.row)
        return columns, errors, notes


def _read_column(field: Field, cells: Sequence[Any], errors: List[FieldError]) -> List[Value]:
    known: Dict[Any, Tuple[Value, Optional[str]]] = {}
    column: List[Value] = []
    for row, cell in enumerate(cells):
        # True, 1 and 1.0 are one key of a dict.
        key = (cell.__class__, cell)
        try:
            found = known.get(key)
        except TypeError:
            found = field.read_cell(cell)
        else:
            if found is None:
                found = known[key] = field.read_cell(cell)
        value, message = found
        column.append(value)
        if message is not None:
            errors.append(FieldError(row, field.name, message))
    return column


def _quote(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
