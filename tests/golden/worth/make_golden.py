"""Writes golden.json: invented leads, and what numpy, pandas and scipy compute of what calling them is worth.

    python tests/golden/worth/make_golden.py

Made with numpy 2.4.6, pandas 3.0 and scipy 1.17.1.
"""

import json
import math
import pathlib

import numpy as np
import pandas as pd
from scipy import stats

HERE = pathlib.Path(__file__).parent


def invent(seed, rows, share_of_values, slope):
    """Leads with probabilities of two decimals, so that many are tied; `slope`: how much likelier conversions are worth more."""
    rng = np.random.default_rng(seed)
    probability = np.round(rng.beta(1.2, 6, rows), 2)
    label = (rng.random(rows) < probability).astype(int)
    value = np.round(np.exp(rng.normal(5 + slope * probability, 0.8)), 2)
    value[(label == 0) | (rng.random(rows) >= share_of_values)] = np.nan
    return pd.DataFrame({"probability": probability, "label": label, "value": value})


def interval_of_log(value, error, quantile):
    factor = math.exp(quantile * error / value)
    return [value, value / factor, value * factor]


def judge(leads, calls, mean, variance, values, cost):
    ordered = leads.sort_values("probability", ascending=False, kind="stable").reset_index(drop=True)
    last = ordered["probability"][calls - 1]
    above = ordered[ordered["probability"] > last]
    tied = ordered[ordered["probability"] == last]
    weight = np.r_[np.ones(len(above)), np.full(len(tied), (calls - len(above)) / len(tied))]
    called = pd.concat([above, tied])
    brought = np.where(called["label"] == 1, called["value"].fillna(mean), 0)
    total = np.sum(weight * brought)
    conversions = np.sum(weight * called["label"])
    valued = np.sum(weight * called["value"].notna())
    missing = conversions - valued
    around = np.sum(weight * (brought - total / calls) ** 2) / (calls - 1)
    error = math.sqrt(calls * around + variance * (missing**2 + 2 * missing * valued) / values)
    all_brought = np.where(leads["label"] == 1, leads["value"].fillna(mean), 0).sum()
    profit = None
    if conversions >= 5:
        profit = [x - calls * cost for x in interval_of_log(total, error, stats.norm.ppf(0.975))]
    return {
        "share": calls / len(leads),
        "calls": calls,
        "lowest_probability": last,
        "conversions": conversions,
        "value": total,
        "cost": calls * cost,
        "profit": profit or [total - calls * cost, None, None],
        "expected_profit": np.sum(weight * called["probability"]) * mean - calls * cost,
        "random_profit": all_brought * calls / len(leads) - calls * cost,
    }


def measure(leads, cost):
    known = leads["value"].dropna()
    n = len(known)
    mean, low, high = interval_of_log(known.mean(), stats.sem(known), stats.t.ppf(0.975, n - 1))
    cut = [cost / mean, cost / high, cost / low]
    rank = stats.spearmanr(leads.loc[known.index, "probability"], known).statistic
    half = stats.norm.ppf(0.975) * math.sqrt((1 + rank**2 / 2) / (n - 3))
    rows = [judge(leads, math.ceil(len(leads) * i / 10), mean, known.var(), n, cost) for i in range(1, 11)]
    paying = int((leads["probability"] >= cut[0]).sum())
    average = leads["probability"].mean()
    return {
        "value": [mean, low, high],
        "expected_per_call": [average * x - cost for x in (mean, low, high)],
        "cut_off": cut,
        "correlation": [rank, math.tanh(math.atanh(rank) - half), math.tanh(math.atanh(rank) + half)],
        "capacities": rows,
        "best_share": max(rows, key=lambda row: row["profit"][0])["share"],
        "from_cut_off": judge(leads, paying, mean, known.var(), n, cost),
    }


def case(name, seed, rows, share_of_values, slope, cost):
    leads = invent(seed, rows, share_of_values, slope)
    columns = {name: [None if pd.isna(x) else x for x in leads[name].tolist()] for name in leads}
    return {"name": name, "cost": cost, "leads": columns, "worth": measure(leads, cost)}


if __name__ == "__main__":
    cases = [
        case("every value known", 1, 400, 1, 0, 25),
        case("a third of the values unknown", 2, 600, 0.67, 0, 12.5),
        case("likelier leads are worth more", 3, 600, 0.9, 3, 30),
        case("few leads", 4, 145, 1, 0, 10),
    ]
    with open(HERE / "golden.json", "w") as file:
        json.dump(cases, file, indent=None, separators=(",", ":"))
        file.write("\n")
