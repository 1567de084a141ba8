"""trees.py TABLE.csv HELD_OUT.csv THREADS: LightGBM as `grow-ours.ts` grows trees; prints {seconds, peak_mb, log_loss} as JSON."""

import json
import sys
import time

import lightgbm
import pandas as pd

from pipeline import peak_megabytes

TREES = 200
RULES = {
    "objective": "binary",
    "num_leaves": 15,
    "learning_rate": 0.05,
    "max_bin": 255,
    "min_data_in_leaf": 20,
    "min_sum_hessian_in_leaf": 1e-3,
    "lambda_l2": 0,
    "cat_smooth": 10,
    "cat_l2": 10,
    "max_cat_threshold": 32,
    "min_data_per_group": 100,
    "verbosity": -1,
}


def read(path):
    # As categories from the start: LightGBM takes no text, and to convert it afterwards takes longer and more memory.
    columns = pd.read_csv(path, nrows=2000)
    words = {name: "category" for name in columns.columns if not pd.api.types.is_numeric_dtype(columns[name])}
    return pd.read_csv(path, dtype=words)


start = time.perf_counter()
table = read(sys.argv[1])
labels = table.pop("converted")
read_seconds = time.perf_counter() - start
model = lightgbm.train({**RULES, "num_threads": int(sys.argv[3])}, lightgbm.Dataset(table, labels), TREES)
seconds = time.perf_counter() - start
peak = peak_megabytes()
cpu = time.process_time()

from sklearn.metrics import log_loss  # noqa: E402  (not part of what is measured)

held_out = read(sys.argv[2])
loss = log_loss(held_out.pop("converted"), model.predict(held_out))
print(json.dumps({"seconds": seconds, "cpu_seconds": cpu, "peak_mb": peak, "read_seconds": read_seconds, "log_loss": loss}))
