"""What the scores of the season were worth, computed by pandas, NumPy, SciPy and scikit-learn from the raw files: expected.json.

    python tests/golden/outcomes-story/measure.py     (pandas 3.0, scipy 1.17, scikit-learn 1.9)

It reads scored.csv and events.csv and knows nothing of the program: definitions are those of the API's documentation.
"""

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import optimize, special, stats
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

HERE = Path(__file__).parent
DAY = pd.Timedelta(days=1)
Z = stats.norm.ppf(0.975)
MATURE_AT = 0.9
RANK = {"converted": 0, "lost": 1, "open": 2}
GRADES = ["A", "B", "C", "D"]


def read_leads(version=None, erased=(), posted_by=None):
    """Each lead by its first score, with the outcome that holds."""
    scored = pd.read_csv(HERE / "scored.csv", parse_dates=["scored_at"])
    events = pd.read_csv(HERE / "events.csv", parse_dates=["posted_at", "occurred_at"])
    if posted_by is not None:
        scored = scored[scored.scored_at <= posted_by]
        events = events[events.posted_at <= posted_by]
    if version is not None:
        scored = scored[scored.version == version]
    scored = scored[~scored.reference.isin(erased)]
    first = scored.sort_values("scored_at", kind="stable").drop_duplicates("reference")
    outcomes = events[events.outcome != "contacted"].copy()
    outcomes["rank"] = outcomes.outcome.map(RANK)
    outcomes["worth"] = outcomes.value.fillna(-1)
    holding = outcomes.sort_values(["occurred_at", "rank", "worth"]).groupby("reference").tail(1)
    return first.merge(holding[["reference", "outcome", "occurred_at", "value"]], on="reference", how="left")


def count_events():
    """What the answers to POST /outcomes add up to."""
    events = pd.read_csv(HERE / "events.csv")
    first_scored = pd.read_csv(HERE / "scored.csv").groupby("reference").scored_at.min()
    fresh = events.drop_duplicates(["reference", "outcome", "occurred_at", "value"])
    # Times are written alike, so that they are ordered as texts are.
    unscored = fresh[~(fresh.posted_at >= fresh.reference.map(first_scored))]
    return {"recorded": len(fresh), "repeated": len(events) - len(fresh), "never_scored": len(unscored)}


def figure(value, low, high):
    return {"value": float(value), "low": float(low), "high": float(high)}


def wilson(converted, leads):
    interval = stats.binomtest(int(converted), int(leads)).proportion_ci(method="wilson")
    return figure(converted / leads, interval.low, interval.high)


def by_student(values):
    interval = stats.t.interval(0.95, len(values) - 1, loc=values.mean(), scale=stats.sem(values))
    return figure(values.mean(), *interval)


def count_range(probabilities):
    """The 2.5 % and the 97.5 % point of the number of conversions, by convolution."""
    mass = np.ones(1)
    for p in probabilities:
        mass = np.convolve(mass, [1 - p, p])
    at_most = np.cumsum(mass)
    return figure(np.sum(probabilities), np.searchsorted(at_most, 0.025), np.searchsorted(at_most, 0.975))


def conversion_curve(delays, ages, horizon):
    """Share of the conversions within the horizon that have come by the end of each day, and the variance of its logarithm."""
    delays, ages = np.asarray(delays), np.asarray(ages)
    used = delays <= np.minimum(ages, horizon)
    delays, ages = delays[used], ages[used]
    shares, variances = np.ones(horizon + 1), np.zeros(horizon + 1)
    for day in range(horizon, 0, -1):
        watched = np.sum((ages >= day) & (delays <= day))
        came = np.sum((ages >= day) & (delays == day))
        hazard = came / watched if came else 0.0
        shares[day - 1] = shares[day] * (1 - hazard)
        variances[day - 1] = variances[day] + (hazard / (1 - hazard) / watched if 0 < hazard < 1 else 0)
    return int(used.sum()), shares, variances


def roc_auc(leads):
    """By DeLong on the scores, with the exact one on the probabilities within `exact_within`."""
    won, rest = leads[leads.converted].score.to_numpy(), leads[~leads.converted].score.to_numpy()
    wins = (won[:, None] > rest[None, :]) + 0.5 * (won[:, None] == rest[None, :])
    area = roc_auc_score(leads.converted, leads.score)
    assert math.isclose(area, wins.mean())
    error = math.sqrt(wins.mean(axis=1).var(ddof=1) / len(won) + wins.mean(axis=0).var(ddof=1) / len(rest))
    half = Z * error / (area * (1 - area))
    within = 0.5 * (won[:, None] == rest[None, :]).mean()
    exact = roc_auc_score(leads.converted, leads.probability)
    assert abs(exact - area) <= within
    low, high = special.expit(special.logit(area) + np.array([-half, half]))
    return {**figure(area, low, high), "exact_within": float(within)}


def calibration(leads):
    """Slope with a free intercept, and intercept at slope 1, by maximum likelihood."""
    x, y = special.logit(leads.probability.to_numpy()), leads.converted.to_numpy(float)

    def fit(design, offset):
        def loss(beta):
            z = design @ beta + offset
            return np.sum(np.logaddexp(0, z) - y * z)

        def gradient(beta):
            return design.T @ (special.expit(design @ beta + offset) - y)

        beta = optimize.minimize(loss, np.zeros(design.shape[1]), jac=gradient, method="BFGS", options={"gtol": 1e-9}).x
        p = special.expit(design @ beta + offset)
        covariance = np.linalg.inv((design * (p * (1 - p))[:, None]).T @ design)
        return beta[-1], math.sqrt(covariance[-1, -1])

    ones = np.ones((len(x), 1))
    slope, slope_error = fit(np.column_stack([ones, x]), 0.0)
    intercept, intercept_error = fit(ones, x)
    return (
        figure(slope, slope - Z * slope_error, slope + Z * slope_error),
        figure(intercept, intercept - Z * intercept_error, intercept + Z * intercept_error),
    )


class Times:
    """How long conversions take, and the share of them that comes within an age."""

    def __init__(self, leads):
        won = leads[leads.converted]
        delays, ages = np.ceil(won.delay).astype(int), np.floor(won.age).astype(int)
        self.maturity, self.shares = None, None
        self.horizon = sorted(ages, reverse=True)[19] if len(won) >= 20 else 0
        if self.horizon < 1:
            return
        count, shares, variances = conversion_curve(delays, ages, self.horizon)
        if count < 20:
            return
        days = int(np.argmax(shares >= MATURE_AT))
        is_known = days <= 2 / 3 * self.horizon
        self.maturity = {
            "conversions": count,
            "horizon_days": int(self.horizon),
            "mature_at": MATURE_AT,
            "mature_after_days": days if is_known else None,
            # The ends of the curve, where nothing or everything has come, have intervals of their own.
            "curve": [
                {"days": day, **curve_point(shares[day], variances[day])}
                for day in range(self.horizon + 1)
                if 0 < shares[day] < 1
            ],
        }
        if is_known:
            self.shares, self.variances = shares, variances

    def by_now(self, age):
        days = np.arange(self.horizon + 1)
        return np.interp(age, days, self.shares)

    def variance(self, leads):
        """Of the expected number, by the estimate of the curve: every pair of leads has the steps after the later age in common."""
        weights = np.zeros(self.horizon + 1)
        for age, probability in zip(leads.age, leads.probability):
            day = min(self.horizon, math.floor(age))
            part = 0.0 if day == self.horizon else age - day
            weights[day] += probability * (1 - part) * self.shares[day]
            if part > 0:
                weights[day + 1] += probability * part * self.shares[day + 1]
        days = np.arange(self.horizon + 1)
        covariance = self.variances[np.maximum.outer(days, days)]
        return weights @ covariance @ weights


def curve_point(share, variance):
    half = Z * math.sqrt(variance) / -math.log(share)
    return figure(share, share ** math.exp(half), share ** math.exp(-half))


def expect(leads, times):
    promised = leads.probability.to_numpy() * times.by_now(leads.age)
    expected = count_range(promised)
    mean, low, high = expected["value"], expected["low"], expected["high"]
    stretch = math.sqrt(1 + times.variance(leads) / np.sum(promised * (1 - promised)))
    low = max(0, min(low, math.floor(mean - (mean - low) * stretch)))
    high = min(len(leads), max(high, math.ceil(mean + (high - mean) * stretch)))
    converted = int(leads.converted.sum())
    verdict = "fewer" if converted < low else "more" if converted > high else "as_expected"
    return {"expected": figure(mean, low, high), "converted": converted, "verdict": verdict}


def measure_group(leads, times):
    return {"leads": len(leads), **expect(leads, times), "rate": wilson(leads.converted.sum(), len(leads))}


def measure_cohort(week, leads, times):
    converted = int(leads.converted.sum())
    facts = {"week": week, "leads": len(leads)}
    if times.shares is None:
        unknown = {"mature_share": None, "is_mature": False, "expected": None}
        return {**facts, **unknown, "converted": converted, "verdict": "unknown"}
    by_now = leads.probability * times.by_now(leads.age)
    share = float(by_now.sum() / leads.probability.sum())
    return {**facts, "mature_share": share, "is_mature": share >= MATURE_AT, **expect(leads, times)}


def rank(leads):
    """The score where it ascends with the probability, else 99 ranks of about as many leads each."""
    ascending = leads.sort_values("probability")
    if ascending.score.is_monotonic_increasing:
        return leads.score
    counts = leads.groupby("probability").size().sort_index()
    middle = counts.cumsum() - counts / 2
    return leads.probability.map(np.minimum(98, np.floor(99 * middle / len(leads))))


def decile(leads):
    counts = leads.groupby("probability").size().sort_index(ascending=False)
    middle = counts.cumsum() - counts / 2
    return leads.probability.map(1 + np.floor(10 * middle / len(leads))).astype(int).astype(str)


def lift(leads):
    size = math.ceil(len(leads) / 10)
    share = leads.groupby("probability").converted.transform("mean")
    top = share[leads.probability.sort_values(ascending=False, kind="stable").index][:size]
    found, won = top.sum(), leads.converted.sum()
    p, n = found / won, won
    middle = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return figure(*(np.array([p, middle - half, middle + half]) * len(leads) / size))


def measure_live(leads, times):
    if len(leads) < 2:
        return None
    labels = leads.converted.astype(int)
    slope, intercept = calibration(leads.assign(probability=leads.probability * times.by_now(leads.age)))
    losses = -np.log(np.where(leads.converted, leads.probability, 1 - leads.probability))
    squares = (leads.probability - labels) ** 2
    assert math.isclose(losses.mean(), log_loss(labels, leads.probability))
    assert math.isclose(squares.mean(), brier_score_loss(labels, leads.probability))
    deciles = decile(leads)
    return {
        **measure_group(leads, times),
        "roc_auc": roc_auc(leads.assign(score=rank(leads))),
        "log_loss": by_student(losses),
        "brier": by_student(squares),
        "calibration_slope": slope,
        "calibration_intercept": intercept,
        "lift": lift(leads),
        "grades": [
            {"group": grade, **measure_group(leads[leads.grade == grade], times)}
            for grade in GRADES
            if (leads.grade == grade).any()
        ],
        "deciles": [{"group": d, **measure_group(leads[deciles == d], times)} for d in map(str, range(1, 11))],
        "value": by_student(leads[leads.converted].value.dropna()),
    }


def estimate(leads):
    p = leads.probability.to_numpy()
    pairs = np.outer(p, 1 - p)
    np.fill_diagonal(pairs, 0)
    wins = (p[:, None] > p[None, :]) + 0.5 * (p[:, None] == p[None, :])
    error = math.sqrt(np.sum(p * (1 - p)))
    entropy = -(p * np.log(p) + (1 - p) * np.log(1 - p))
    spread = math.sqrt(np.sum(p * (1 - p) * special.logit(p) ** 2)) / len(p)
    return {
        "leads": len(p),
        "conversions": figure(p.sum(), max(0, p.sum() - Z * error), min(len(p), p.sum() + Z * error)),
        "roc_auc": float(np.sum(pairs * wins) / np.sum(pairs)),
        "log_loss": figure(entropy.mean(), entropy.mean() - Z * spread, entropy.mean() + Z * spread),
    }


def compare(version, leads):
    """Champion minus challenger; the bound is that of an asymptotic confidence sequence."""
    if len(leads) < 2:
        none = dict.fromkeys(["log_loss_difference", "standard_error", "lower_bound"])
        return {"version": version, "leads": len(leads), "converted": 0, **none, "is_better": False}
    loss = lambda p: -np.log(np.where(leads.converted, p.clip(0.005, 0.995), 1 - p.clip(0.005, 0.995)))
    differences = loss(leads.probability) - loss(leads.other)
    n, rho = len(differences), 0.001265772
    width = 2 * (n * rho + 1) / (n**2 * rho) * math.log(1 + math.sqrt(n * rho + 1) / 0.1)
    bound = float(differences.mean() - differences.std(ddof=1) * math.sqrt(width))
    converted = int(leads.converted.sum())
    return {
        "version": version,
        "leads": n,
        "converted": converted,
        "log_loss_difference": by_student(differences),
        "standard_error": float(stats.sem(differences)),
        "lower_bound": bound,
        "is_better": bool(bound > 0 and converted >= 50),
    }


OTHER = {"champion": "v3", "challenger": "v2"}


def measure(now, posted_by=None, version=None, erased=(), between=None, late=pd.Timedelta(0)):
    """@param late by how much leads are scored later than planned"""
    leads = read_leads(version, erased, posted_by)
    leads["scored_at"] += late
    if between is not None:
        leads = leads[leads.scored_at.between(*map(pd.Timestamp, between))]
    won = leads.outcome == "converted"
    early = won & (leads.occurred_at < leads.scored_at)
    kinds = leads[~early].outcome.fillna("open").value_counts()
    outcomes = {kind: int(kinds.get(kind, 0)) for kind in ["converted", "lost", "open"]}
    answer = {"leads": len(leads), "outcomes": {**outcomes, "before_scoring": int(early.sum())}}
    leads = leads[~early].assign(converted=won[~early])
    leads["age"] = (now - leads.scored_at) / DAY
    leads["delay"] = (leads.occurred_at - leads.scored_at) / DAY
    leads["week"] = leads.scored_at.dt.tz_localize(None).dt.to_period("W-SUN").dt.start_time.dt.strftime("%Y-%m-%d")
    times = Times(leads)
    cohorts = {week: measure_cohort(week, of_week, times) for week, of_week in leads.groupby("week")}
    mature = leads[leads.week.map(lambda week: cohorts[week]["is_mature"])]
    live = measure_live(mature, times)
    return {
        **answer,
        "maturity": times.maturity,
        "cohorts": list(cohorts.values()),
        "live": live,
        "estimate": estimate(leads) if live is None else None,
        "challengers": [
            compare(OTHER[own], mature[mature.version == own])
            for own in ["challenger", "champion"]
            if (leads.version == own).any()
        ],
    }


def is_alike(one, other, place=""):
    """Whether two answers are, but for what follows from minutes."""
    if isinstance(one, dict) and isinstance(other, dict):
        return all(is_alike(one[name], other[name], f"{place}.{name}") for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_alike, one, other, [place] * len(one)))
    if isinstance(one, float) and not float(one).is_integer():
        assert abs(one - other) <= 1e-3 * max(1, abs(one)), (place, one, other)
        return True
    assert one == other, (place, one, other)
    return True


if __name__ == "__main__":
    plan = json.loads((HERE / "plan.json").read_text())
    at = {name: pd.Timestamp(plan[name]) for name in ["early", "middle", "end"]}
    asked = {
        "early": dict(now=at["early"], posted_by=at["early"]),
        "middle": dict(now=at["middle"], posted_by=at["middle"]),
        "end": dict(now=at["end"]),
        "champion": dict(now=at["end"], version="champion"),
        "challenger": dict(now=at["end"], version="challenger"),
        "range": dict(now=at["end"], between=plan["range"]),
        "erased": dict(now=at["end"], erased=plan["erased"]),
    }
    expected = {name: measure(**how) for name, how in asked.items()}
    for name, how in asked.items():
        assert is_alike(expected[name], measure(**how, late=pd.Timedelta(minutes=2))), name
    text = json.dumps({"events": count_events(), **expected}, indent=1, allow_nan=False)
    (HERE / "expected.json").write_text(f"{text}\n")
