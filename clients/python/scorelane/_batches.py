"""Any number of leads as requests that the API takes."""

from __future__ import annotations

from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence

from ._http import ApiError, to_json
from ._tables import plain, take

MOST_LEADS = 1000
#: The API takes 1 MB.
MOST_BYTES = 900_000


def to_lead(lead: Any) -> Dict[str, Any]:
    if not isinstance(lead, Mapping):
        raise TypeError(f"expected a lead as a dict, got {type(lead).__name__}; batch takes many")
    return {str(name): plain(value) for name, value in lead.items()}


def submissions(leads: Any, references: Optional[Iterable[Optional[str]]]) -> Iterator[Dict[str, Any]]:
    rows: Iterable[Any] = leads
    if isinstance(leads, Mapping) or hasattr(leads, "iloc"):
        table = take(leads).table or {}
        rows = (dict(zip(table, row)) for row in zip(*table.values()))
    if references is None:
        for lead in rows:
            yield _to_submission(lead)
        return
    names, place, missing = iter(references), 0, object()
    for place, lead in enumerate(rows, 1):
        reference: Any = next(names, missing)
        if reference is missing:
            raise ValueError(f"expected a reference per lead, got {place - 1:,} references and more leads")
        reference = plain(reference)
        yield {"lead": to_lead(lead), **({} if reference is None else {"reference": str(reference)})}
    if next(names, missing) is not missing:
        raise ValueError(f"expected a reference per lead, got more references than the {place:,} leads")


def _to_submission(lead: Any) -> Dict[str, Any]:
    """A lead's values are scalars: with a dict as `lead` it is in an envelope."""
    if isinstance(lead, Mapping) and isinstance(lead.get("lead"), Mapping):
        return {**lead, "lead": to_lead(lead["lead"])}
    return to_lead(lead)


def chunks(submissions: Iterable[Dict[str, Any]]) -> Iterator[List[Dict[str, Any]]]:
    chunk: List[Dict[str, Any]] = []
    size = 0
    for submission in submissions:
        more = len(to_json(submission)) + 1
        if chunk and (len(chunk) == MOST_LEADS or size + more > MOST_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(submission)
        size += more
    if chunk:
        yield chunk


def shift_places(error: ApiError, first: int, accepted: Sequence[str]) -> ApiError:
    """The error of a request as one of the whole call."""
    errors = [
        {**one, "index": one["index"] + first} if "index" in one else one
        for one in error.problem.get("errors", [])
    ]
    problem = {**error.problem, **({"errors": errors} if errors else {})}
    where = f"after {first:,} leads were accepted, as the batches {', '.join(accepted)}: " if accepted else ""
    return ApiError(error.status, problem, error.request_id, error.retry_after, where)
