"""Models: what `scorelane train` writes, scored here as Scorelane scores them."""

from __future__ import annotations

import os
import sys
import warnings as python_warnings
from bisect import bisect_left
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Type, Union

from ._additive import AdditiveScorer
from ._artifact import ArtifactError, read_artifact
from ._calibration import calibrate, shift_of
from ._fields import FieldError, LeadError, Value
from ._leads import Schema
from ._sentences import describe_change, describe_move, describe_value
from ._tables import Given, Leads, numpy, pandas_of, plain, take
from ._trees import TreesScorer
from ._warnings import Judge

#: Kind of a model → what scores it. A kind that is not here is refused.
SCORERS: Dict[str, Type[AdditiveScorer]] = {"additive": AdditiveScorer, "trees": TreesScorer}

#: Under half a per cent of the odds, or a twentieth of a percentage point, no one acts on a reason.
_SMALLEST_EFFECT = 0.005
_SMALLEST_MOVE = 0.0005
_REASONS_PER_DIRECTION = 3
_MOST_WARNINGS = 50


def load_model(source: Union[str, "os.PathLike[str]", bytes, Mapping[str, Any]]) -> "Model":
    """Loads a model.

    >>> model = load_model("model/model.json")          # doctest: +SKIP
    >>> model.predict_proba(leads)[:, 1]                # doctest: +SKIP

    :param source: path of a `model.json`, its bytes, or the parsed JSON
    :raises ArtifactError: it is no model, or of a kind that this release does not know
    """
    artifact, sha256 = read_artifact(source)
    return Model(artifact, sha256)


class Explanation(NamedTuple):
    """Why leads have their log-odds: the intercept and a row's contributions add up to them."""

    intercept: float
    #: Log-odds per field of the schema: a DataFrame where one was scored, else a dict per lead.
    contributions: Any
    #: Before calibration: a Series where a DataFrame was scored, else a list.
    log_odds: Any


class _Scored(NamedTuple):
    given: Given
    columns: List[List[Value]]
    log_odds: List[float]
    #: What the scorer makes effects of.
    parts: Any


class Model:
    """A model, with scikit-learn's names where it has one. Made by `load_model`.

    Every method takes leads as `X`:

    - a list of dicts: leads as `POST /predict` takes them; unknown fields are refused, and a text is no number
    - a DataFrame, or a dict of columns: a table as `scorelane score` takes it; texts are read in the form that the training
      table had (`1.234,5 €`, `31/01/2026`), other columns do not count, and a missing column is a missing value

    None, NaN, NaT and NA are missing values. What does not fit raises `LeadError`, which names every row and field.
    """

    def __init__(self, artifact: Dict[str, Any], sha256: Optional[str] = None):
        kind = artifact.get("kind")
        if kind not in SCORERS:
            known = ", ".join(SCORERS)
            raise ArtifactError(
                f"model artifact: kind: expected {known}, got “{kind}”. A newer release of this package may score it"
            )
        #: The parsed `model.json`.
        self.artifact = artifact
        #: The model's identity, as the registry has it; None for a dict.
        self.sha256 = sha256
        #: Label of each column of `predict_proba`: not converted, converted.
        self.classes_ = [0, 1]
        self._schema = Schema(artifact["schema"])
        self._scorer = SCORERS[kind](artifact)
        self._judges = [
            Judge(artifact, field, f in self._scorer.counts_missing) if f in self._scorer.used else None
            for f, field in enumerate(self._schema.fields)
        ]

    def __reduce__(self) -> Tuple[Any, ...]:
        # Pickled by its artifact: processes of joblib and Spark get models so.
        return Model, (self.artifact, self.sha256)

    def __repr__(self) -> str:
        return f"<Model {self.name!r}, {self.artifact['trainer']}, {len(self._schema.fields)} fields>"

    @property
    def name(self) -> str:
        return self.artifact["name"]

    @property
    def schema(self) -> Mapping[str, Any]:
        """The fields of a lead, as `model.json` has them."""
        return self.artifact["schema"]

    @property
    def metadata(self) -> Dict[str, Any]:
        """What the model is: everything of `model.json` but the schema and the numbers it scores with."""
        members = (
            "format",
            "kind",
            "name",
            "created_at",
            "trainer",
            "trainer_options",
            "seed",
            "metrics",
            "lineage",
        )
        return {name: self.artifact[name] for name in members if name in self.artifact}

    def validate(self, X: Leads) -> List[FieldError]:
        """Every value that does not fit the model, by row and field; empty where all leads can be scored."""
        return self._read(take(X))[1]

    def leads(self, X: Leads) -> List[Dict[str, Any]]:
        """The leads as `Client` sends them: a dict per row with every field that has a value, numbers and dates in plain form."""
        given = take(X)
        columns, errors = self._read(given)
        if errors:
            raise LeadError(errors, given.rows)
        return [
            {name: _shown(value) for name, value in zip(self._schema.names, row) if value is not None}
            for row in zip(*columns)
        ]

    def predict_proba(self, X: Leads) -> Any:
        """Calibrated probabilities, a row [not converted, converted] per lead: a numpy array where numpy is installed, else a list."""
        rows = [[1 - p, p] for p in self._probabilities(self._score(X).log_odds)]
        module = numpy()
        return rows if module is None else module.array(rows, dtype=float).reshape(len(rows), 2)

    def decision_function(self, X: Leads) -> Any:
        """Log-odds before calibration: a numpy array where numpy is installed, else a list."""
        log_odds = self._score(X).log_odds
        module = numpy()
        return log_odds if module is None else module.array(log_odds, dtype=float)

    def scores(self, X: Leads) -> List[int]:
        """1 to 99: 90 is a higher probability than about 89 % of past leads have."""
        return [self._score_of(p) for p in self._probabilities(self._score(X).log_odds)]

    def grades(self, X: Leads) -> List[str]:
        """A, B, C or D."""
        return [self._grade_of(score) for score in self.scores(X)]

    def explain(self, X: Leads, against: str = "zero") -> Explanation:
        """What each field contributes to the log-odds before calibration, exactly.

        What two fields contribute together is credited to each by half, its Shapley value. What trees contribute is against the
        average training lead either way, as its path-dependent Shapley values; where a model averages probabilities, log-odds are
        probabilities here.

        :param against: `zero`, or `average`: contributions beyond those of the average training lead, as in reasons; the
            intercept is then that lead's log-odds
        """
        if against not in ("zero", "average"):
            raise ValueError(f"expected against='zero' or 'average', got {against!r}")
        scored = self._score(X)
        rows = scored.given.rows
        effects = self._scorer.effects(scored.parts, rows, against == "average")
        intercept = self._scorer.average if against == "average" else self._scorer.base
        by_field = dict(zip(self._schema.names, effects))
        pandas = pandas_of(scored.given.index)
        if pandas is not None:
            index = scored.given.index
            frame = pandas.DataFrame(by_field, index=index, columns=self._schema.names)
            return Explanation(intercept, frame, pandas.Series(scored.log_odds, index=index, name="log_odds"))
        return Explanation(
            intercept,
            [{name: by_field[name][row] for name in by_field} for row in range(rows)],
            scored.log_odds,
        )

    def results(self, X: Leads) -> List[Dict[str, Any]]:
        """What the API answers of each lead: probability, score, grade, reasons, warnings.

        `pandas.DataFrame(model.results(df), index=df.index)` makes a table of them.
        """
        scored = self._score(X)
        probabilities = self._probabilities(scored.log_odds)
        reasons, warned = self._reasons(scored), self._warnings(scored)
        results = []
        for row, probability in enumerate(probabilities):
            score = self._score_of(probability)
            results.append(
                {
                    "probability": probability,
                    "score": score,
                    "grade": self._grade_of(score),
                    "reasons": reasons[row],
                    "warnings": warned[row],
                }
            )
        return results

    def reasons(self, X: Leads) -> List[List[Dict[str, Any]]]:
        """Per lead the fields that move it most from the average one, at most three up and three down, strongest first."""
        return self._reasons(self._score(X))

    def warnings(self, X: Leads) -> List[List[Dict[str, str]]]:
        """Per lead how it is unlike the training leads: `unseen_level`, `out_of_range`, `missing`."""
        return self._warnings(self._score(X))

    def _read(self, given: Given) -> Tuple[List[List[Value]], List[FieldError]]:
        if given.table is None:
            return self._schema.read_leads(given.leads or [], plain)
        columns, errors, notes = self._schema.read_table(given.table, given.rows)
        for note in notes:
            python_warnings.warn(note, stacklevel=_levels_to_caller())
        return columns, errors

    def _score(self, X: Leads) -> _Scored:
        given = take(X)
        columns, errors = self._read(given)
        if errors:
            raise LeadError(errors, given.rows)
        log_odds, parts = self._scorer.contributions(columns, given.rows)
        return _Scored(given, columns, log_odds, parts)

    def _probabilities(self, log_odds: Sequence[float]) -> List[float]:
        return [calibrate(self.artifact["calibration"], z) for z in log_odds]

    def _score_of(self, probability: float) -> int:
        return min(99, 1 + bisect_left(self.artifact["scale"]["percentiles"], probability))

    def _grade_of(self, score: int) -> str:
        grades = self.artifact["scale"]["grades"]
        return next((grade for grade in "ABC" if score >= grades[grade]), "D")

    def _reasons(self, scored: _Scored) -> List[List[Dict[str, Any]]]:
        effects = self._scorer.effects(scored.parts, scored.given.rows, True)
        least = _SMALLEST_MOVE if self._is_probability else _SMALLEST_EFFECT
        reasons = []
        for row, log_odds in enumerate(scored.log_odds):
            ups = [(f, effect[row]) for f, effect in enumerate(effects) if effect[row] >= least]
            downs = [(f, effect[row]) for f, effect in enumerate(effects) if -effect[row] >= least]
            strongest = [sorted(some, key=_by_strength)[:_REASONS_PER_DIRECTION] for some in (ups, downs)]
            reasons.append(
                [
                    self._reason(f, scored.columns[f][row], effect, log_odds)
                    for f, effect in sorted(strongest[0] + strongest[1], key=_by_strength)
                ]
            )
        return reasons

    def _reason(self, f: int, value: Value, effect: float, log_odds: float) -> Dict[str, Any]:
        field = self._schema.fields[f]
        subject = describe_value(field.spec, value)
        if self._scorer.is_rare(f, value):
            subject += " (estimated from few past leads, shrunk towards the average)"
        text = subject + self._describe_effect(effect, log_odds)
        return {"feature": field.name, "value": _shown(value), "effect": effect, "text": text}

    @property
    def _is_probability(self) -> bool:
        """Raw scores and effects are parts of a probability."""
        return self.artifact["calibration"]["method"] == "identity"

    def _describe_effect(self, effect: float, raw: float) -> str:
        calibration = self.artifact["calibration"]
        if self._is_probability:
            return describe_move(effect, calibrate(calibration, raw) - calibrate(calibration, raw - effect))
        return describe_change(effect, shift_of(calibration, effect, raw))

    def _warnings(self, scored: _Scored) -> List[List[Dict[str, str]]]:
        found: List[List[Dict[str, str]]] = [[] for _ in range(scored.given.rows)]
        for judge, column in zip(self._judges, scored.columns):
            if judge is None:
                continue
            known: Dict[Value, Optional[Dict[str, str]]] = {}
            for row, value in enumerate(column):
                if value not in known:
                    known[value] = judge.warn(value)
                warning = known[value]
                if warning is not None and len(found[row]) < _MOST_WARNINGS:
                    found[row].append(dict(warning))
        return found


def _levels_to_caller() -> int:
    """So that a warning points at the line that called the package."""
    frame, levels = sys._getframe(1), 1
    while frame.f_back is not None and frame.f_code.co_filename == __file__:
        frame, levels = frame.f_back, levels + 1
    return levels


def _by_strength(one: Tuple[int, float]) -> Tuple[float, int]:
    return -abs(one[1]), one[0]


def _shown(value: Value) -> Any:
    """A whole number as JSON has it."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value
