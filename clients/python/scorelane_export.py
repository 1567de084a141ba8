"""Writes a scikit-learn classifier as plain JSON, for `scorelane import`.

Run it where the pickle was made, with the library versions that made it: no pickle ever leaves that machine.

    from scorelane_export import export
    export(pipeline, X_raw, "model-export.json")

    python scorelane_export.py pipeline.joblib leads.csv -o model-export.json

Loading a pickle or a joblib file executes code that it contains: load only files that you trust.

The file holds what every step learned, 200 of the leads with the probability that the model gives each (`predict_proba` of the
second class), and the versions of the libraries. `scorelane import` refuses the file unless its own probabilities agree. The
200 leads are real leads: keep the file as you keep the data.

Every step is recognised by its exact type; anything else, a subclass too, is refused by name with its place in the pipeline.
Needs numpy and scikit-learn 1.4 or later; the command needs pandas, too.
"""

import argparse
import json
import math
import platform
import sys

import numpy as np
import sklearn
from sklearn.base import is_classifier
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import (
    ExtraTreesClassifier,
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
)
from sklearn.feature_selection import SelectKBest, SelectPercentile, VarianceThreshold
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.linear_model import LogisticRegression, LogisticRegressionCV
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    KBinsDiscretizer,
    MaxAbsScaler,
    MinMaxScaler,
    OneHotEncoder,
    OrdinalEncoder,
    PowerTransformer,
    RobustScaler,
    StandardScaler,
)
from sklearn.tree import DecisionTreeClassifier, ExtraTreeClassifier

try:
    from sklearn.frozen import FrozenEstimator
except ImportError:  # before scikit-learn 1.6
    FrozenEstimator = None

__all__ = ["Refused", "describe", "export"]

FORMAT = "scorelane-export/1"
CHECKS = 200
# Leads among which those are chosen.
MOST_LOOKED_AT = 20_000
LARGEST = float(np.finfo(np.float64).max)


class Refused(ValueError):
    """A part of the pipeline that cannot be exported exactly; the message names it and its place."""


def export(model, X_raw, path, checks=CHECKS):
    """Writes a fitted classifier to a file.

    :param model: a fitted Pipeline, or a fitted classifier
    :param X_raw: leads as the model takes them, a pandas DataFrame or a numpy array, at least a few hundred; best the
        training leads, as means and ranges are taken over them
    :param path: of the JSON file
    :param checks: how many of the leads the file keeps, with their probabilities
    :raises Refused: names the part that is not supported; nothing is written
    """
    text = json.dumps(
        describe(model, X_raw, checks), allow_nan=False, ensure_ascii=False, separators=(",", ":")
    )
    with open(path, "w", encoding="utf-8") as file:
        file.write(text + "\n")


def describe(model, X_raw, checks=CHECKS):
    """The same as a dict, ready for `json.dumps`."""
    if tuple(int(part) for part in sklearn.__version__.split(".")[:2]) < (1, 4):
        raise Refused(f"scikit-learn {sklearn.__version__} is too old: 1.4 or later is needed")
    table = _Table(model, X_raw)
    walk = _Walk(table)
    described = walk.model(model, table.columns(), table.data, ())
    used = walk.used()
    fields = [
        table.field(name, walk.levels(name), name in walk.strict) if name in used else {"name": name}
        for name in table.names
    ]
    names = [name for name in table.names if name in used]
    rows, unsteady = _choose(model, table, names, checks)
    if unsteady:
        walk.notes.append(
            f"{unsteady} of the leads stand where the isotonic calibration jumps within a rounding error; none of them is a check."
        )
    classes = [str(_value(each)) for each in _classes(model)]
    walk.notes.insert(
        0, f"The probability is that of “{classes[1]}”, the second of the classes {_list(classes)}."
    )
    return {
        "format": FORMAT,
        "library": "scikit-learn",
        "versions": walk.versions(),
        "columns": fields,
        "positive": classes[1],
        **({"float32": True} if walk.float32 else {}),
        "model": described,
        "notes": walk.notes,
        "checks": table.checks(rows, names, model),
    }


# Raw leads ------------------------------------------------------------------------------------------------------------


class _Table:
    """The raw leads: a DataFrame or an array, with the names and types of its columns."""

    def __init__(self, model, X):
        names = getattr(model, "feature_names_in_", None)
        self.frame = hasattr(X, "columns") and hasattr(X, "iloc")
        if self.frame:
            if names is not None:
                lacking = [name for name in names if name not in X.columns]
                if lacking:
                    raise Refused(f"the leads lack {_list(lacking)}, which the model was fitted with")
                X = X[list(names)]
            self.names = [str(name) for name in X.columns]
        else:
            X = np.asarray(X)
            if X.ndim != 2:
                raise Refused(f"expected leads as a table of two dimensions, got {X.ndim}")
            self.names = (
                [f"x{i}" for i in range(X.shape[1])] if names is None else [str(name) for name in names]
            )
            if len(self.names) != X.shape[1]:
                raise Refused(
                    f"expected {len(self.names)} columns of leads, as the model was fitted with, got {X.shape[1]}"
                )
        if len(set(self.names)) != len(self.names):
            raise Refused("expected a name for each column of the leads, got one twice")
        if X.shape[0] == 0:
            raise Refused("expected leads, got none")
        self.data = self._widen(X)
        self.values = {name: self._column(i) for i, name in enumerate(self.names)}
        self.types = {}

    def _widen(self, X):
        """Numbers of 32 bits in 64: the same numbers, and what the model makes of the JSON file's."""
        if not self.frame:
            return X.astype(np.float64) if X.dtype.kind == "f" and X.dtype.itemsize < 8 else X
        narrow = [name for name in X.columns if str(X[name].dtype).lower() in ("float16", "float32")]
        return X.astype({name: "float64" for name in narrow}) if narrow else X

    def _column(self, i):
        return list(self.data.iloc[:, i]) if self.frame else list(self.data[:, i])

    def columns(self):
        return [_Column(name, ()) for name in self.names]

    def type(self, name, levels=()):
        """`number`, `category` or `boolean`; refused if the column holds anything else."""
        if name not in self.types:
            self.types[name] = self._find_type(name, levels)
        return self.types[name]

    def _find_type(self, name, levels):
        present = [value for value in self.values[name] if not _is_missing(value)]
        kinds = {_kind(value) for value in present}
        kinds = kinds or {_kind(level) for level in levels if not _is_missing(level)} or {"number"}
        odd = kinds - {"number", "category", "boolean"}
        if odd:
            raise Refused(
                f"column ‘{name}’ holds values of the type {sorted(odd)[0]}: expected numbers, words or booleans; "
                "make numbers of it before the pipeline"
            )
        if len(kinds) > 1:
            raise Refused(f"column ‘{name}’ mixes {' and '.join(sorted(kinds))} values: expected one type")
        kind = kinds.pop()
        if kind == "category" and any(not value.strip() for value in set(present)):
            raise Refused(
                f"column ‘{name}’ holds a text without a character, which no lead can have: "
                "write None for it before the pipeline"
            )
        return kind

    def missing_kinds(self, name):
        """How missing values are written: scikit-learn tells None and NaN apart."""
        values = self.values[name]
        return {_missing_kind(value) for value in values if _is_missing(value)}

    def field(self, name, levels, strict):
        kind = self.type(name, levels)
        field = {"name": name, "type": kind}
        if kind == "category":
            field["levels"] = sorted({str(level) for level in levels if not _is_missing(level)})
        if kind == "number":
            present = [_value(value) for value in self.values[name] if not _is_missing(value)]
            if any(math.isinf(value) for value in present):
                raise Refused(f"column ‘{name}’ holds an infinite number, which no lead can have")
            if present:
                field["range"] = [min(present), max(present)]
        if strict:
            field["strict"] = True
        return field

    def take(self, rows):
        return self.data.iloc[rows] if self.frame else self.data[rows]

    def checks(self, rows, names, model):
        probabilities = model.predict_proba(self.take(rows))[:, 1]
        return [
            {"lead": {name: _value(self.values[name][row]) for name in names}, "probability": float(p)}
            for row, p in zip(rows, probabilities)
        ]


def _choose(model, table, names, count):
    """Rows to keep: such that every level and every missing value is among them as far as they fit, then evenly spaced ones."""
    total = table.data.shape[0]
    pool = sorted(
        {i * total // MOST_LOOKED_AT for i in range(MOST_LOOKED_AT)}
        if total > MOST_LOOKED_AT
        else range(total)
    )
    steady = dict(zip(pool, _steady(model, table.take(pool))))
    seen, rows = set(), []
    for row in pool:
        found = set()
        for name in names:
            value = _value(table.values[name][row])
            if value is None or isinstance(value, (str, bool)):
                found.add((name, value))
        if steady[row] and not found <= seen and len(rows) < count // 2:
            rows.append(row)
            seen |= found
    taken = set(rows)
    others = [row for row in pool if steady[row] and row not in taken]
    room = min(count - len(rows), len(others))
    rows += [others[i * len(others) // room] for i in range(room)]
    if not rows:
        raise Refused(
            "every lead stands where the isotonic calibration jumps within a rounding error: give other leads"
        )
    return sorted(rows), sum(1 for each in steady.values() if not each)


def _steady(model, X):
    """Per row whether rounding moves its probability by less than the checks notice: isotonic calibrations may be all but steps."""
    steady = np.ones(X.shape[0], dtype=bool)
    inner, data = model, X
    while type(inner) in (Pipeline, FrozenEstimator):
        if type(inner) is Pipeline:
            data = inner[:-1].transform(data) if len(inner.steps) > 1 else data
            inner = inner.steps[-1][1]
        else:
            inner = inner.estimator
    if type(inner) is not CalibratedClassifierCV:
        return steady
    for each in inner.calibrated_classifiers_:
        for calibrator in each.calibrators:
            if not hasattr(calibrator, "X_thresholds_"):
                continue
            z = _response(each.estimator)(data)
            z = np.asarray(z[:, 1] if z.ndim == 2 else z, dtype=np.float64)
            x, y = calibrator.X_thresholds_, calibrator.y_thresholds_
            shift = 1e-14 * np.maximum(1, np.abs(z))
            moved = np.interp(z + shift, x, y) - np.interp(z - shift, x, y)
            steady &= moved < 5e-13
    return steady


def _response(estimator):
    return estimator.decision_function if hasattr(estimator, "decision_function") else estimator.predict_proba


# Steps ----------------------------------------------------------------------------------------------------------------


class _Column:
    """A column on its way to the model: the raw column that it is made of, and what was done to it."""

    __slots__ = ("source", "steps")

    def __init__(self, source, steps):
        self.source = source
        self.steps = steps

    def then(self, op, **settings):
        return _Column(self.source, (*self.steps, {"op": op, **settings}))

    def is_coded(self):
        return any(step["op"] in ("is", "codes", "missing") for step in self.steps)

    def json(self):
        return {
            "source": self.source,
            "steps": [
                {key: value for key, value in step.items() if key not in _ONLY_HERE} for step in self.steps
            ],
        }


# Of a step, what importing does not need: the levels that scikit-learn knows, and whether it refuses others.
_ONLY_HERE = ("known", "refuses")


class _Walk:
    """Follows the columns through the steps to the models, and collects what the user should know."""

    def __init__(self, table):
        self.table = table
        self.reached = []
        self.strict = set()
        self.notes = []
        self.libraries = {}
        self.float32 = False

    def note(self, text):
        if text not in self.notes:
            self.notes.append(text)

    def used(self):
        return {column.source for column in self.reached}

    def levels(self, name):
        """Every level of a raw column that a step knows; of one that reaches a model as it is, every one of its values."""
        found = {}
        if any(column.source == name and not column.steps for column in self.reached):
            found.update(
                (_value(value), True) for value in self.table.values[name] if _kind(value) == "category"
            )
        for column in self.reached:
            for step in column.steps if column.source == name else ():
                for level in step.get("known", ()):
                    found[level] = True
        return list(found)

    def versions(self):
        versions = {
            "python": platform.python_version(),
            "scikit-learn": sklearn.__version__,
            "numpy": np.__version__,
        }
        if self.table.frame:
            versions["pandas"] = sys.modules["pandas"].__version__
        return {**versions, **self.libraries}

    def transform(self, step, columns, place):
        """The columns after a step."""
        if step is None or (isinstance(step, str) and step == "passthrough"):
            return columns
        if isinstance(step, str) and step == "drop":
            return []
        handle = _TRANSFORMERS.get(type(step))
        if handle is None:
            _refuse(step, place, _TRANSFORMERS)
        expected = getattr(step, "n_features_in_", None)
        if expected is not None and expected != len(columns):
            raise Refused(
                f"{_at(place)}{type(step).__name__} takes {expected} columns and gets {len(columns)}"
            )
        return handle(self, step, columns, place)

    def numeric(self, columns, step, place):
        """Refuses words that reach a step which takes numbers."""
        for column in columns:
            if not column.is_coded() and self.table.type(column.source) == "category":
                raise Refused(
                    f"{_at(place)}{type(step).__name__} gets the words of column ‘{column.source}’: expected numbers; "
                    "encode it before"
                )
        return columns

    # The handlers of transformers, each (step, columns, place) -> columns.

    def pipeline(self, step, columns, place):
        for name, each in step.steps:
            columns = self.transform(each, columns, (*place, name))
        return columns

    def column_transformer(self, step, columns, place):
        out = []
        weights = step.transformer_weights or {}
        names = getattr(step, "feature_names_in_", None)
        if names is not None and not any(column.steps for column in columns):
            # A table's columns are found by their names, in whatever order they come.
            by_name = {column.source: column for column in columns}
            columns = [by_name.get(str(name), columns[i]) for i, name in enumerate(names)]
        for name, each, _ in step.transformers_:
            positions = step._transformer_to_input_indices.get(name, [])
            if len(positions) == 0:
                continue
            found = self.transform(each, [columns[i] for i in positions], (*place, name))
            weight = weights.get(name)
            out += (
                found if weight is None else [c.then("affine", factor=float(weight), add=0.0) for c in found]
            )
        return out

    def imputer(self, step, columns, place):
        kind = _missing_kind(step.missing_values) if _is_missing(step.missing_values) else None
        if kind is None:
            raise Refused(
                f"{_at(place)}SimpleImputer(missing_values={step.missing_values!r}) is not supported: "
                "expected NaN or None; a lead has no value or has one"
            )
        if getattr(step, "_fit_dtype", None) == np.float32:
            self.float32 = True
            self.note(
                "It was fitted on numbers of 32 bits and computes in them, so that probabilities agree to 1e-6 only."
            )
        out = []
        for column, value in zip(columns, step.statistics_):
            # Strategies of numbers make NaN of None; the others compare.
            if step.strategy in ("most_frequent", "constant") and not column.steps:
                other = self.table.missing_kinds(column.source) - {kind, "NA"}
                if other and self.table.type(column.source) == "category":
                    raise Refused(
                        f"{_at(place)}SimpleImputer fills {kind}, and column ‘{column.source}’ holds {other.pop()}, which it leaves: "
                        f"write its missing values as {kind}"
                    )
            # A column that had no value at all is left out.
            if _is_missing(value) and not (step.strategy == "constant" or step.keep_empty_features):
                self.note(f"‘{column.source}’ had no value in training: the imputer leaves it out.")
                continue
            out.append(column.then("impute", value=_value(value)))
        if step.add_indicator:
            out += [columns[i].then("missing") for i in step.indicator_.features_]
        return out

    def indicator(self, step, columns, place):
        if not _is_missing(step.missing_values):
            raise Refused(
                f"{_at(place)}MissingIndicator(missing_values={step.missing_values!r}) is not supported: expected NaN or None"
            )
        return [columns[i].then("missing") for i in step.features_]

    def scaler(self, step, columns, place):
        """StandardScaler, RobustScaler and MaxAbsScaler: (x − center) ÷ scale."""
        center = (
            getattr(step, "mean_", getattr(step, "center_", None))
            if _flag(step, "with_mean", "with_centering")
            else None
        )
        scale = step.scale_ if _flag(step, "with_std", "with_scaling") else None
        return [
            column.then(
                "scale",
                mean=0.0 if center is None else float(center[i]),
                sd=1.0 if scale is None else float(scale[i]),
            )
            for i, column in enumerate(self.numeric(columns, step, place))
        ]

    def min_max(self, step, columns, place):
        out = [
            column.then("affine", factor=float(step.scale_[i]), add=float(step.min_[i]))
            for i, column in enumerate(self.numeric(columns, step, place))
        ]
        low, high = step.feature_range
        return [column.then("clip", low=float(low), high=float(high)) for column in out] if step.clip else out

    def power(self, step, columns, place):
        if step.method != "yeo-johnson":
            raise Refused(
                f"{_at(place)}PowerTransformer(method={step.method!r}) is not supported: expected 'yeo-johnson'"
            )
        if not np.all(np.isfinite(step.lambdas_)):
            raise Refused(
                f"{_at(place)}PowerTransformer has a lambda that is no number: drop its constant column"
            )
        out = [
            column.then("yeo-johnson", **{"lambda": float(step.lambdas_[i])})
            for i, column in enumerate(self.numeric(columns, step, place))
        ]
        return self.scaler(step._scaler, out, place) if step.standardize else out

    def function(self, step, columns, place):
        if step.func is None:
            return columns
        if step.func is np.log1p and not step.kw_args:
            return [column.then("log1p") for column in self.numeric(columns, step, place)]
        name = getattr(step.func, "__name__", type(step.func).__name__)
        raise Refused(
            f"{_at(place)}FunctionTransformer({name}) is not supported: expected no function or numpy.log1p; "
            "compute it before the pipeline"
        )

    def one_hot(self, step, columns, place):
        out = []
        for i, column in enumerate(columns):
            levels, groups = self.groups(step, column, i, place)
            refuses = step.handle_unknown == "error"
            others = step.handle_unknown in ("infrequent_if_exist", "warn")
            made = []
            for group, rare in groups:
                if rare and others:
                    frequent = [level for each, is_rare in groups if not is_rare for level in each]
                    made.append(column.then("is", levels=frequent, negated=True, known=levels, refuses=False))
                else:
                    made.append(column.then("is", levels=group, negated=False, known=levels, refuses=refuses))
            drop = None if step._drop_idx_after_grouping is None else step._drop_idx_after_grouping[i]
            if drop is not None:
                made.pop(int(drop))
            if refuses and self.table.type(column.source) == "category":
                self.note(
                    f"scikit-learn refuses a level of ‘{column.source}’ that it does not know; here such a level counts as none of its "
                    "levels, as handle_unknown='ignore' has it, and the answer warns of it."
                )
            out += made
        return out

    def groups(self, step, column, i, place):
        """The levels of a column and, by code, those that share it, with whether these are the infrequent ones."""
        levels = [_value(level) for level in step.categories_[i]]
        if levels.count(None) > 1:
            raise Refused(
                f"{_at(place)}{type(step).__name__} tells None and NaN of column ‘{column.source}’ apart: write missing values in one way"
            )
        mapping = (
            step._default_to_infrequent_mappings[i] if getattr(step, "_infrequent_enabled", False) else None
        )
        if mapping is None:
            return levels, [([level], False) for level in levels]
        last = int(max(mapping))
        rare = {int(at) for at in step._infrequent_indices[i]}
        groups = [[level for level, at in zip(levels, mapping) if at == code] for code in range(last + 1)]
        return levels, [(group, any(levels.index(level) in rare for level in group)) for group in groups]

    def ordinal(self, step, columns, place):
        out = []
        for i, column in enumerate(columns):
            levels, groups = self.groups(step, column, i, place)
            code = {level: at for at, (group, _) in enumerate(groups) for level in group}
            refuses = step.handle_unknown == "error"
            known = [level for level in levels if level is not None]
            # A missing value that training did not have is a level that the encoder does not know.
            other = None if refuses else _number(step.unknown_value)
            missing = _number(step.encoded_missing_value) if None in levels else other
            out.append(
                column.then(
                    "codes",
                    levels=known,
                    codes=[code[level] for level in known],
                    other=other,
                    missing=missing,
                    known=levels,
                    refuses=refuses,
                )
            )
            if refuses and self.table.type(column.source) == "category":
                self.note(
                    f"scikit-learn refuses a level of ‘{column.source}’ that it does not know; here it counts as missing, and the answer "
                    "warns of it."
                )
        return out

    def bins(self, step, columns, place):
        out = []
        for i, column in enumerate(self.numeric(columns, step, place)):
            edges = step.bin_edges_[i]
            made = column.then("bins", edges=[float(edge) for edge in edges[1:-1]])
            if step.encode == "ordinal":
                out.append(made)
            else:
                out += [made.then("is", levels=[code], negated=False) for code in range(len(edges) - 1)]
        return out

    def select(self, step, columns, place):
        return [column for column, kept in zip(columns, step.get_support()) if kept]

    # Models, each (model, columns, data, place) -> what is written.

    def model(self, model, columns, data, place):
        """@param data the leads as the model takes them"""
        handle = _MODELS.get(type(model))
        if handle is None:
            handle = _MODELS_BY_NAME.get(f"{type(model).__module__.split('.')[0]}.{type(model).__name__}")
        if handle is None:
            _refuse(model, place, _MODELS)
        _classes(model)
        if getattr(model, "class_weight", None) is not None:
            self.note(
                f"{type(model).__name__} was trained with class weights ({model.class_weight!r}): its probabilities are not those of the "
                "training leads unless they are calibrated. They are imported as they are."
            )
        return handle(self, model, columns, data, place)

    def arrive(self, model, columns, place, takes_missing):
        """Columns at a model: as many as it was fitted with, all numbers."""
        if model.n_features_in_ != len(columns):
            raise Refused(
                f"{_at(place)}{type(model).__name__} takes {model.n_features_in_} columns and gets {len(columns)}"
            )
        self.numeric(columns, model, place)
        self.reached += columns
        for column in columns:
            left = _of_missing(column.steps)
            if left is _REFUSED or (left is None and not takes_missing):
                self.strict.add(column.source)
        return [column.json() for column in columns]

    def pipeline_model(self, model, columns, data, place):
        *steps, (name, last) = model.steps
        for each, step in steps:
            columns = self.transform(step, columns, (*place, each))
        data = model[:-1].transform(data) if steps else data
        return self.model(last, columns, data, (*place, name))

    def frozen(self, model, columns, data, place):
        return self.model(model.estimator, columns, data, place)

    def linear(self, model, columns, data, place):
        written = self.arrive(model, columns, place, False)
        means = np.asarray(data.mean(axis=0), dtype=np.float64).ravel()
        return {
            "kind": "linear",
            "columns": written,
            "coefficients": _numbers(model.coef_[0]),
            "means": _numbers(means),
            "intercept": float(np.ravel(model.intercept_)[0]),
        }

    def forest(self, model, columns, data, place):
        """A tree, or trees whose probabilities are averaged."""
        self.note(
            f"{type(model).__name__} makes a probability of the shares of its leaves; reasons are parts of the probability."
        )
        tags = getattr(model, "__sklearn_tags__", None)
        takes_missing = tags is not None and tags().input_tags.allow_nan
        written = self.arrive(model, columns, place, takes_missing)
        trees = getattr(model, "estimators_", [model])
        flat = _Flat()
        for tree in trees:
            counts = tree.tree_.value[:, 0, :]
            flat.add_tree(tree.tree_, counts[:, 1] / counts.sum(axis=1) / len(trees))
        return {
            "kind": "trees",
            "columns": written,
            "float32": True,
            "intercept": 0.0,
            "output": "probability",
            **flat.json(),
        }

    def gradient_boosting(self, model, columns, data, place):
        if (
            not (isinstance(model.init_, str) and model.init_ == "zero")
            and type(model.init_) is not DummyClassifier
        ):
            raise Refused(
                f"{_at(place)}GradientBoostingClassifier(init={type(model.init_).__name__}) is not supported: expected none or 'zero'"
            )
        written = self.arrive(model, columns, place, False)
        flat = _Flat()
        for tree in model.estimators_[:, 0]:
            flat.add_tree(tree.tree_, tree.tree_.value[:, 0, 0] * model.learning_rate)
        return {
            "kind": "trees",
            "columns": written,
            "float32": True,
            "intercept": float(
                np.ravel(model._raw_predict_init(np.zeros((1, len(columns)), dtype=np.float32)))[0]
            ),
            # The exponential loss makes half of the log-odds.
            "output": "half-log-odds" if model.loss == "exponential" else "log-odds",
            **flat.json(),
        }

    def hist_gradient_boosting(self, model, columns, data, place):
        if len(columns) != model.n_features_in_:
            raise Refused(
                f"{_at(place)}HistGradientBoostingClassifier takes {model.n_features_in_} columns and gets {len(columns)}"
            )
        inner = getattr(model, "_preprocessor", None)
        if inner is not None:
            # Its own encoder of categories, whose columns come first.
            where = inner._transformer_to_input_indices
            encoded = [columns[i] for i in where["encoder"]]
            # Without a category it is not fitted.
            coded = self.ordinal(inner.named_transformers_["encoder"], encoded, place) if encoded else []
            columns = coded + [columns[i] for i in where["numerical"]]
        known, positions = model._bin_mapper.make_known_categories_bitsets()
        is_category = np.asarray(model._bin_mapper.is_categorical_, dtype=bool)
        columns = [
            column.then("known", codes=_codes(known[positions[i]])) if is_category[i] else column
            for i, column in enumerate(columns)
        ]
        written = self.arrive(model, columns, place, True)
        flat = _Flat()
        for (predictor,) in model._predictors:
            flat.add_predictor(predictor)
        return {
            "kind": "trees",
            "columns": written,
            "float32": False,
            "intercept": float(np.ravel(model._baseline_prediction)[0]),
            "output": "log-odds",
            **flat.json(),
        }

    def calibrated(self, model, columns, data, place):
        of = []
        for each in model.calibrated_classifiers_:
            base = each.estimator
            while type(base) in (Pipeline, FrozenEstimator):
                base = base.steps[-1][1] if type(base) is Pipeline else base.estimator
            name = type(base).__name__
            if not is_classifier(each.estimator):
                raise Refused(
                    f"{_at(place)}{name} is no classifier to scikit-learn {sklearn.__version__}, so that its labels were "
                    "calibrated in place of its probabilities: use releases that fit each other"
                )
            if type(base) is CalibratedClassifierCV:
                raise Refused(
                    f"{_at(place)}CalibratedClassifierCV of a CalibratedClassifierCV is not supported"
                )
            on = "decision" if hasattr(each.estimator, "decision_function") else "probability"
            foreign = type(base) not in _MODELS
            if foreign and on == "probability" and len(model.calibrated_classifiers_) > 1:
                raise Refused(
                    f"{_at(place)}CalibratedClassifierCV(ensemble=True) of {name} is not supported: fit it with ensemble=False"
                )
            calibrator = each.calibrators[0]
            of.append(
                {
                    "calibration": self.calibration(calibrator, model, on, name, place),
                    "model": self.model(each.estimator, columns, data, (*place, "estimator")),
                }
            )
        return {"kind": "calibrated", "on": on, "of": of}

    def calibration(self, calibrator, model, on, name, place):
        if hasattr(calibrator, "a_"):
            return {"method": "platt", "slope": -float(calibrator.a_), "offset": -float(calibrator.b_)}
        if hasattr(calibrator, "X_thresholds_"):
            return {
                "method": "isotonic",
                "z": _numbers(calibrator.X_thresholds_),
                "p": _numbers(calibrator.y_thresholds_),
            }
        if hasattr(calibrator, "beta_") and on == "decision":
            # Softmax of (−βz, βz).
            return {"method": "platt", "slope": 2 * float(calibrator.beta_), "offset": 0.0}
        raise Refused(
            f"{_at(place)}CalibratedClassifierCV(method={model.method!r}) of {name} is not supported: expected 'sigmoid' or 'isotonic'"
        )

    def lightgbm(self, model, columns, data, place):
        self.libraries["lightgbm"] = sys.modules["lightgbm"].__version__
        return {
            "kind": "lightgbm",
            "columns": self.foreign(model, columns, place),
            "text": model.booster_.model_to_string(),
        }

    def xgboost(self, model, columns, data, place):
        missing = getattr(model, "missing", None)
        if missing is not None and not _is_missing(missing):
            raise Refused(f"{_at(place)}XGBClassifier(missing={missing!r}) is not supported: expected NaN")
        self.libraries["xgboost"] = sys.modules["xgboost"].__version__
        return {
            "kind": "xgboost",
            "columns": self.foreign(model, columns, place),
            "text": bytes(model.get_booster().save_raw("json")).decode("utf-8"),
            # What a sparse matrix does not hold is missing to XGBoost, and it holds no zeros.
            **({"zero_is_missing": True} if hasattr(data, "tocsr") else {}),
        }

    def foreign(self, model, columns, place):
        """Columns of a library that may take categories by itself: words may reach it where nothing was done to them."""
        if model.n_features_in_ != len(columns):
            raise Refused(
                f"{_at(place)}{type(model).__name__} takes {model.n_features_in_} columns and gets {len(columns)}"
            )
        self.numeric([column for column in columns if column.steps], model, place)
        self.reached += columns
        return [column.json() for column in columns]


_TRANSFORMERS = {
    Pipeline: _Walk.pipeline,
    ColumnTransformer: _Walk.column_transformer,
    SimpleImputer: _Walk.imputer,
    MissingIndicator: _Walk.indicator,
    StandardScaler: _Walk.scaler,
    RobustScaler: _Walk.scaler,
    MaxAbsScaler: _Walk.scaler,
    MinMaxScaler: _Walk.min_max,
    PowerTransformer: _Walk.power,
    FunctionTransformer: _Walk.function,
    OneHotEncoder: _Walk.one_hot,
    OrdinalEncoder: _Walk.ordinal,
    KBinsDiscretizer: _Walk.bins,
    SelectKBest: _Walk.select,
    SelectPercentile: _Walk.select,
    VarianceThreshold: _Walk.select,
}

_MODELS = {
    Pipeline: _Walk.pipeline_model,
    LogisticRegression: _Walk.linear,
    LogisticRegressionCV: _Walk.linear,
    DecisionTreeClassifier: _Walk.forest,
    ExtraTreeClassifier: _Walk.forest,
    RandomForestClassifier: _Walk.forest,
    ExtraTreesClassifier: _Walk.forest,
    GradientBoostingClassifier: _Walk.gradient_boosting,
    HistGradientBoostingClassifier: _Walk.hist_gradient_boosting,
    CalibratedClassifierCV: _Walk.calibrated,
    **({} if FrozenEstimator is None else {FrozenEstimator: _Walk.frozen}),
}

# Libraries that need not be installed.
_MODELS_BY_NAME = {"lightgbm.LGBMClassifier": _Walk.lightgbm, "xgboost.XGBClassifier": _Walk.xgboost}


# Trees ----------------------------------------------------------------------------------------------------------------


class _Flat:
    """Trees as the artifact has them: a split before its left and then its right side."""

    def __init__(self):
        self.input, self.threshold, self.route, self.value, self.cover, self.sets = [], [], [], [], [], []

    def split(self, feature, threshold, missing_left, codes=None):
        self.input.append(int(feature))
        if codes is not None:
            self.threshold.append(len(self.sets))
            self.sets.append(codes)
        else:
            # Infinite: every number goes left.
            self.threshold.append(min(float(threshold), LARGEST))
        self.route.append((1 if missing_left else 0) + (2 if codes is not None else 0))

    def leaf(self, value, cover):
        self.input.append(-1)
        self.value.append(float(value))
        # Leads of weight 0 alone: a share of nothing.
        self.cover.append(float(cover) if cover > 0 else 1e-9)

    def add_tree(self, tree, values):
        """@param values per node; those of leaves are taken"""
        missing_left = getattr(tree, "missing_go_to_left", np.zeros(tree.node_count, dtype=np.uint8))
        waiting = [0]
        while waiting:
            at = waiting.pop()
            if tree.children_left[at] < 0:
                self.leaf(values[at], tree.weighted_n_node_samples[at])
            else:
                self.split(tree.feature[at], tree.threshold[at], missing_left[at])
                waiting += [tree.children_right[at], tree.children_left[at]]

    def add_predictor(self, predictor):
        nodes = predictor.nodes
        waiting = [0]
        while waiting:
            node = nodes[waiting.pop()]
            if node["is_leaf"]:
                self.leaf(node["value"], node["count"])
                continue
            codes = (
                _codes(predictor.raw_left_cat_bitsets[node["bitset_idx"]]) if node["is_categorical"] else None
            )
            self.split(node["feature_idx"], node["num_threshold"], node["missing_go_to_left"], codes)
            waiting += [node["right"], node["left"]]

    def json(self):
        return {
            name: getattr(self, name) for name in ("input", "threshold", "route", "value", "cover", "sets")
        }


def _codes(bitset):
    """The numbers whose bits are set in words of 32 bits."""
    return [32 * at + bit for at, word in enumerate(bitset) for bit in range(32) if int(word) >> bit & 1]


# Values ---------------------------------------------------------------------------------------------------------------

_REFUSED = object()


def _of_missing(steps):
    """What a missing value becomes: None, still missing; `_REFUSED`, scikit-learn raises; else something."""
    value = None
    for step in steps:
        op = step["op"]
        if value is not None:
            return value
        if op == "impute":
            value = step["value"]
        elif op == "missing":
            value = 1
        elif op in ("is", "codes"):
            if step.get("refuses") and None not in step["known"]:
                return _REFUSED
            value = step["missing"] if op == "codes" else 0
    return value


def _is_missing(value):
    """None, NaN, pandas' NA and NaT."""
    if value is None:
        return True
    if isinstance(value, (float, np.floating)):
        return math.isnan(value)
    return type(value).__name__ in ("NAType", "NaTType")


def _missing_kind(value):
    return "None" if value is None else "NA" if type(value).__name__ == "NAType" else "NaN"


def _value(value):
    """A value as JSON has it."""
    if _is_missing(value):
        return None
    if isinstance(value, (np.generic,)):
        value = value.item()
    return value


def _kind(value):
    value = _value(value)
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    return "category" if isinstance(value, str) else type(value).__name__


def _number(value):
    return None if _is_missing(value) else float(value)


def _numbers(values):
    return [float(value) for value in np.ravel(values)]


def _flag(step, *names):
    """A setting that scalers have by different names; those that have none always scale, and do not centre."""
    return next((getattr(step, name) for name in names if hasattr(step, name)), True)


def _classes(model):
    classes = getattr(model, "classes_", None)
    if classes is None:
        raise Refused(f"expected a fitted classifier, got {type(model).__name__}")
    if len(classes) != 2 or isinstance(classes, list):
        raise Refused(f"{type(model).__name__} has {len(classes)} classes: expected two")
    return classes


# Refusals -------------------------------------------------------------------------------------------------------------

_HINTS = {
    "GridSearchCV": "; export its best_estimator_",
    "RandomizedSearchCV": "; export its best_estimator_",
    "HalvingGridSearchCV": "; export its best_estimator_",
    "TunedThresholdClassifierCV": "; export its estimator_",
    "FixedThresholdClassifier": "; export its estimator_",
}


def _refuse(part, place, known):
    name = type(part).__name__
    if isinstance(part, type):
        raise Refused(f"{_at(place)}expected a fitted object, got the class {part.__name__}")
    above = next((each.__name__ for each in known if isinstance(part, each)), None)
    if above is not None:
        raise Refused(
            f"{_at(place)}{name} is not supported: it is a subclass of {above} and may compute something else"
        )
    supported = sorted(each.__name__ for each in known)
    if known is _MODELS:
        supported += ["LGBMClassifier", "XGBClassifier"]
    raise Refused(
        f"{_at(place)}{name} is not supported{_HINTS.get(name, '')}; supported are {', '.join(supported)}"
    )


def _at(place):
    return f"step {' → '.join(f'‘{name}’' for name in place)}: " if place else ""


def _list(words, most=5):
    shown = ", ".join(f"“{word}”" for word in words[:most])
    return shown + (f" and {len(words) - most} more" if len(words) > most else "")


# The command ----------------------------------------------------------------------------------------------------------


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="scorelane_export.py",
        description="Writes a pickled scikit-learn classifier as JSON for `scorelane import`. "
        "Loading a pickle executes code that it contains: load only files that you trust.",
    )
    parser.add_argument("model", help="the pickled pipeline: .joblib, .pkl or .pickle")
    parser.add_argument("leads", help="raw leads as the pipeline takes them: .csv or .parquet")
    parser.add_argument("-o", "--out", required=True, help="the JSON file to write")
    asked = parser.parse_args(arguments)
    try:
        import pandas
    except ImportError:
        print(
            "error: reading a file of leads needs pandas; or call export() with a numpy array",
            file=sys.stderr,
        )
        return 1
    try:
        leads = (
            pandas.read_parquet(asked.leads)
            if asked.leads.endswith(".parquet")
            else pandas.read_csv(asked.leads)
        )
        export(_load(asked.model), leads, asked.out)
    except (Refused, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except ValueError as error:
        print(
            f"error: the model does not take the leads as {asked.leads} has them: {error}; "
            "call export() with a table as the model was fitted with",
            file=sys.stderr,
        )
        return 1
    print(f"{asked.out}: next, scorelane import {asked.out} --name NAME --out FOLDER")
    return 0


def _load(path):
    import joblib  # scikit-learn brings it; it reads pickles, too

    try:
        return joblib.load(path)
    except OSError:
        raise
    except Exception as error:  # a pickle may raise anything
        raise Refused(
            f"{path} cannot be loaded here ({type(error).__name__}: {error}): "
            "run this where it was made, with the same libraries"
        ) from error


if __name__ == "__main__":
    sys.exit(main())
