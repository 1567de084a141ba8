"""serve.py plain|sklearn MODEL TABLE.csv PORT: POST /predict_lead_conversion on FastAPI, one process.

plain    the same model.json in plain Python, validated by pydantic
sklearn  the pipeline that train.py pickled
"""

import json
import math
import pickle
import sys
from typing import Any, List, Optional, Union

import pandas as pd
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, create_model

kind, model_file, table, port = sys.argv[1:]
columns = pd.read_csv(table, nrows=2000).drop(columns="converted")
fields = {
    name: (Optional[float if pd.api.types.is_numeric_dtype(columns[name]) else str], None) for name in columns.columns
}
Lead = create_model("Lead", __config__=ConfigDict(extra="forbid", strict=True), **fields)


class Request(BaseModel):
    model_name: str
    input_data: Union[Lead, List[Lead]]


def compile_plain(artifact: dict[str, Any]):
    def number(term):
        steps, weight, missing = term["steps"], term["weight"], term["missing"]

        def contribute(x):
            if x is None:
                return missing
            for step in steps:
                if step["op"] == "clip":
                    x = min(max(x, step["low"]), step["high"])
                elif step["op"] == "log1p":
                    x = math.log1p(x)
                else:
                    x = (x - step["mean"]) / step["sd"]
            return weight * x

        return contribute

    def category(term):
        values, other, missing = term["values"], term["other"], term["missing"]
        return lambda x: missing if x is None else values.get(x, other)

    terms = [(term["feature"], number(term) if term["kind"] == "linear" else category(term)) for term in artifact["terms"]]
    intercept = artifact["intercept"]

    def score(lead):
        z = intercept + sum(contribute(getattr(lead, name)) for name, contribute in terms)
        return 1 / (1 + math.exp(-z))

    return lambda leads: [score(lead) for lead in leads]


def load():
    if kind == "plain":
        with open(model_file) as file:
            return compile_plain(json.load(file))
    with open(model_file, "rb") as file:
        pipeline = pickle.load(file)
    return lambda leads: pipeline.predict_proba(pd.DataFrame([lead.model_dump() for lead in leads], columns=columns.columns).fillna(float("nan")))[:, 1].tolist()


predict = load()
app = FastAPI()


@app.post("/predict_lead_conversion")
def predict_lead_conversion(request: Request):
    data = request.input_data
    return {"predictions": predict(data if isinstance(data, list) else [data])}


uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="error", access_log=False)
