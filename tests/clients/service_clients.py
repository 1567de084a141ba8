"""Clients as the documentation of two other services has them: only the base URL is another. Prints what they got.

    python3 service_clients.py http://127.0.0.1:3000 '[{"source": …}, …]'
"""

import json
import sys

import requests

base, leads = sys.argv[1], json.loads(sys.argv[2])


def flask_client(input_data):
    payload = {"model_name": "leads.pkl", "input_data": input_data}
    response = requests.post(f"{base}/predict_lead_conversion", json=json.dumps(payload), timeout=60)
    response.raise_for_status()
    return response.json()["predictions"]


class FastApiClient:
    def __init__(self, base_url):
        self.base_url = base_url

    def post(self, path, **arguments):
        response = requests.post(f"{self.base_url}{path}", timeout=60, **arguments)
        response.raise_for_status()
        return response.json()


v0 = FastApiClient(f"{base}/v0")
one, batch = v0.post("/predict", json=leads[0]), v0.post("/predict_batch", json=leads)
trained = v0.post("/train", json={"epochs": 3, "learning_rate": 0.1})
columns = {name: [lead[name] if lead[name] is not None else float("nan") for lead in leads] for name in leads[0]}
print(json.dumps({
    "flask": flask_client(leads),
    "flask_text": flask_client(json.dumps(leads)),
    "flask_columns": flask_client(columns),
    "prediction": one["prediction"],
    "versions": [one["model_version"], batch["model_version"]],
    "predictions": batch["predictions"],
    "message": trained["message"],
    "new_model_version": trained["new_model_version"],
}))
