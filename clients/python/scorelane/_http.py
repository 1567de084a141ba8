"""Requests with retries, on the standard library's urllib."""

from __future__ import annotations

import datetime
import email.utils
import http.client
import json
import random
import time
import urllib.error
import urllib.request
from typing import Any, Dict, Mapping, NamedTuple, Optional
from urllib.parse import quote, urlencode

#: The request was not accepted, and the same one may be accepted later.
_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
_FIRST_S, _LONGEST_S = 0.2, 10.0
#: A server that asks for more is answered by giving up, not by a program that seems to hang.
_LONGEST_RETRY_AFTER_S = 60.0


class ApiError(Exception):
    """The API answered with an error: `status`, `problem` (RFC 9457), `request_id`. The text names every invalid field."""

    def __init__(
        self,
        status: int,
        problem: Mapping[str, Any],
        request_id: Optional[str] = None,
        retry_after: Optional[float] = None,
        where: str = "",
    ):
        self.status = status
        #: Seconds that the API asks to wait.
        self.retry_after = retry_after
        self.problem = dict(problem)
        #: For the operator.
        self.request_id = request_id
        lines = [f"{where}{status} {problem.get('title', '')}: {problem.get('detail', '')}".rstrip(": ")]
        errors = problem.get("errors", [])
        for error in errors[:10]:
            place = f"lead {error['index']}, " if "index" in error else ""
            lines.append(f"  {place}{error.get('field', '')}: {error.get('message', '')}")
        total = problem.get("errors_total", len(errors))
        if total > 10:
            lines.append(f"  and {total - 10:,} more (see .problem)")
        super().__init__("\n".join(lines))


class ApiConnectionError(Exception):
    """The API could not be reached: no connection, or no answer in time, at every try."""


class WaitTimeoutError(Exception):
    """It is not final in the time given. It is not lost: ask for `id` again later."""

    def __init__(self, what: str, id: str, seconds: float):
        super().__init__(f"{what} {id} has no final state after {seconds:g} s; ask for it again later")
        self.id = id


class Answer(NamedTuple):
    body: Any
    #: Seconds that the API asks to wait; None: it does not.
    retry_after: Optional[float]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """urllib would send the key along to any other host."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Requester:
    """Sends requests, and again after a lost connection, 408, 425, 429 and 5xx, with exponential back-off and full jitter, never
    sooner than `Retry-After`."""

    def __init__(self, base_url: str, api_key: Optional[str], timeout: float, retries: int):
        if not base_url.startswith(("http://", "https://")):
            raise ValueError(f"expected the address of an API such as https://example.com, got {base_url!r}")
        self.base_url = base_url.rstrip("/")
        self.timeout = timeout
        self._api_key = api_key
        self._retries = retries
        self._opener = urllib.request.build_opener(_NoRedirects)

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Optional[Mapping[str, str]] = None,
        answer_too: Optional[int] = None,
    ) -> Answer:
        """
        :param answer_too: a status whose plain JSON is an answer, too
        :raises ApiError: the API answered with an error
        :raises ApiConnectionError: it did not answer
        """
        data = None if body is None else to_json(body)
        sent: Dict[str, str] = {
            "accept": "application/json",
            "user-agent": "scorelane-python",
            **(headers or {}),
        }
        if self._api_key is not None:
            sent["authorization"] = f"Bearer {self._api_key}"
        if data is not None:
            sent["content-type"] = "application/json"
        for attempt in range(self._retries + 1):
            retry_after = None
            try:
                return self._try_once(method, path, data, sent, answer_too)
            except ApiError as error:
                retry_after = error.retry_after
                # A lead that was stored in spite of the error must not be sent again.
                if (
                    error.status not in _RETRIED
                    or "prediction_id" in error.problem
                    or attempt == self._retries
                ):
                    raise
            except ApiConnectionError:
                if attempt == self._retries:
                    raise
            time.sleep(back_off(attempt, retry_after))
        raise AssertionError("unreachable")

    def _try_once(
        self,
        method: str,
        path: str,
        data: Optional[bytes],
        headers: Mapping[str, str],
        accepted: Optional[int],
    ) -> Answer:
        request = urllib.request.Request(
            self.base_url + path, data=data, headers=dict(headers), method=method
        )
        try:
            with self._opener.open(request, timeout=self.timeout) as response:
                text = response.read()
                retry_after = read_retry_after(response.headers.get("retry-after"))
        except urllib.error.HTTPError as error:
            with error:
                body = _read_body(error)
            if error.code == accepted and error.headers.get_content_type() == "application/json":
                return Answer(body, None)
            raise _make_error(error, body) from None
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", None) or error
            raise ApiConnectionError(f"{self.base_url} cannot be reached: {reason}") from error
        try:
            return Answer(json.loads(text) if text else None, retry_after)
        except ValueError:
            raise ApiConnectionError(
                f"{self.base_url}{path}: expected JSON, got {text[:60]!r}; is it the address of a Scorelane API?"
            ) from None


def _read_body(error: urllib.error.HTTPError) -> Any:
    """None: it is no JSON, such as a proxy's page."""
    try:
        return json.loads(error.read())
    except (ValueError, OSError, http.client.HTTPException):
        return None


def _make_error(error: urllib.error.HTTPError, body: Any) -> ApiError:
    problem = {"type": "about:blank", "title": error.reason, "status": error.code}
    if isinstance(body, dict):
        problem.update(body)
    if 300 <= error.code < 400:
        problem["detail"] = (
            f"it redirects to {error.headers.get('location')}; use that address, if you trust it with your key"
        )
    return ApiError(
        error.code,
        problem,
        error.headers.get("x-request-id"),
        read_retry_after(error.headers.get("retry-after")),
    )


def read_retry_after(text: Optional[str]) -> Optional[float]:
    """Seconds; None when there are none, or more than a minute (RFC 9110 §10.2.3)."""
    if text is None:
        return None
    if text.isdigit():
        seconds = float(text)
    else:
        try:
            at = email.utils.parsedate_to_datetime(text)
        except (TypeError, ValueError):
            return None
        if at.tzinfo is None:
            at = at.replace(tzinfo=datetime.timezone.utc)
        seconds = at.timestamp() - time.time()
    return None if seconds > _LONGEST_RETRY_AFTER_S else max(0.0, seconds)


def back_off(attempt: int, retry_after: Optional[float]) -> float:
    """Exponential back-off with full jitter (Brooker, AWS 2015), and never less than the server asked for."""
    ceiling = min(_LONGEST_S, _FIRST_S * 2**attempt)
    if retry_after is None:
        return random.random() * ceiling
    return retry_after + random.random() * min(ceiling, retry_after)


def to_json(value: Any) -> bytes:
    """ASCII, so that every character arrives as it is.

    :raises ValueError: it holds NaN or an infinity, which JSON does not have
    """
    return json.dumps(value, allow_nan=False, separators=(",", ":")).encode("ascii")


def segment(text: str) -> str:
    """A text as one segment of a path.

    :raises ValueError: it is empty or consists of dots, which name another place
    """
    if text in ("", ".", ".."):
        raise ValueError(f"expected an id, got {text!r}")
    return quote(text, safe="")


def with_query(path: str, **parameters: Any) -> str:
    given = {name: value for name, value in parameters.items() if value is not None}
    return f"{path}?{urlencode(given)}" if given else path
