"""Runs the code cells of a notebook in order, as a kernel does: `run_notebook.py notebook.ipynb`. Ends at the first error."""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    notebook = json.load(file)
assert notebook["nbformat"] == 4, notebook["nbformat"]
names = {"__name__": "__main__"}
for number, cell in enumerate(notebook["cells"]):
    assert cell["cell_type"] in ("code", "markdown"), cell["cell_type"]
    if cell["cell_type"] == "code":
        assert cell["outputs"] == [] and cell["execution_count"] is None, (
            f"cell {number}: expected no outputs"
        )
        exec(compile("".join(cell["source"]), f"cell {number}", "exec"), names)
print("every cell ran")
