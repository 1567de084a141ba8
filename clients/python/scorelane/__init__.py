"""Scorelane in Python: score with a trained model, call the API, look at a training.

Needs the standard library alone; numpy, pandas and matplotlib are used where they are.
"""

from ._artifact import ArtifactError
from ._client import Client
from ._fields import FieldError, LeadError
from ._http import ApiConnectionError, ApiError, WaitTimeoutError
from ._model import Explanation, Model, load_model
from ._record import TrainingRecord, load_metrics
from ._tables import read_csv

__version__ = "0.1.0"
__all__ = [
    "ApiConnectionError",
    "ApiError",
    "ArtifactError",
    "Client",
    "Explanation",
    "FieldError",
    "LeadError",
    "Model",
    "TrainingRecord",
    "WaitTimeoutError",
    "load_metrics",
    "load_model",
    "read_csv",
]
