"""train.py TABLE.csv MODEL.pickle: reads, fits, prints {seconds, peak_mb, log_loss} as JSON."""

import json
import pickle
import sys
import time

from pipeline import make_pipeline_for, peak_megabytes, read

start = time.perf_counter()
table = read(sys.argv[1])
labels = table.pop("converted")
model = make_pipeline_for(table).fit(table, labels)
seconds = time.perf_counter() - start
peak = peak_megabytes()

from sklearn.metrics import log_loss  # noqa: E402  (not part of what is measured)

with open(sys.argv[2], "wb") as file:
    pickle.dump(model, file)
loss = log_loss(labels, model.predict_proba(table)[:, 1])
iterations = int(model[-1].n_iter_[0])
print(json.dumps({"seconds": seconds, "peak_mb": peak, "log_loss": loss, "iterations": iterations}))
