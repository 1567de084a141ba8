"""Scored leads with outcomes (rows.csv.gz) and what their scores were worth (figures.json).

    python make.py rows      draws the leads anew; figures change
    python make.py figures   computes every figure from rows.csv.gz

Made with Python 3.11, numpy 2.4.6, pandas 3.0.6, scipy 1.17.1 and scikit-learn 1.9.1. Nothing here is taken from lib/: lists are
searched lead by lead, pairs are compared pair by pair, and counts are convolved lead by lead.
"""
import json
import math
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from scipy.stats import norm, t
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

HERE = Path(__file__).parent
NOW = pd.Timestamp('2026-11-20T15:30:00.000Z')
START = pd.Timestamp('2026-06-29T00:00:00.000Z')
Z = norm.ppf(.975)
DAY = pd.Timedelta(days=1)
QUERIES = {
    'all': {'version': None, 'from': '2026-06-29T00:00:00.000Z', 'to': '2026-11-20T15:30:00.000Z'},
    'second version': {'version': 'v2', 'from': '2026-06-29T00:00:00.000Z', 'to': '2026-11-20T15:30:00.000Z'},
    'scored elsewhere': {'version': 'elsewhere', 'from': '2026-06-29T00:00:00.000Z', 'to': '2026-11-20T15:30:00.000Z'},
    'part of the weeks': {'version': 'v1', 'from': '2026-07-15T10:00:00.000Z', 'to': '2026-09-02T12:00:00.000Z'},
    'last weeks': {'version': None, 'from': '2026-10-28T00:00:00.000Z', 'to': '2026-11-20T15:30:00.000Z'},
}


# Rows

def draw_rows():
    rng = np.random.default_rng(25)
    n = 3600
    at = START + pd.to_timedelta(np.sort(rng.uniform(0, (NOW - START) / DAY, n)) * 86_400_000 // 1, unit='ms')
    eta = logit(.13) + 1.2 * rng.standard_normal(n)
    converts = rng.random(n) < expit(eta)
    delay = np.exp(math.log(9) + .9 * rng.standard_normal(n))
    rows = []
    for i in range(n):
        version = 'v1' if at[i] < START + 70 * DAY else 'v2'
        # The first version is too sure of itself and promises too much.
        said = {'v1': 1.5 * eta[i] + 1.2 + .9 * rng.standard_normal(), 'v2': eta[i] + .35 * rng.standard_normal()}
        challenger = 'v2' if START + 30 * DAY < at[i] < START + 70 * DAY else 'v10' if at[i] > START + 90 * DAY else None
        said['v10'] = .8 * said['v2'] + .3 * rng.standard_normal() - .3
        outcome, when, value = '', '', ''
        won = at[i] + delay[i] * DAY
        lost = at[i] + 12 * rng.random() * DAY
        if converts[i] and won <= NOW:
            outcome, when = 'converted', won
            value = round(float(np.exp(7 + .6 * rng.standard_normal())), 2) if rng.random() < .7 else ''
        elif not converts[i] and rng.random() < .5 and lost <= NOW:
            outcome, when = 'lost', lost
        elif rng.random() < .03:
            outcome, when = 'open', at[i] + (NOW - at[i]) * rng.random()
        if rng.random() < .01:
            outcome, when, value = 'converted', at[i] - 3 * rng.random() * DAY, ''
        elsewhere = version == 'v1' and rng.random() < .12
        probability = lambda v: round(float(expit(said[v])), 6)
        score = lambda v: int(np.clip(math.ceil(99 * norm.cdf((logit(probability(v)) - logit(.13)) / 1.4)), 1, 99))
        grade = lambda v: 'ABCD'[int(np.searchsorted([11, 31, 70], 100 - score(v), side='left'))]
        def add(v, moment, suffix):
            own = v != 'elsewhere'
            p = probability(v if own else 'v1')
            rows.append({
                'id': f'p{i}{suffix}', 'lead': f'lead{i}', 'version': v, 'scored_at': moment, 'probability': p,
                'score': score(v) if own else '', 'grade': grade(v) if own else '',
                'challenger': challenger if own and challenger and suffix == 'a' else '',
                'challenger_probability': probability(challenger) if own and challenger and suffix == 'a' else '',
                'outcome': outcome, 'occurred_at': when, 'value': value,
            })
        add('elsewhere' if elsewhere else version, at[i], 'a')
        if version == 'v1' and rng.random() < .2:
            # The next version scores it as well, later, when part of the outcome is known.
            later = START + 70 * DAY + (NOW - START - 70 * DAY) * rng.random()
            add('v2', later, 'b')
    frame = pd.DataFrame(rows)
    text = lambda when: '' if when == '' else pd.Timestamp(when).strftime('%Y-%m-%dT%H:%M:%S.') + f'{pd.Timestamp(when).microsecond // 1000:03d}Z'
    for column in ('scored_at', 'occurred_at'):
        frame[column] = [text(when) for when in frame[column]]
    # In no order, and some rows twice.
    frame = pd.concat([frame, frame.sample(60, random_state=1)]).sample(frac=1, random_state=2)
    frame.to_csv(HERE / 'rows.csv.gz', index=False, compression={'method': 'gzip', 'mtime': 0})


# Figures

def read_rows():
    frame = pd.read_csv(HERE / 'rows.csv.gz', dtype={'id': str, 'lead': str}, keep_default_na=False)
    for column in ('scored_at', 'occurred_at'):
        frame[column] = pd.to_datetime(frame[column].replace('', None), utc=True, format='ISO8601')
    for column in ('score', 'challenger_probability', 'value'):
        frame[column] = pd.to_numeric(frame[column].replace('', None))
    return frame


def mean_interval(values, least=-math.inf, most=math.inf):
    values = np.asarray(values, float)
    low, high = t.interval(.95, len(values) - 1, values.mean(), values.std(ddof=1) / math.sqrt(len(values)))
    return {'value': values.mean(), 'low': max(least, low), 'high': min(most, high)}


def wilson(count, n):
    centre, half = (count + Z * Z / 2) / (n + Z * Z), Z / (n + Z * Z) * math.sqrt(count * (n - count) / n + Z * Z / 4)
    return max(0, centre - half), min(1, centre + half)


def curve_of(frame):
    """m(0 … H) by the definition, with the variance of ln m and the hazards' own variances."""
    won = frame[frame.label == 1]
    ages, delays = np.floor(won.age).astype(int).values, np.ceil(won.delay).astype(int).values
    if len(won) < 20:
        return None
    horizon = min(365, int(np.sort(ages)[-20]))
    used = delays <= np.minimum(ages, horizon)
    if horizon < 1 or used.sum() < 20:
        return None
    ages, delays = ages[used], delays[used]
    share, steps = np.ones(horizon + 1), np.zeros(horizon + 1)
    for u in range(horizon, 0, -1):
        there = (ages >= u) & (delays <= u)
        r = (delays[there] == u).sum() / there.sum() if there.any() else 0
        share[u - 1] = share[u] * (1 - r)
        steps[u] = r / (there.sum() * (1 - r)) if there.any() and r < 1 else 0
    variance = np.array([steps[a + 1:].sum() for a in range(horizon + 1)])
    after = int(np.argmax(share >= .9))
    known = horizon == 365 or after <= 2 / 3 * horizon
    return {'horizon': horizon, 'conversions': int(used.sum()), 'share': share, 'variance': variance, 'after': after, 'known': known}


def share_at(curve, age):
    return np.interp(age, np.arange(curve['horizon'] + 1), curve['share'])


def expectation(frame, curve):
    q = (frame.probability * share_at(curve, frame.age)).values
    mass = np.ones(1)
    for each in q:
        mass = np.convolve(mass, [1 - each, each])
    total = mass.cumsum()
    low, high = (int(np.searchsorted(total, point)) for point in (.025, .975))
    mean, variance = q.sum(), (q * (1 - q)).sum()
    # The gradient by ln m of every day, and the covariances: those of two days are the variance of the later one.
    day = np.minimum(np.floor(frame.age), curve['horizon']).astype(int).values
    part = np.where(day == curve['horizon'], 0, frame.age.values - day)
    gradient = np.zeros(curve['horizon'] + 2)
    for d, f, p in zip(day, part, frame.probability):
        gradient[d] += p * (1 - f) * curve['share'][d]
        if f > 0:
            gradient[d + 1] += p * f * curve['share'][d + 1]
    gradient = gradient[:-1]
    index = np.arange(len(gradient))
    added = gradient @ curve['variance'][np.maximum.outer(index, index)] @ gradient
    stretch = math.sqrt(1 + added / variance)
    # Bits of rounding are no variance.
    if added > 1e-12:
        low = max(0, min(low, math.floor(mean - (mean - low) * stretch)))
        high = min(len(q), max(high, math.ceil(mean + (high - mean) * stretch)))
    came = int(frame.label.sum())
    verdict = 'fewer' if came < low else 'more' if came > high else 'as_expected'
    return {'expected': {'value': mean, 'low': low, 'high': high}, 'converted': came, 'verdict': verdict}


def group(frame, curve):
    came = int(frame.label.sum())
    low, high = wilson(came, len(frame))
    return {'leads': len(frame), **expectation(frame, curve), 'rate': {'value': came / len(frame), 'low': low, 'high': high}}


def area(frame):
    y = frame.label.values
    if min(y.sum(), (1 - y).sum()) < 2:
        return None
    by_p = frame.groupby('probability').score
    ordered = by_p.nunique(dropna=False).eq(1).all() and by_p.first().notna().all() and by_p.first().is_monotonic_increasing
    if ordered:
        s = frame.score.values
    else:
        counts = frame.probability.value_counts().sort_index()
        middle = counts.cumsum() - counts / 2
        rank = np.floor(99 * middle / len(frame)) if len(counts) > 99 else pd.Series(range(len(counts)), index=counts.index)
        s = frame.probability.map(rank).values
    won, others = s[y == 1], s[y == 0]
    wins = np.sign(won[:, None] - others[None, :]) / 2 + .5
    a = roc_auc_score(y, s)
    v10, v01 = wins.mean(1), wins.mean(0)
    se = math.sqrt(v10.var(ddof=1) / len(v10) + v01.var(ddof=1) / len(v01))
    half = Z * se / (a * (1 - a))
    exact = (wins == .5).mean() / 2
    assert abs(roc_auc_score(y, frame.probability) - a) <= exact
    return {'value': a, 'low': expit(logit(a) - half), 'high': expit(logit(a) + half), 'exact_within': exact}


def newton(x, offset, y):
    b = np.zeros(x.shape[1])
    for _ in range(100):
        p = expit(x @ b + offset)
        b = b + np.linalg.solve((x.T * (p * (1 - p))) @ x, x.T @ (y - p))
    p = expit(x @ b + offset)
    return b, np.sqrt(np.diag(np.linalg.inv((x.T * (p * (1 - p))) @ x)))


def calibration(frame, curve):
    z = logit(np.clip(frame.probability * share_at(curve, frame.age), 1e-6, 1 - 1e-6)).values
    y = frame.label.values
    (_, slope), (_, slope_se) = newton(np.c_[np.ones(len(z)), z], 0, y)
    peer = LogisticRegression(C=np.inf, tol=1e-10, max_iter=10_000).fit(z[:, None], y).coef_[0, 0]
    assert abs(peer - slope) < 1e-5
    (shift,), (shift_se,) = newton(np.ones((len(z), 1)), z, y)
    figure = lambda value, se: {'value': value, 'low': value - Z * se, 'high': value + Z * se}
    return figure(slope, slope_se), figure(shift, shift_se)


def lift(frame):
    size, all_won = math.ceil(len(frame) / 10), frame.label.sum()
    # Of leads that are tied each counts for the mean of them.
    counted = frame.groupby('probability').label.transform('mean')
    found = counted[frame.probability.sort_values(ascending=False, kind='stable').index].head(size).sum()
    low, high = wilson(found, all_won)
    scale = len(frame) / size
    return {'value': found / all_won * scale, 'low': low * scale, 'high': high * scale}


def deciles(frame):
    rank = frame.probability.rank(ascending=False, method='average') - .5
    return (np.floor(10 * rank / len(frame)) + 1).astype(int).astype(str)


def live_of(frame, curve):
    if len(frame) < 2:
        return None
    y, p = frame.label.values, frame.probability.values
    slope, shift = calibration(frame, curve)
    losses = -np.where(y == 1, np.log(p), np.log1p(-p))
    assert abs(losses.mean() - log_loss(y, p)) < 1e-12
    assert abs(((p - y) ** 2).mean() - brier_score_loss(y, p)) < 1e-12
    of = lambda names, column: [{'group': name, **group(frame[column == name], curve)} for name in names if (column == name).any()]
    values = frame[(frame.label == 1) & frame.value.notna()].value
    return {
        **group(frame, curve),
        'roc_auc': area(frame),
        'log_loss': mean_interval(losses, 0),
        'brier': mean_interval((p - y) ** 2, 0, 1),
        'calibration_slope': slope,
        'calibration_intercept': shift,
        'lift': lift(frame),
        'grades': of('ABCD', frame.grade),
        'deciles': of([str(i) for i in range(1, 11)], deciles(frame)),
        'value': mean_interval(values, 0) if len(values) > 1 else None,
    }


def challengers(frame, mature):
    found = []
    for version in sorted(set(frame.challenger) - {''}, key=lambda name: int(name[1:])):
        pair = mature[mature.challenger == version]
        y = pair.label.values
        clip = lambda p: np.where(y == 1, -np.log(np.clip(p, .005, .995)), -np.log(1 - np.clip(p, .005, .995)))
        d = clip(pair.probability) - clip(pair.challenger_probability)
        n = len(d)
        if n < 2:
            found.append({'version': version, 'leads': n, 'converted': int(y.sum()), 'log_loss_difference': None, 'standard_error': None, 'lower_bound': None, 'is_better': False})
            continue
        rho2 = (-2 * math.log(.1) + math.log(-2 * math.log(.1) + 1)) / 5000
        bound = d.mean() - d.std(ddof=1) * math.sqrt(2 * (n * rho2 + 1) / (n * n * rho2) * math.log(1 + math.sqrt(n * rho2 + 1) / .1))
        found.append({
            'version': version, 'leads': n, 'converted': int(y.sum()), 'log_loss_difference': mean_interval(d),
            'standard_error': d.std(ddof=1) / math.sqrt(n), 'lower_bound': bound, 'is_better': bool(bound > 0 and y.sum() >= 50),
        })
    return found


def estimate(frame):
    p = frame.probability.values
    won = p[:, None] * (1 - p[None, :])
    np.fill_diagonal(won, 0)
    auc = (won * (np.sign(p[:, None] - p[None, :]) / 2 + .5)).sum() / won.sum()
    entropy = -(p * np.log(p) + (1 - p) * np.log(1 - p))
    figure = lambda value, se, most: {'value': value, 'low': max(0, value - Z * se), 'high': min(most, value + Z * se)}
    return {
        'leads': len(p),
        'conversions': figure(p.sum(), math.sqrt((p * (1 - p)).sum()), len(p)),
        'roc_auc': auc,
        'log_loss': figure(entropy.mean(), math.sqrt((p * (1 - p) * logit(p) ** 2).sum()) / len(p), math.inf),
    }


def figures(rows, query):
    frame = rows[(rows.scored_at >= query['from']) & (rows.scored_at <= query['to'])]
    if query['version']:
        frame = frame[frame.version == query['version']]
    frame = frame.sort_values(['scored_at', 'id']).drop_duplicates('lead').reset_index(drop=True)
    total = len(frame)
    early = (frame.outcome == 'converted') & (frame.occurred_at < frame.scored_at)
    frame = frame[~early].reset_index(drop=True)
    frame['label'] = (frame.outcome == 'converted').astype(int)
    frame['age'] = (NOW - frame.scored_at) / DAY
    frame['delay'] = (frame.occurred_at - frame.scored_at) / DAY
    day = frame.scored_at.dt.floor('D')
    frame['week'] = (day - pd.to_timedelta(day.dt.weekday, unit='D')).dt.strftime('%Y-%m-%d')
    curve = curve_of(frame)
    usable = curve is not None and curve['known']
    cohorts, mature_weeks = [], []
    for week, leads in frame.groupby('week'):
        about = {'week': week, 'leads': len(leads), 'converted': int(leads.label.sum())}
        if not usable:
            cohorts.append({**about, 'mature_share': None, 'is_mature': False, 'expected': None, 'verdict': 'unknown'})
            continue
        share = (leads.probability * share_at(curve, leads.age)).sum() / leads.probability.sum()
        cohorts.append({**about, 'mature_share': share, 'is_mature': bool(share >= .9), **expectation(leads, curve)})
        mature_weeks += [week] if share >= .9 else []
    mature = frame[frame.week.isin(mature_weeks)]
    maturity = None
    if curve is not None:
        middle = curve['after']
        half = Z * math.sqrt(curve['variance'][middle]) / -math.log(curve['share'][middle])
        maturity = {
            'conversions': curve['conversions'], 'horizon_days': curve['horizon'], 'mature_at': .9,
            'mature_after_days': curve['after'] if usable else None, 'shares': list(curve['share']),
            'interval': {'days': middle, 'low': curve['share'][middle] ** math.exp(half), 'high': curve['share'][middle] ** math.exp(-half)},
        }
    live = live_of(mature, curve)
    return {
        'leads': total,
        'outcomes': {
            'converted': int(frame.label.sum()), 'lost': int((frame.outcome == 'lost').sum()),
            'open': int(frame.outcome.isin(['', 'open']).sum()), 'before_scoring': int(early.sum()),
        },
        'maturity': maturity, 'cohorts': cohorts, 'live': live,
        'estimate': estimate(frame) if live is None else None,
        'challengers': challengers(frame, mature),
    }


def make_figures():
    rows = read_rows()
    answers = [{'name': name, 'query': query, 'figures': figures(rows, query)} for name, query in QUERIES.items()]
    plain = lambda value: value.item() if isinstance(value, np.generic) else value
    text = json.dumps({'now': '2026-11-20T15:30:00.000Z', 'answers': answers}, default=plain, indent=1)
    (HERE / 'figures.json').write_text(text + '\n')


if __name__ == '__main__':
    {'rows': draw_rows, 'figures': make_figures}[sys.argv[1]]()
