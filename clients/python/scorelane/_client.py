"""The client of the API."""

from __future__ import annotations

import random
import re
import time
import uuid
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple
from urllib.parse import quote

from . import _outcomes
from ._batches import chunks, shift_places, submissions, to_lead
from ._http import ApiError, Requester, WaitTimeoutError, segment, with_query

Lead = Mapping[str, Any]

#: The longest that the API holds a request back, and what is left of a try's time for the way there and back.
_MOST_HELD_S, _WAY_S = 20, 5
_FIRST_POLL_S, _LEAST_POLL_S, _POLL_S = 0.05, 0.05, 1.0
_PAGE = 500


class Client:
    """Calls a Scorelane API. Answers are dicts as the API sends them (`docs/reference/http.md`).

    >>> client = Client("http://127.0.0.1:3000")                       # doctest: +SKIP
    >>> client.predict({"source": "referral", "visits": 9})["prediction"]["grade"]   # doctest: +SKIP
    'A'

    Every request is sent again after a lost connection, 408, 425, 429 and 5xx answers, never sooner than `Retry-After`. What
    submits carries an `Idempotency-Key`, so a lead is accepted once. Errors: `ApiError` (the API refused), `ApiConnectionError`
    (it did not answer), `WaitTimeoutError` (not final in time).

    :param base_url: where the API answers
    :param api_key: sent as `Authorization: Bearer`
    :param timeout: seconds that one try may take
    :param retries: how often a request is sent again
    """

    def __init__(
        self, base_url: str, api_key: Optional[str] = None, *, timeout: float = 30.0, retries: int = 4
    ):
        self._requester = Requester(base_url, api_key, timeout, retries)

    def submit(
        self,
        lead: Lead,
        *,
        reference: Optional[str] = None,
        metadata: Optional[Mapping[str, str]] = None,
        model: Optional[str] = None,
        webhook: Optional[str] = None,
        expires_after: Optional[int] = None,
        unknown: Optional[str] = None,
        idempotency_key: Optional[str] = None,
    ) -> Dict[str, Any]:
        """Accepts a lead: a prediction, `queued`. Its `prediction_id` asks for the result.

        :param reference: your own id of the lead
        :param metadata: short texts that come back with the result
        :param model: `leads`, `leads@v3`, `leads@challenger`; the service's default model unless given
        :param webhook: an https address that is called when the prediction is final
        :param expires_after: seconds; a lead that is not scored by then fails with the code `expired`
        :param unknown: `ignore`: fields that the model does not have are left out, not refused
        :param idempotency_key: the same key with the same lead is accepted once; a random one unless given
        """
        return self._send(
            lead, None, reference, metadata, model, webhook, expires_after, unknown, idempotency_key
        )

    def predict(
        self,
        lead: Lead,
        *,
        reference: Optional[str] = None,
        metadata: Optional[Mapping[str, str]] = None,
        model: Optional[str] = None,
        unknown: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: float = 60.0,
    ) -> Dict[str, Any]:
        """Has a lead scored in one request, else waits for the result: a final prediction.

        :param timeout: seconds to wait in all
        :raises WaitTimeoutError: its `id` stays good
        """
        start = time.monotonic()
        answer = self._send(lead, "wait", reference, metadata, model, None, None, unknown, idempotency_key)
        if _is_final(answer):
            return answer
        return self.wait(answer["prediction_id"], timeout=max(0.0, timeout - (time.monotonic() - start)))

    def _send(
        self,
        lead: Lead,
        prefer: Optional[str],
        reference: Optional[str],
        metadata: Optional[Mapping[str, str]],
        model: Optional[str],
        webhook: Optional[str],
        expires_after: Optional[int],
        unknown: Optional[str],
        idempotency_key: Optional[str],
    ) -> Dict[str, Any]:
        body: Any = to_lead(lead)
        if reference is not None or metadata is not None:
            body = {"lead": body}
            if reference is not None:
                body["reference"] = reference
            if metadata is not None:
                body["metadata"] = dict(metadata)
        headers = {"idempotency-key": idempotency_key or str(uuid.uuid4())}
        if prefer is not None:
            headers["prefer"] = prefer
        if expires_after is not None:
            headers["scorelane-expires-after"] = str(expires_after)
        path = with_query("/predict", model=model, webhook=webhook, unknown=unknown)
        try:
            return self._requester.call("POST", path, body, headers).body
        except ApiError as error:
            # Stored but not queued yet: the id is good, and the service completes it.
            if "prediction_id" not in error.problem:
                raise
            return self.get(error.problem["prediction_id"])

    def get(self, prediction_id: str, *, wait: Optional[int] = None) -> Dict[str, Any]:
        """The state of a prediction now, or within `wait` seconds (1 to 20) as soon as it is final."""
        return self._requester.call("GET", with_query(_prediction(prediction_id), wait=wait)).body

    def wait(self, prediction_id: str, *, timeout: float = 60.0) -> Dict[str, Any]:
        """Waits until a prediction is final: the API holds its answer back until then.

        :raises WaitTimeoutError: it is not final in `timeout` seconds
        """
        return self._poll("prediction", prediction_id, _prediction(prediction_id), {}, _is_final, timeout)

    def cancel(self, prediction_id: str) -> Dict[str, Any]:
        """Cancels a prediction that is not final yet.

        :raises ApiError: 409, it is final; 403, another key submitted it
        """
        return self._requester.call("POST", _prediction(prediction_id) + "/cancel").body

    def erase(self, prediction_id: str) -> None:
        """Erases a prediction, its lead and everything that was made of it, for good; needs the scope `admin`."""
        self._requester.call("DELETE", _prediction(prediction_id))

    def batch(
        self,
        leads: Any,
        *,
        references: Optional[Iterable[Optional[str]]] = None,
        model: Optional[str] = None,
        lenient: bool = False,
        unknown: Optional[str] = None,
        idempotency_key: Optional[str] = None,
        timeout: float = 600.0,
    ) -> List[Dict[str, Any]]:
        """Scores any number of leads, in requests of at most 1,000: a result per lead, in their order.

        A result has `index`, the lead's place from 0, and is a prediction (`succeeded`, `failed`, `canceled`), or `rejected`
        with an `error` (lenient only), or `erased`.

        :param leads: dicts (an iterable, read once), or a DataFrame with numbers, texts, booleans and dates as the API takes them;
            `model.leads(df)` makes them of a table that is written otherwise
        :param references: your own id per lead
        :param lenient: accept the good leads beside bad ones; else one bad lead refuses its request
        :param idempotency_key: of the whole call: calling again with the same leads submits none twice; a random one unless given
        :param timeout: seconds to wait for each request's leads
        :raises ApiError: a lead is wrong; `problem["errors"]` names its place among all leads. The message says which leads were
            accepted before it
        """
        key = idempotency_key or str(uuid.uuid4())
        accepted: List[Tuple[str, int]] = []
        first = 0
        for number, chunk in enumerate(chunks(submissions(leads, references))):
            headers = {"idempotency-key": f"{key}-{number}"}
            if lenient:
                headers["prefer"] = "handling=lenient"
            path = with_query("/predict_batch", model=model, unknown=unknown)
            try:
                body = self._requester.call("POST", path, chunk, headers).body
            except ApiError as error:
                if "batch_id" not in error.problem:
                    raise shift_places(error, first, [batch for batch, _ in accepted]) from None
                body = error.problem
            accepted.append((body["batch_id"], first))
            first += len(chunk)
        results: List[Dict[str, Any]] = []
        for batch_id, offset in accepted:
            for result in self.wait_batch(batch_id, timeout=timeout):
                results.append({**result, "index": result["index"] + offset})
        return results

    def wait_batch(self, batch_id: str, *, timeout: float = 600.0) -> List[Dict[str, Any]]:
        """Waits until no lead of a batch is queued, then reads all results, in the order of the leads.

        :raises WaitTimeoutError: it is not done in `timeout` seconds
        """
        path = f"/predict_batch/{segment(batch_id)}"
        self._poll(
            "batch",
            batch_id,
            path,
            {"cursor": "0", "limit": 1},
            lambda body: body["status"] == "done",
            timeout,
        )
        results: List[Dict[str, Any]] = []
        cursor: Optional[str] = "0"
        while cursor is not None:
            page = self._requester.call("GET", with_query(path, cursor=cursor, limit=_PAGE)).body
            results.extend(page["results"])
            cursor = page["next_cursor"]
        return results

    def lead(self, reference: str, *, model: Optional[str] = None) -> Dict[str, Any]:
        """The latest score of a lead by your own id, its trend, and why it changed; needs the scope `operate`."""
        return self._requester.call("GET", with_query(_lead(reference), model=model)).body

    def explain_change(
        self,
        reference: str,
        *,
        start: Optional[str] = None,
        end: Optional[str] = None,
        model: Optional[str] = None,
    ) -> Optional[Dict[str, Any]]:
        """Why a lead's score changed, by feature, exactly; None: there are no two predictions to compare.

        :param start: id of the earlier prediction, the one before the latest unless given
        :param end: id of the later one
        :raises ValueError: the change cannot be worked out, because a version of the model cannot be read
        """
        path = with_query(_lead(reference), **{"from": start, "to": end, "model": model})
        state = self._requester.call("GET", path).body
        if "change_unavailable" in state:
            raise ValueError(state["change_unavailable"])
        return state["change"]

    def erase_lead(self, reference: str) -> Dict[str, Any]:
        """Erases every prediction of a lead, for good; needs the scope `admin`. `erased` counts all of them."""
        erased = 0
        while True:
            body = self._requester.call("DELETE", _lead(reference)).body
            erased += body["erased"]
            # One that erased nothing would erase nothing the next time.
            if body.get("complete") is not False or body["erased"] == 0:
                return {**body, "erased": erased}

    def predictions(
        self,
        *,
        reference: Optional[str] = None,
        model: Optional[str] = None,
        status: Optional[str] = None,
        grade: Optional[str] = None,
        order: Optional[str] = None,
        day: Optional[str] = None,
    ) -> Iterator[Dict[str, Any]]:
        """What was predicted, with the leads, the newest first, read page by page; needs the scope `operate`.

        :param order: `newest`, or `score` of one `day` (`2026-01-31`)
        """
        query = {
            "reference": reference,
            "model": model,
            "status": status,
            "grade": grade,
            "order": order,
            "day": day,
        }
        cursor = None
        while True:
            page = self._requester.call(
                "GET", with_query("/predictions", **query, cursor=cursor, limit=200)
            ).body
            yield from page["predictions"]
            cursor = page.get("next_cursor")
            if cursor is None:
                return

    def record_outcomes(self, outcomes: Any) -> Dict[str, int]:
        """Records what became of leads, any number of them, in requests of at most 1,000; needs the scope `operate`.

        Safe to repeat: an event that is known changes nothing, and the order does not matter.

        >>> client.record_outcomes({"reference": "00Q5", "outcome": "converted",     # doctest: +SKIP
        ...                         "occurred_at": datetime(2026, 11, 30, 10, 0), "value": 1200})
        {'recorded': 1, 'repeated': 0, 'never_scored': 0}

        :param outcomes: a dict, an iterable of dicts or a DataFrame with `reference` or `prediction_id`, `outcome` (`converted`,
            `lost`, `open`, `contacted`), `occurred_at`, and `value` of conversions. A datetime without an offset is taken for UTC,
            a date for the end of its day
        :raises ApiError: an event is wrong; `problem["errors"]` names its place among all. Nothing of its request is recorded;
            the events of the requests before it are
        """
        counts = {"recorded": 0, "repeated": 0, "never_scored": 0}
        return self._send_parts("/outcomes", _outcomes.events(outcomes), lambda part: part, counts)

    def add_scored_leads(self, leads: Any, *, model: Optional[str] = None) -> Dict[str, int]:
        """Adds leads that another system scored, to be measured with their outcomes; needs the scope `operate`. Safe to repeat.

        :param leads: a dict, an iterable of dicts or a DataFrame with `reference`, `scored_at`, `probability`, and `version` (such
            as `v3`), `score`, `grade` where they are known. A datetime without an offset is taken for UTC, a date for the beginning
            of its day
        :param model: its name; the default model unless given
        :raises ApiError: as `record_outcomes`
        """

        def body(part: List[Dict[str, Any]]) -> Dict[str, Any]:
            return {**({} if model is None else {"model": model}), "leads": part}

        return self._send_parts(
            "/scored_leads", _outcomes.scored(leads), body, {"kept": 0, "not_first": 0}
        )

    def performance(
        self,
        model: str,
        *,
        version: Optional[str] = None,
        start: Optional[str] = None,
        end: Optional[str] = None,
    ) -> Dict[str, Any]:
        """What the scores of a model were worth, as far as outcomes are known; needs the scope `operate`.

        :param version: such as `v3`; all versions unless given, each lead by the first that scored it
        :param start: leads that were scored from then on, such as `2026-01-31`
        :param end: and up to then
        """
        path = f"/models/{segment(model)}/performance"
        query = {"version": version, "from": start, "to": end}
        return self._requester.call("GET", with_query(path, **query)).body

    def _send_parts(
        self, path: str, rows: Iterator[Dict[str, Any]], to_body: Any, counts: Mapping[str, int]
    ) -> Dict[str, int]:
        total = dict(counts)
        first = 0
        for part in chunks(rows):
            try:
                body = self._requester.call("POST", path, to_body(part)).body
            except ApiError as error:
                raise _outcomes.shift(error, first) from None
            for name in total:
                total[name] += body[name]
            first += len(part)
        return total

    def schema(self, *, model: Optional[str] = None) -> Dict[str, Any]:
        """The JSON Schema of a lead, and the version of the model that it belongs to."""
        return self._requester.call("GET", with_query("/schema", model=model)).body

    def health(self) -> Dict[str, Any]:
        """Whether the service is well, with its checks; also when it is not."""
        return self._requester.call("GET", "/health", answer_too=503).body

    def _poll(
        self, what: str, id: str, path: str, query: Mapping[str, Any], is_done: Any, timeout: float
    ) -> Dict[str, Any]:
        """Asks until it is done; while the API holds its answers back there is no pause between them."""
        deadline = time.monotonic() + timeout
        held: Optional[bool] = True
        asked = 0
        while True:
            left = deadline - time.monotonic()
            wait = int(min(_MOST_HELD_S, self._requester.timeout - _WAY_S, left))
            start = time.monotonic()
            try:
                answer = self._requester.call(
                    "GET", with_query(path, **query, wait=wait if held and wait >= 1 else None)
                )
            except ApiError as error:
                # An API of an earlier release does not know the parameter.
                if error.status != 400 or not held:
                    raise
                held = False
                continue
            if is_done(answer.body):
                return answer.body
            now = time.monotonic()
            asks = max(_LEAST_POLL_S, _POLL_S if answer.retry_after is None else answer.retry_after)
            pause = 0.0 if now - start >= 0.9 else min(_FIRST_POLL_S * 2**asked, asks)
            asked += 1
            pause *= 1 + 0.2 * random.random()
            if now + pause >= deadline:
                raise WaitTimeoutError(what, id, timeout)
            time.sleep(pause)


def _is_final(prediction: Mapping[str, Any]) -> bool:
    return prediction["status"] != "queued"


def _prediction(prediction_id: str) -> str:
    return f"/predict/{segment(prediction_id)}"


def _lead(reference: str) -> str:
    """API Gateway decodes a path once on its way: what would not survive that is encoded twice, as the API's own links do."""
    if reference == "":
        raise ValueError("expected a reference of 1 to 128 characters, got none")
    once = quote(reference, safe="!'()*")
    if reference in (".", ".."):
        once = once.replace(".", "%2E")
    twice = reference in (".", "..") or re.search(r"[%/?\\]", reference) is not None
    return f"/leads/{quote(once, safe='') if twice else once}"
