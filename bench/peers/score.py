"""score.py MODEL.pickle TABLE.csv OUT.csv: CSV in, CSV with a probability out, prints {seconds, peak_mb} as JSON."""

import json
import pickle
import sys
import time

from pipeline import peak_megabytes, read

with open(sys.argv[1], "rb") as file:
    model = pickle.load(file)

start = time.perf_counter()
table = read(sys.argv[2])
table["probability"] = model.predict_proba(table)[:, 1]
table.to_csv(sys.argv[3], index=False)
print(json.dumps({"seconds": time.perf_counter() - start, "peak_mb": peak_megabytes()}))
