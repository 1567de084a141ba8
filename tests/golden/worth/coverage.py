"""Prints how often the 95 % intervals of docs/explanation/worth.md hold, on invented leads; some minutes.

    python tests/golden/worth/coverage.py
"""

import math

import numpy as np
from scipy import stats

ROUNDS = 4000
CASES = [  # leads, conversion rate, spread of the logarithm of values, share of conversions without a value
    (200, 0.15, 0.5, 0),
    (200, 0.15, 1, 0),
    (200, 0.2, 1, 0.3),
    (1000, 0.1, 0.5, 0),
    (1000, 0.1, 1, 0),
    (1000, 0.1, 1, 0.3),
    (5000, 0.1, 1, 0.3),
    (1000, 0.1, 2, 0),
]


def holds(value, error, quantile, truth):
    return abs(math.log(value / truth)) <= quantile * error / value


def main():
    rng = np.random.default_rng(7)
    z = stats.norm.ppf(0.975)
    print("leads  rate  spread  unknown   mean value   value of all leads   of the top tenth, with 5 conversions or more")
    for rows, rate, spread, unknown in CASES:
        hits = {"mean": [], "all": [], "top": []}
        # Of leads by probability, the first tenth converts three times as often as the average.
        top = rows // 10
        chance = np.r_[np.full(top, 3 * rate), np.full(rows - top, rate * 7 / 9)]
        truth = math.exp(spread**2 / 2)
        for _ in range(ROUNDS):
            label = rng.random(rows) < chance
            value = np.where(label, np.exp(rng.normal(0, spread, rows)), 0)
            known = label & (rng.random(rows) >= unknown)
            values = value[known]
            n = len(values)
            if n < 20:
                continue
            mean = values.mean()
            hits["mean"].append(holds(mean, stats.sem(values), stats.t.ppf(0.975, n - 1), truth))
            brought = np.where(known, value, np.where(label, mean, 0))
            for name, size in (("all", rows), ("top", top)):
                missing = (label & ~known)[:size].sum()
                if label[:size].sum() < 5:
                    continue
                variance = size * brought[:size].var(ddof=1)
                variance += values.var(ddof=1) * (missing**2 + 2 * missing * known[:size].sum()) / n
                hits[name].append(holds(brought[:size].sum(), math.sqrt(variance), z, chance[:size].sum() * truth))
        print(f"{rows:5}  {rate:4}  {spread:6}  {unknown:7}   " + "   ".join(f"{np.mean(hit):.3f}" for hit in hits.values()))


if __name__ == "__main__":
    main()
