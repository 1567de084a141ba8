"""Writes bodies.json: what the clients of other scoring services send, as `requests` and pandas make it.

    python3 make_bodies.py > bodies.json     # with requests and pandas
"""

import json
import sys

import numpy
import pandas
import requests

BASE = "http://127.0.0.1:3000"
LEADS = [
    {"first_contact": "2026-06-24", "source": "referral", "industry": "software", "country": "DE", "employees": 66,
     "visits": 9, "pages_viewed": 14, "email_opened": True, "demo_requested": True},
    {"first_contact": "2025-12-24", "source": "paid search", "industry": "education", "country": "US", "employees": 672,
     "visits": 1, "pages_viewed": None, "email_opened": True, "demo_requested": False},
    {"first_contact": "2026-05-20", "source": "webinar", "industry": "manufacturing", "country": "AT", "employees": 12,
     "visits": 4, "pages_viewed": 10, "email_opened": False, "demo_requested": False},
]
LEAD = LEADS[0]
# The index is that of a table that was sorted: 10, 2, 7.
TABLE = pandas.DataFrame(LEADS, index=[10, 2, 7])
bodies = []


def send(client, title, path, leads, **arguments):
    """Keeps the request as it would go out; `leads` are the places in LEADS of those that it sends, in order."""
    prepared = requests.Request("POST", BASE + path, **arguments).prepare()
    body = prepared.body
    bodies.append({
        "client": client,
        "title": title,
        "path": path,
        "content_type": prepared.headers.get("Content-Type"),
        "body": body.decode() if isinstance(body, bytes) else body,
        "leads": leads,
    })


def flask(title, input_data, leads=(0, 1, 2), **members):
    send("Flask", title, "/predict_lead_conversion", list(leads), json={**members, "input_data": input_data})


def flask_text(title, input_data, leads=(0, 1, 2), **members):
    payload = {**members, "input_data": input_data}
    send("Flask", title, "/predict_lead_conversion", list(leads), json=json.dumps(payload))


flask("json=payload with a lead", LEAD, [0], model_name="leads.pkl")
flask("json=payload with a list", LEADS, model_name="leads.joblib")
flask("input_data=json.dumps(lead)", json.dumps(LEAD), [0], model_name="leads.sav")
flask("input_data=json.dumps(leads)", json.dumps(LEADS))
flask_text("json=json.dumps(payload) with a lead", LEAD, [0], model_name="leads.json")
flask_text("json=json.dumps(payload) with a list", LEADS)
send("Flask", "data=json.dumps(payload) with its header", "/predict_lead_conversion", [0, 1, 2],
     data=json.dumps({"model_name": "leads", "input_data": LEADS}), headers={"Content-Type": "application/json"})
flask_text("df.to_dict(), NaN in it", TABLE.to_dict())
for orient in ["list", "split", "tight", "index", "records"]:
    flask_text(f"df.to_dict('{orient}'), NaN in it", TABLE.to_dict(orient))
flask_text("df.values.tolist(), NaN in it", TABLE.values.tolist())
for orient in ["columns", "split", "index", "records", "values"]:
    flask(f"df.to_json(orient='{orient}')", TABLE.to_json(orient=orient))
    flask(f"json.loads(df.to_json(orient='{orient}'))", json.loads(TABLE.to_json(orient=orient)))
flask("df.iloc[0].to_dict()", {name: getattr(value, "item", lambda: value)() for name, value in TABLE.iloc[0].items()}, [0])

V0 = "/v0/predict_batch"
send("FastAPI", "json=lead", "/v0/predict", [0], json=LEAD)
send("FastAPI", "data=json.dumps(lead), no content type", "/v0/predict", [0], data=json.dumps(LEAD))
send("FastAPI", "json=leads", V0, [0, 1, 2], json=LEADS)
send("FastAPI", "json={'leads': leads}", V0, [0, 1, 2], json={"leads": LEADS})
send("FastAPI", "json={'instances': leads}", V0, [0, 1, 2], json={"instances": LEADS})
send("FastAPI", "data=df.to_json(orient='records'), no content type", V0, [0, 1, 2], data=TABLE.to_json(orient="records"))
send("FastAPI", "data=json.dumps(df.to_dict('records')), NaN in it", V0, [0, 1, 2],
     data=json.dumps(TABLE.to_dict("records")), headers={"Content-Type": "application/json"})
send("FastAPI", "MLflow: {'dataframe_split': df.to_dict('split')}", V0, [0, 1, 2],
     data=json.dumps({"dataframe_split": TABLE.to_dict("split")}), headers={"Content-Type": "application/json"})

made_with = {name: module.__version__ for name, module in
             {"requests": requests, "pandas": pandas, "numpy": numpy}.items()}
json.dump({"made_with": made_with, "leads": LEADS, "bodies": bodies}, sys.stdout, indent=1)
print()
