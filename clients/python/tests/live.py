"""The client against a running API, and the model that it serves here: `python -m unittest tests.live`.

SCORELANE_URL is the address of a stack that asks for keys, SCORELANE_API_KEY one of the scope admin, SCORELANE_MODEL the `model.json` of its champion, SCORELANE_LEADS a CSV file of leads.
"""

import os
import unittest
import uuid

from scorelane import ApiError, Client, load_model, read_csv


class LiveTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = Client(os.environ["SCORELANE_URL"], os.environ["SCORELANE_API_KEY"])
        cls.model = load_model(os.environ["SCORELANE_MODEL"])
        cls.leads = cls.model.leads(read_csv(os.environ["SCORELANE_LEADS"]))

    def assert_same_as_here(self, lead, answer):
        """The API's answer has the numbers and the texts that the model has here."""
        self.assertEqual("succeeded", answer["status"], answer)
        (here,) = self.model.results([lead])
        there = answer["prediction"]
        self.assertLessEqual(abs(here["probability"] - there["probability"]), 1e-12)
        self.assertEqual(len(here["reasons"]), len(there["reasons"]))
        for one, other in zip(here["reasons"], there["reasons"]):
            self.assertLessEqual(abs(one["effect"] - other["effect"]), 1e-12)
            self.assertEqual({**one, "effect": 0}, {**other, "effect": 0})
        for name in ("score", "grade", "warnings"):
            self.assertEqual(here[name], there[name])
        self.assertLessEqual(
            abs(answer["receipt"]["log_odds"] - self.model.decision_function([lead])[0]), 1e-12
        )
        self.assertEqual(self.model.sha256, answer["receipt"]["model"]["sha256"])

    def test_health_and_schema(self):
        self.assertEqual("ok", self.client.health()["status"])
        self.assertEqual(
            {f["name"] for f in self.model.schema["fields"]}, set(self.client.schema()["properties"])
        )

    def test_predict_scores_as_the_model_does_here(self):
        lead = {**self.leads[0], "source": "carrier pigeon", "visits": 100_000}
        answer = self.client.predict(lead)
        self.assert_same_as_here(lead, answer)
        self.assertEqual(
            ["unseen_level", "out_of_range"],
            sorted(w["code"] for w in answer["prediction"]["warnings"])[::-1],
        )

    def test_submit_wait_get(self):
        queued = self.client.submit(self.leads[1], metadata={"campaign": "spring"})
        final = self.client.wait(queued["prediction_id"])
        self.assert_same_as_here(self.leads[1], final)
        self.assertEqual("spring", final["metadata"]["campaign"])
        self.assertEqual(final, self.client.get(queued["prediction_id"], wait=1))

    def test_the_same_key_is_accepted_once(self):
        key = str(uuid.uuid4())
        ids = {self.client.submit(self.leads[2], idempotency_key=key)["prediction_id"] for _ in range(3)}
        self.assertEqual(1, len(ids))

    def test_a_batch_of_more_than_a_request_takes(self):
        results = self.client.batch(self.leads)
        self.assertGreater(len(self.leads), 1000)
        self.assertEqual(list(range(len(self.leads))), [result["index"] for result in results])
        probabilities = [result["prediction"]["probability"] for result in results]
        here = [yes for _, yes in self.model.predict_proba(self.leads)]
        self.assertLessEqual(max(abs(a - b) for a, b in zip(here, probabilities)), 1e-12)

    def test_wrong_leads_name_every_field(self):
        with self.assertRaisesRegex(ApiError, "422 .*\n(.*\n)*  visits: expected a number") as caught:
            self.client.submit({**self.leads[0], "visits": "many", "vists": 1})
        here = [
            (error.field, error.message)
            for error in self.model.validate([{**self.leads[0], "visits": "many", "vists": 1}])
        ]
        self.assertEqual(here, [(e["field"], e["message"]) for e in caught.exception.problem["errors"]])
        self.assertEqual(
            "succeeded", self.client.predict({**self.leads[0], "vists": 1}, unknown="ignore")["status"]
        )

    def test_a_wrong_lead_of_a_batch_is_named_or_left_out(self):
        leads = [*self.leads[:3], {"visits": "many"}, self.leads[3]]
        with self.assertRaisesRegex(ApiError, "lead 3, visits: expected a number"):
            self.client.batch(leads)
        states = [result["status"] for result in self.client.batch(leads, lenient=True)]
        self.assertEqual(["succeeded"] * 3 + ["rejected", "succeeded"], states)

    def test_a_wrong_key_is_refused(self):
        with self.assertRaises(ApiError) as caught:
            Client(os.environ["SCORELANE_URL"], "sl_wrong").predict(self.leads[0])
        self.assertEqual(401, caught.exception.status)

    def test_a_lead_by_its_own_id(self):
        reference = f"crm/{uuid.uuid4()} ä"
        self.client.predict({**self.leads[0], "visits": 0}, reference=reference)
        self.client.predict({**self.leads[0], "visits": 40}, reference=reference)
        state = self.client.lead(reference)
        self.assertEqual(reference, state["reference"])
        change = self.client.explain_change(reference)
        self.assertEqual(["visits"], [feature["feature"] for feature in change["features"]])
        listed = list(self.client.predictions(reference=reference))
        self.assertEqual([40, 0], [prediction["lead"]["visits"] for prediction in listed])
        before, after = (self.model.explain([one["lead"]]).contributions[0] for one in reversed(listed))
        self.assertAlmostEqual(after["visits"] - before["visits"], change["input_effect"], places=12)
        self.assertEqual(2, self.client.erase_lead(reference)["erased"])
        self.assertEqual([], list(self.client.predictions(reference=reference)))

    def test_erasing_a_prediction(self):
        prediction_id = self.client.predict(self.leads[0])["prediction_id"]
        self.client.erase(prediction_id)
        with self.assertRaises(ApiError) as caught:
            self.client.get(prediction_id)
        self.assertIn(caught.exception.status, (404, 410))


if __name__ == "__main__":
    unittest.main()
