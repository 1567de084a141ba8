/** What every exported file has behind its model: Python ≥ 3.9, the standard library alone. It reads `_MODEL`, which `export-python.ts` writes. */
export const SCORER_SOURCE = String.raw`

def score(lead):
    """The probability, score and grade of a lead.

    The lead is a dict of the fields in FIELDS, by name; other keys do not count, and a key that is not there is a missing value.

    - number: an int or float; NaN and infinite ones are missing
    - category: a str, compared without space around it; an empty one and the words that meant "missing" in training are missing
    - boolean: True or False, or a str such as "yes" or "no"
    - date: a str in ISO 8601, a datetime.date or a datetime.datetime; it is read as it is written, whatever its time zone

    None is missing. A value of another kind raises ValueError; nothing else is checked, so a number far outside the training
    data and a level that training has not seen are scored.

    Returns a dict: probability; score, 1 to 99 (90 is a higher probability than about 89 % of past leads have); grade, A to D;
    log_odds before calibration, which a model that averages probabilities lacks.
    """
    values = {}
    for field in _MODEL["fields"]:
        values[field["name"]] = _read(field, lead.get(field["name"]))
    raw = _MODEL["intercept"]
    for term in _MODEL["terms"]:
        raw += _contribute(term, values)
    if _MODEL["trees"] is not None:
        raw += _score_trees(_MODEL["trees"], values)
    rank = min(99, 1 + bisect.bisect_left(_MODEL["raw_percentiles"], raw))
    grades = _MODEL["grades"]
    result = {
        "probability": _calibrate(_MODEL["calibration"], raw),
        "score": rank,
        "grade": next((grade for grade in "ABC" if rank >= grades[grade]), "D"),
    }
    if _MODEL["calibration"]["method"] != "identity":
        result["log_odds"] = raw
    return result


_SPACE = (
    "\t\n\x0b\x0c\r \x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
    "\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
_WORDS = {"true": True, "yes": True, "t": True, "y": True, "false": False, "no": False, "f": False, "n": False}
_TIME = re.compile(r"[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2}(?:\.[0-9]+)?))?(?:Z|[+-][0-9]{2}:?[0-9]{2})?")


def _read(field, value):
    """A value as the model looks at it; None is missing."""
    kind = field["type"]
    if value is None or value != value:
        return None
    if kind == "number":
        if isinstance(value, (str, bytes, bool)):
            raise _unfit(field, "a number", value)
        number = float(value)
        return None if math.isinf(number) or number in field["missing_numbers"] else number
    if kind == "boolean":
        word = value.strip(_SPACE).lower() if isinstance(value, str) else None
        if word in field["missing_words"]:
            return None
        found = _WORDS.get(word) if word is not None else value if value in (True, False) else None
        if found is None:
            raise _unfit(field, "True or False", value)
        return "true" if found else "false"
    if kind == "date":
        text = value.isoformat() if hasattr(value, "isoformat") else value
        if not isinstance(text, str) or (len(text) > 10 and _TIME.fullmatch(text[10:]) is None):
            raise _unfit(field, "a date in ISO 8601", value)
        try:
            _days(text)
        except ValueError:
            raise _unfit(field, "a date in ISO 8601", value) from None
        return text
    if not isinstance(value, str):
        raise _unfit(field, "a text", value)
    word = unicodedata.normalize("NFC", value.strip(_SPACE))
    if word.lower() in field["missing_words"]:
        return None
    found = field["spellings"].get(word)
    if found is None and field["folded"]:
        found = field["folded"].get(_fold(word))
    return word if found is None else found


def _unfit(field, expected, value):
    return ValueError("%s: expected %s, got %.60r" % (field["name"], expected, value))


def _fold(word):
    return unicodedata.normalize("NFC", word.upper().lower())


def _days(text):
    """Whole days since 1970-01-01."""
    return datetime.date.fromisoformat(text[:10]).toordinal() - 719163


def _part(part, text):
    """The level that a part of a date is; midnight has no part of the day."""
    if part == "month":
        return text[5:7]
    if part == "hour":
        return "00" if len(text) < 13 else text[11:13]
    if part == "weekday":
        return str((_days(text) + 3) % 7 + 1)
    time = _TIME.fullmatch(text[10:])
    if time is None:
        return None
    hours, minutes, seconds = int(time[1]), int(time[2]), float(time[3] or 0)
    if hours == 0 and minutes == 0 and math.floor(1000 * seconds + 1e-6) == 0:
        return None
    return ("night", "morning", "afternoon", "evening")[hours // 6]


def _number(spec, feature, values):
    value = values[feature]
    return _days(value) if value is not None and "part" in spec else value


def _level(spec, feature, values):
    value = values[feature]
    return _part(spec["part"], value) if value is not None and "part" in spec else value


def _contribute(term, values):
    if term["kind"] == "pair":
        row, column = (_place(axis, name, values) for axis, name in zip(term["axes"], term["features"]))
        return term["values"][row][column]
    return _look_up(term, values)


def _look_up(spec, values):
    """What a term contributes, or what an input is; None is missing."""
    kind, feature = spec["kind"], spec["feature"]
    if kind in ("linear", "number"):
        x = _number(spec, feature, values)
        return spec["missing"] if x is None else spec.get("weight", 1) * _apply(spec["steps"], x)
    if kind in ("binned", "bins"):
        x = _number(spec, feature, values)
        return spec["missing"] if x is None else spec["values"][bisect.bisect_left(spec["edges"], x)]
    level = _level(spec, feature, values)
    if level is None:
        return spec["missing"]
    if level in spec["values"]:
        return spec["values"][level]
    if "rare" in spec:
        salted = (spec["rare"]["salt"] + "\n" + level).encode("utf-8", "replace")
        return spec["rare"]["values"].get(hashlib.sha256(salted).hexdigest()[:16], spec["other"])
    return spec["other"]


def _place(axis, feature, values):
    """The entry of one side of a pair's grid: behind the bins or levels come other and missing."""
    if "edges" in axis:
        x = _number(axis, feature, values)
        return len(axis["edges"]) + 1 if x is None else bisect.bisect_left(axis["edges"], x)
    level, levels = _level(axis, feature, values), axis["levels"]
    return len(levels) + 1 if level is None else levels.index(level) if level in levels else len(levels)


def _apply(steps, x):
    for step in steps:
        op = step["op"]
        if op == "clip":
            x = min(max(x, step["low"]), step["high"])
        elif op == "log1p":
            x = _log1p(x)
        elif op == "yeo-johnson":
            x = _yeo_johnson(x, step["lambda"])
        elif op == "affine":
            x = x * step["factor"] + step["add"]
        else:
            x = (x - step["mean"]) / step["sd"]
    return x


def _yeo_johnson(x, power):
    if x >= 0:
        return _log1p(x) if power == 0 else _expm1(power * _log1p(x)) / power
    mirrored = 2 - power
    return -_log1p(-x) if mirrored == 0 else -_expm1(mirrored * _log1p(-x)) / mirrored


def _log1p(x):
    return math.log1p(x) if x > -1 else -math.inf if x == -1 else math.nan


def _expm1(x):
    return math.expm1(x) if x < 700 else math.inf


def _score_trees(trees, values):
    inputs = []
    for spec in trees["inputs"]:
        x = _look_up(spec, values)
        # What LightGBM takes for zero.
        lacks = x is None or x != x or ("zero_is_missing" in spec and abs(x) <= 1e-35)
        inputs.append(None if lacks else x)
    total = 0.0
    for member in trees["members"]:
        raw = _score_member(member, inputs)
        total += member["weight"] * (_calibrate(member["link"], raw) if "link" in member else raw)
    return total


def _score_member(member, inputs):
    intercept = member.get("intercept", 0)
    if member["kind"] == "linear":
        raw = intercept
        for coefficient, mean, x in zip(member["coefficients"], member["means"], inputs):
            raw += coefficient * (mean if x is None else min(1e100, max(-1e100, x)))
        return raw
    if member.get("float32"):
        inputs = [None if x is None else _round(x) for x in inputs]
    total = 0.0
    for node in member["roots"]:
        while node >= 0:
            x = inputs[member["split_input"][node]]
            route, threshold = member["route"][node], member["threshold"][node]
            if x is None:
                left = route & 1
            elif route & 2:
                left = math.isfinite(x) and math.trunc(x) in member["sets"][threshold]
            else:
                left = x <= threshold
            node = member["left" if left else "right"][node]
        total += member["value"][~node]
    return intercept + total


def _round(x):
    """The next number of 32 bits."""
    try:
        return struct.unpack("f", struct.pack("f", x))[0]
    except OverflowError:
        return math.copysign(math.inf, x)


def _lay_out(member):
    """Finds the sides of every split: the lists have a split before its left and then its right side. Below 0 is the leaf ~n."""
    splits = len(member["threshold"])
    member["roots"], member["split_input"] = [], []
    member["left"], member["right"] = [0] * splits, [0] * splits
    above, leaf = [], 0
    for at in member["input"]:
        node = ~leaf if at < 0 else len(member["split_input"])
        if not above:
            member["roots"].append(node)
        else:
            split, side = above.pop()
            member[side][split] = node
            if side == "left":
                above.append((split, "right"))
        if at < 0:
            leaf += 1
        else:
            member["split_input"].append(at)
            above.append((node, "left"))


def _calibrate(calibration, z):
    method = calibration["method"]
    if method == "none":
        return _sigmoid(z)
    if method == "identity":
        return min(1, max(0, z))
    if method == "platt":
        return _sigmoid(calibration["slope"] * z + calibration["offset"])
    x, y = calibration["z"], calibration["p"]
    if z <= x[0]:
        return y[0]
    if z >= x[-1]:
        return y[-1]
    high = bisect.bisect_left(x, z)
    if x[high] == z:
        return y[high]
    share = (z - x[high - 1]) / (x[high] - x[high - 1])
    return y[high - 1] + share * (y[high] - y[high - 1])


def _sigmoid(z):
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    e = math.exp(z)
    return e / (1 + e)


FIELDS = {field["name"]: field["type"] for field in _MODEL["fields"]}
for _member in _MODEL["trees"]["members"] if _MODEL["trees"] is not None else ():
    if _member["kind"] == "trees":
        _lay_out(_member)
`;
