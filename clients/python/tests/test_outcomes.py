"""What became of leads, as the client sends it."""

import datetime
import unittest
from unittest import mock

from scorelane import ApiError, Client

from .fake_api import FakeApi

EVENT = {"reference": "00Q5", "outcome": "converted", "occurred_at": "2026-11-30T10:00:00Z", "value": 1200}


def count_all(request):
    return 200, {"recorded": len(request["body"]) - 1, "repeated": 1, "never_scored": 2}, {}


class OutcomesTest(unittest.TestCase):
    def setUp(self):
        sleep = mock.patch("time.sleep")
        sleep.start()
        self.addCleanup(sleep.stop)

    def test_any_number_of_events_is_sent_in_parts_and_the_counts_add_up(self):
        with FakeApi(count_all, (503, {}, {}), count_all, count_all) as api:
            answer = Client(api.url).record_outcomes({**EVENT, "reference": str(i)} for i in range(2003))
        self.assertEqual({"recorded": 2000, "repeated": 3, "never_scored": 6}, answer)
        self.assertEqual({"/outcomes"}, {request["path"] for request in api.requests})
        self.assertEqual([1000, 1000, 1000, 3], [len(request["body"]) for request in api.requests])
        self.assertEqual("1000", api.requests[1]["body"][0]["reference"])

    def test_nothing_is_sent_of_no_events(self):
        with FakeApi() as api:
            answer = Client(api.url).record_outcomes([])
        self.assertEqual({"recorded": 0, "repeated": 0, "never_scored": 0}, answer)
        self.assertEqual([], api.requests)

    def test_times_are_sent_in_utc_and_a_day_alone_is_its_end_or_for_a_score_its_beginning(self):
        zone = datetime.timezone(datetime.timedelta(hours=2))
        times = [
            datetime.datetime(2026, 11, 30, 10, 30),
            datetime.datetime(2026, 11, 30, 10, 30, tzinfo=zone),
            datetime.datetime(2026, 11, 30),
            datetime.date(2026, 11, 30),
            "2026-11-30T10:00:00Z",
        ]
        kept = (200, {"kept": 5, "not_first": 0}, {})
        with FakeApi(count_all, kept) as api:
            client = Client(api.url)
            client.record_outcomes([{**EVENT, "occurred_at": time} for time in times])
            rows = [{"reference": 7, "scored_at": time, "probability": 0.5, "grade": None} for time in times]
            self.assertEqual({"kept": 5, "not_first": 0}, client.add_scored_leads(rows, model="leads"))
        outcomes, scored = (request["body"] for request in api.requests)
        expected = ["2026-11-30T10:30:00.000Z", "2026-11-30T08:30:00.000Z", "2026-11-30T00:00:00.000Z"]
        self.assertEqual(
            [*expected, "2026-11-30T23:59:59.999Z", "2026-11-30T10:00:00Z"],
            [event["occurred_at"] for event in outcomes],
        )
        self.assertEqual("leads", scored["model"])
        self.assertEqual(
            [*expected, "2026-11-30T00:00:00.000Z", "2026-11-30T10:00:00Z"],
            [lead["scored_at"] for lead in scored["leads"]],
        )
        self.assertEqual(
            {"reference": "7", "scored_at": "2026-11-30T10:00:00Z", "probability": 0.5}, scored["leads"][4]
        )

    def test_a_wrong_event_is_named_by_its_place_among_all(self):
        errors = [{"index": 2, "field": "value", "message": "expected a number"}]
        problem = {"title": "The request is not valid", "detail": "1 error", "errors": errors}
        with FakeApi(count_all, (422, problem, {})) as api:
            with self.assertRaises(ApiError) as caught:
                Client(api.url).record_outcomes([EVENT] * 1500)
        self.assertEqual(1002, caught.exception.problem["errors"][0]["index"])
        self.assertIn("after 1,000 were sent: 422", str(caught.exception))

    def test_what_is_no_row_is_refused(self):
        with self.assertRaisesRegex(TypeError, "got str in it"):
            Client("http://127.0.0.1:9").record_outcomes(["00Q5"])

    def test_performance_is_asked_for_by_model_version_and_range(self):
        with FakeApi((200, {"model": "leads"}, {}), (200, {}, {})) as api:
            client = Client(api.url)
            self.assertEqual({"model": "leads"}, client.performance("leads"))
            client.performance("leads", version="v3", start="2026-01-01", end="2026-02-01")
        self.assertEqual(
            [
                "/models/leads/performance",
                "/models/leads/performance?version=v3&from=2026-01-01&to=2026-02-01",
            ],
            [request["path"] for request in api.requests],
        )


try:
    import pandas
except ImportError:
    pandas = None


@unittest.skipIf(pandas is None, "needs pandas")
class FrameTest(unittest.TestCase):
    def test_a_data_frame_is_its_rows_without_the_cells_that_are_missing(self):
        frame = pandas.DataFrame(
            {
                "reference": [1, 2],
                "outcome": ["converted", "lost"],
                "occurred_at": pandas.to_datetime(["2026-11-30 10:30", "2026-12-01 11:00"]),
                "value": [99.5, None],
            }
        )
        with FakeApi(count_all) as api:
            Client(api.url).record_outcomes(frame)
        self.assertEqual(
            [
                {
                    "reference": "1",
                    "outcome": "converted",
                    "occurred_at": "2026-11-30T10:30:00.000Z",
                    "value": 99.5,
                },
                {"reference": "2", "outcome": "lost", "occurred_at": "2026-12-01T11:00:00.000Z"},
            ],
            api.requests[0]["body"],
        )


if __name__ == "__main__":
    unittest.main()
