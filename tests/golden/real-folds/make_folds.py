"""Which fold scikit-learn deals each row of the real leads to, as a digit per row of the file.

scikit-learn 1.9.1, pandas 3.0. Run from the project's root, with the data in ../shared/data:
    python tests/golden/real-folds/make_folds.py
"""
import gzip
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold

DATA = Path("../shared/data")
HERE = Path(__file__).parent


def write(name, converted):
    fold = np.zeros(len(converted), dtype=int)
    folds = StratifiedKFold(5, shuffle=True, random_state=42)
    for k, (_, test) in enumerate(folds.split(np.zeros(len(converted)), converted)):
        fold[test] = k
    with open(HERE / f"{name}.txt.gz", "wb") as file:
        file.write(gzip.compress("".join(map(str, fold)).encode(), mtime=0))


bank = pd.read_csv(DATA / "bank/bank-full.csv", sep=";")
write("bank", (bank.y == "yes").astype(int))
leads = pd.read_csv(DATA / "olist/olist_marketing_qualified_leads_dataset.csv")
deals = pd.read_csv(DATA / "olist/olist_closed_deals_dataset.csv")
write("olist", leads.mql_id.isin(deals.mql_id).astype(int))
