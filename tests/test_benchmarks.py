"""Benchmarks are started in one way, and their list is complete."""

import ast
import re
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "benchmarks"


def test_every_benchmark_is_listed_and_says_how_it_is_started() -> None:
    names = {path.stem for path in FOLDER.glob("*.py") if "__main__" in path.read_text("utf-8")}
    listed = set(re.findall(r"^\| `(\w+)` \|", (FOLDER / "README.md").read_text("utf-8"), re.MULTILINE))
    assert listed == names
    for name in names:
        text = ast.get_docstring(ast.parse((FOLDER / f"{name}.py").read_text("utf-8"))) or ""
        assert f"\n    python -m benchmarks.{name}" in text, name
