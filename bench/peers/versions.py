"""Prints the peer's versions."""

import platform

import pandas
import sklearn

print(f"Python {platform.python_version()}, scikit-learn {sklearn.__version__}, pandas {pandas.__version__}")
