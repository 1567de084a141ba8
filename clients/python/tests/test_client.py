"""The client against an API that fails, refuses and keeps one waiting."""

import datetime
import unittest
from unittest import mock

from scorelane import ApiConnectionError, ApiError, Client, WaitTimeoutError
from scorelane._http import back_off, read_retry_after

from .fake_api import FakeApi

QUEUED = {"prediction_id": "p1", "status": "queued", "prediction": None}
DONE = {"prediction_id": "p1", "status": "succeeded", "prediction": {"probability": 0.5}}
LEAD = {"source": "web", "visits": 3}


class ClientTest(unittest.TestCase):
    def setUp(self):
        # The pauses are what is asked for, not how long they take.
        sleep = mock.patch("time.sleep")
        self.sleep = sleep.start()
        self.addCleanup(sleep.stop)

    def test_a_lead_is_sent_again_after_503_with_the_same_key_and_not_before_retry_after(self):
        with FakeApi((503, {"title": "busy"}, {"retry-after": "2"}), None, (200, DONE, {})) as api:
            self.assertEqual(DONE, Client(api.url, "sl_key").predict(LEAD))
        self.assertEqual(3, len(api.requests))
        self.assertEqual(1, len({request["headers"]["idempotency-key"] for request in api.requests}))
        self.assertEqual({"Bearer sl_key"}, {request["headers"]["authorization"] for request in api.requests})
        self.assertEqual("wait", api.requests[0]["headers"]["prefer"])
        self.assertGreaterEqual(self.sleep.call_args_list[0].args[0], 2)

    def test_it_gives_up_after_so_many_tries(self):
        with FakeApi(*[(502, b"<html>", {"content-type": "text/html"})] * 3) as api:
            with self.assertRaisesRegex(ApiError, "502 Bad Gateway"):
                Client(api.url, retries=2).health()
        with self.assertRaisesRegex(ApiConnectionError, "cannot be reached"):
            Client(api.url, retries=1).submit(LEAD)

    def test_what_is_refused_is_not_sent_again_and_names_every_field(self):
        errors = [
            {"field": "visits", "message": "expected a number"},
            {"field": "sorce", "message": "unknown field"},
        ]
        problem = {"title": "Invalid lead", "detail": "2 fields", "errors": errors}
        with FakeApi((422, problem, {"x-request-id": "r7"})) as api:
            with self.assertRaises(ApiError) as caught:
                Client(api.url).submit(LEAD)
        self.assertEqual(
            "422 Invalid lead: 2 fields\n  visits: expected a number\n  sorce: unknown field",
            str(caught.exception),
        )
        self.assertEqual(
            (422, "r7", errors),
            (caught.exception.status, caught.exception.request_id, caught.exception.problem["errors"]),
        )

    def test_a_lead_that_was_stored_in_spite_of_an_error_is_asked_for(self):
        with FakeApi((503, {"title": "t", "prediction_id": "p1"}, {}), (200, QUEUED, {})) as api:
            self.assertEqual(QUEUED, Client(api.url).submit(LEAD))
        self.assertEqual(["/predict", "/predict/p1"], [request["path"] for request in api.requests])

    def test_references_metadata_and_options_go_along(self):
        with FakeApi((202, QUEUED, {})) as api:
            Client(api.url + "/").submit(
                {**LEAD, "day": datetime.date(2026, 1, 31), "gone": float("nan")},
                reference="00Q5",
                metadata={"campaign": "ärz\ufffd"},
                model="leads@v3",
                expires_after=60,
                unknown="ignore",
                idempotency_key="mine",
            )
        (request,) = api.requests
        self.assertEqual("/predict?model=leads%40v3&unknown=ignore", request["path"])
        self.assertEqual(
            {
                "lead": {**LEAD, "day": "2026-01-31", "gone": None},
                "reference": "00Q5",
                "metadata": {"campaign": "ärz\ufffd"},
            },
            request["body"],
        )
        # Written as it is, U+FFFD cannot be told from bytes that are not UTF-8.
        self.assertIn(b"\\ufffd", request["text"])
        self.assertEqual(
            ("mine", "60"),
            (request["headers"]["idempotency-key"], request["headers"]["scorelane-expires-after"]),
        )

    def test_the_key_does_not_follow_a_redirect(self):
        with FakeApi((302, {}, {"location": "http://elsewhere.example/"})) as api:
            with self.assertRaisesRegex(ApiError, "redirects to http://elsewhere.example/"):
                Client(api.url, "sl_key").get("p1")

    def test_waiting_asks_the_api_to_hold_its_answer_and_goes_without_where_it_cannot(self):
        with FakeApi(
            (400, {"title": "unknown parameter"}, {}), (200, QUEUED, {"retry-after": "1"}), (200, DONE, {})
        ) as api:
            self.assertEqual(DONE, Client(api.url).wait("p1"))
        self.assertEqual(
            ["/predict/p1?wait=20", "/predict/p1", "/predict/p1"], [one["path"] for one in api.requests]
        )

    def test_waiting_ends(self):
        with FakeApi((200, QUEUED, {})) as api:
            with self.assertRaisesRegex(
                WaitTimeoutError, "prediction p1 has no final state after 0.01 s"
            ) as caught:
                Client(api.url).wait("p1", timeout=0.01)
        self.assertEqual("p1", caught.exception.id)

    def test_a_batch_of_any_size_is_cut_and_its_results_are_in_order(self):
        def accept(request):
            accept.count += 1
            return 202, {"batch_id": f"b{accept.count}"}, {}

        accept.count = 0
        done = {"status": "done", "results": [], "next_cursor": None}

        def page(indices, cursor):
            results = [{"index": i, "status": "succeeded"} for i in indices]
            return 200, {"status": "done", "results": results, "next_cursor": cursor}, {}

        answers = [
            accept,
            accept,
            accept,
            (200, done, {}),
            page(range(500), "500"),
            page(range(500, 1000), None),
        ]
        answers += [(200, done, {}), page(range(1000), None), (200, done, {}), page(range(3), None)]
        with FakeApi(*answers) as api:
            results = Client(api.url).batch(
                ({"visits": i} for i in range(2003)), lenient=True, idempotency_key="k"
            )
        self.assertEqual(list(range(2003)), [result["index"] for result in results])
        sent = [request for request in api.requests if request["method"] == "POST"]
        self.assertEqual([1000, 1000, 3], [len(request["body"]) for request in sent])
        self.assertEqual(["k-0", "k-1", "k-2"], [request["headers"]["idempotency-key"] for request in sent])
        self.assertEqual({"handling=lenient"}, {request["headers"]["prefer"] for request in sent})
        self.assertEqual({"visits": 1000}, sent[1]["body"][0])

    def test_large_leads_make_small_requests(self):
        done = (200, {"status": "done", "results": [], "next_cursor": None}, {})
        with FakeApi(
            (202, {"batch_id": "b1"}, {}), (202, {"batch_id": "b2"}, {}), done, done, done, done
        ) as api:
            Client(api.url).batch([{"text": "é" * 250, "n": i} for i in range(1000)])
        sent = [len(request["text"]) for request in api.requests if request["method"] == "POST"]
        self.assertEqual(2, len(sent))
        self.assertLess(max(sent), 1_000_000)

    def test_a_wrong_lead_is_named_by_its_place_among_all(self):
        problem = {
            "title": "Invalid leads",
            "errors": [{"index": 2, "field": "visits", "message": "expected a number"}],
        }
        with FakeApi((202, {"batch_id": "b1"}, {}), (422, problem, {})) as api:
            with self.assertRaises(ApiError) as caught:
                Client(api.url).batch([{"visits": i} for i in range(1005)])
        self.assertEqual(1002, caught.exception.problem["errors"][0]["index"])
        self.assertIn("after 1,000 leads were accepted, as the batches b1", str(caught.exception))
        self.assertIn("lead 1002, visits: expected a number", str(caught.exception))

    def test_references_of_a_batch_are_one_per_lead(self):
        done = (200, {"status": "done", "results": [], "next_cursor": None}, {})
        with FakeApi((202, {"batch_id": "b1"}, {}), done, done) as api:
            Client(api.url).batch({"visits": [1, 2]}, references=["a", None])
        self.assertEqual(
            [{"lead": {"visits": 1}, "reference": "a"}, {"lead": {"visits": 2}}], api.requests[0]["body"]
        )
        for references in (["a"], ["a", "b", "c"]):
            with self.assertRaisesRegex(ValueError, "expected a reference per lead"):
                Client(api.url).batch([LEAD, LEAD], references=references)

    def test_lists_are_read_page_by_page(self):
        pages = [
            (200, {"predictions": [1, 2], "next_cursor": "c"}, {}),
            (200, {"predictions": [3], "next_cursor": None}, {}),
        ]
        with FakeApi(*pages) as api:
            self.assertEqual([1, 2, 3], list(Client(api.url).predictions(grade="A")))
        self.assertEqual("/predictions?grade=A&cursor=c&limit=200", api.requests[1]["path"])

    def test_any_text_is_a_good_reference(self):
        paths = {
            "00Q5": "/leads/00Q5",
            "a/b": "/leads/a%252Fb",
            ".": "/leads/%252E",
            "ä b": "/leads/%C3%A4%20b",
        }
        state = {"change": None}
        with FakeApi(*[(200, state, {})] * len(paths)) as api:
            for reference in paths:
                self.assertIsNone(Client(api.url).explain_change(reference))
        self.assertEqual(list(paths.values()), [request["path"] for request in api.requests])
        with self.assertRaises(ValueError):
            Client(api.url).get("..")

    def test_a_lead_is_erased_until_nothing_remains(self):
        answers = [(200, {"erased": 2, "complete": False}, {}), (200, {"erased": 1, "complete": True}, {})]
        with FakeApi(*answers) as api:
            self.assertEqual({"erased": 3, "complete": True}, Client(api.url).erase_lead("a"))

    def test_health_that_is_bad_is_an_answer(self):
        with FakeApi((503, {"status": "down", "checks": {}}, {})) as api:
            self.assertEqual({"status": "down", "checks": {}}, Client(api.url).health())

    def test_what_json_does_not_have_is_not_sent(self):
        with self.assertRaises(ValueError):
            Client("http://127.0.0.1:9").submit({"visits": float("inf")})
        with self.assertRaisesRegex(TypeError, "expected a lead as a dict, got list"):
            Client("http://127.0.0.1:9").submit([LEAD])
        with self.assertRaisesRegex(ValueError, "expected the address of an API"):
            Client("localhost:3000")


class PausesTest(unittest.TestCase):
    def test_retry_after(self):
        self.assertEqual(3, read_retry_after("3"))
        self.assertEqual(0, read_retry_after("Wed, 21 Oct 2015 07:28:00 GMT"))
        self.assertIsNone(read_retry_after("61"))
        self.assertIsNone(read_retry_after("soon"))
        self.assertIsNone(read_retry_after(None))

    def test_back_off(self):
        for attempt in range(12):
            self.assertLessEqual(back_off(attempt, None), 10)
            self.assertTrue(5 <= back_off(attempt, 5) <= 10)
