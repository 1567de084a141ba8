"""What `scorelane train` writes down about a training: `metrics.json`."""

from __future__ import annotations

import json
import os
from typing import Any, Dict, List, Mapping, Optional, Union

_FIGURES = ("roc_auc", "gini", "ks", "pr_auc", "log_loss", "brier", "ece")


class TrainingRecord:
    """The record of a training; `scorelane.plots` draws it. `raw` has everything that it says (`docs/reference/artifact.md`)."""

    def __init__(self, raw: Mapping[str, Any]):
        for member in ("name", "candidates", "winner", "effects"):
            if member not in raw:
                raise ValueError(
                    f"expected a metrics.json of `scorelane train`, which has “{member}”; found none"
                )
        self.raw = raw

    def __repr__(self) -> str:
        return f"<TrainingRecord {self.name!r}, winner {self.winner}>"

    @property
    def name(self) -> str:
        """The model's."""
        return self.raw["name"]

    @property
    def winner(self) -> str:
        """The trainer of the published model."""
        return self.raw["winner"]

    @property
    def choice(self) -> str:
        """Why it won, in a sentence."""
        return self.raw["choice"]

    @property
    def warnings(self) -> List[str]:
        return list(self.raw.get("warnings", []))

    @property
    def base_rate(self) -> float:
        """Share of the leads that converted."""
        return self.raw["data"]["base_rate"]

    @property
    def candidates(self) -> Any:
        """A row per candidate and kind of measurement (`cross_validated`, `holdout`): a DataFrame where pandas is installed, else
        a list of dicts."""
        rows = [
            {
                "trainer": candidate["trainer"],
                "measured_on": part,
                "winner": candidate["trainer"] == self.winner,
                "rows": candidate[part]["rows"],
                "base_rate": candidate[part]["base_rate"],
                **{figure: candidate[part].get(figure) for figure in _FIGURES},
            }
            for candidate in self.raw["candidates"]
            for part in ("cross_validated", "holdout")
            if part in candidate
        ]
        return _table(rows)

    @property
    def curves(self) -> Mapping[str, Any]:
        """Of the winner, on leads that it was not fitted on.

        :raises ValueError: nothing was measured
        """
        curves = self.raw.get("curves")
        if curves is None:
            raise ValueError("the training measured nothing: it had neither folds nor a hold-out")
        return curves

    @property
    def effects(self) -> List[Mapping[str, Any]]:
        """How each feature moves the odds, the strongest first."""
        return list(self.raw["effects"])

    def effect(self, feature: str) -> Mapping[str, Any]:
        """
        :raises KeyError: there is none of this name; the message lists those that there are
        """
        found: Optional[Mapping[str, Any]] = next((e for e in self.effects if e["feature"] == feature), None)
        if found is None:
            raise KeyError(
                f"no feature {feature!r}; there are: {', '.join(e['feature'] for e in self.effects)}"
            )
        return found


def load_metrics(path: Union[str, "os.PathLike[str]"]) -> TrainingRecord:
    """Reads a `metrics.json`.

    :raises ValueError: it is none
    """
    with open(path, encoding="utf-8") as file:
        try:
            raw: Any = json.load(file)
        except ValueError:
            raise ValueError(f"{path}: expected JSON, as `scorelane train` writes it") from None
    if not isinstance(raw, dict):
        raise ValueError(f"{path}: expected a metrics.json of `scorelane train`, got another JSON value")
    return TrainingRecord(raw)


def _table(rows: List[Dict[str, Any]]) -> Any:
    try:
        import pandas
    except ImportError:
        return rows
    return pandas.DataFrame(rows)
