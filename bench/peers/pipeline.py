"""The peer: scikit-learn's usual pipeline for a table of numbers and categories."""

import sys
import resource

import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def read(path):
    return pd.read_csv(path)


def make_pipeline_for(table):
    numbers = [name for name in table.columns if pd.api.types.is_numeric_dtype(table[name])]
    categories = [name for name in table.columns if name not in numbers]
    return make_pipeline(
        ColumnTransformer(
            [
                ("numbers", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
                ("categories", OneHotEncoder(min_frequency=20, handle_unknown="infrequent_if_exist"), categories),
            ]
        ),
        # The default of 100 iterations ends with a warning before the optimum is reached.
        LogisticRegression(C=1.0, solver="lbfgs", max_iter=1000),
    )


def peak_megabytes():
    """Highest resident memory of this process; ru_maxrss is in KiB on Linux and in bytes on macOS."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10
