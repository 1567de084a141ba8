"""Prints the peers' versions."""

import importlib
import platform

print(f"Python {platform.python_version()}", end="")
for name, module in [("scikit-learn", "sklearn"), ("pandas", "pandas"), ("LightGBM", "lightgbm")]:
    try:
        print(f", {name} {importlib.import_module(module).__version__}", end="")
    except ImportError:
        pass
